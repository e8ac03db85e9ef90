import { describe, expect, it } from '@jest/globals';
import type { VerifyReport } from '@qinwu/platform/ledger/verify';
import { type CaseFact, type DisputeEvidence, judgeDisputes } from '../src/check/judge-disputes.ts';
import { type InjuryEvidence, judgeInjuries } from '../src/check/judge-injuries.ts';

const sound: VerifyReport = {
  fault: null,
  header: null,
  others: 0,
  newer: 0,
  entries: 4,
  sealed: 4,
  checkpoints: 1,
  publicKey: null,
};
const broken: VerifyReport = { ...sound, fault: { kind: 'altered', caseId: 'c1', seq: 1 } };

const case1 = { id: 'c1', number: 'MD-1', grievanceId: 'g1', outcome: 'refused', registered: 1, ended: 1 };
const case2 = {
  id: 'c2',
  number: 'MD-2',
  grievanceId: 'g2',
  outcome: 'not-accepted',
  registered: 1,
  ended: 1,
};
const held1 = { id: 'g1', caseId: 'c1', caseNumber: 'MD-1', outcome: 'refused', told: 1, concluded: 1 };
const held2 = { id: 'g2', caseId: 'c2', caseNumber: 'MD-2', outcome: 'not-accepted', told: 0, concluded: 1 };
const fact1: CaseFact = { caseId: 'c1', number: 'MD-1', outcome: 'refused', counted: true, applied: 1 };
const fact2: CaseFact = { caseId: 'c2', number: 'MD-2', outcome: 'not-accepted', counted: false, applied: 1 };

describe('the checker of disputes', () => {
  const whole: DisputeEvidence = {
    cases: [case1, case2],
    referrals: [held1, held2],
    facts: [fact1, fact2],
    owed: 0,
    deadLetters: 0,
    ledgers: [sound, sound],
  };
  const faultsIn = (change: Partial<DisputeEvidence>) =>
    judgeDisputes(['g1', 'g2'], { ...whole, ...change }).faults;

  it('finds nothing in a sound run', () => {
    expect(faultsIn({})).toEqual([]);
  });

  it.each<[string, Partial<DisputeEvidence>]>([
    ['referralLost: 1', { referrals: [held2] }],
    ['caseMissing: 1', { cases: [case2] }],
    ['caseTwice: 1', { cases: [case1, case2, { ...case1, id: 'c3' }] }],
    ['caseOfNothing: 1', { cases: [case1, case2, { ...case1, id: 'c3', grievanceId: null }] }],
    ['caseUnended: 1', { cases: [case1, { ...case2, outcome: null }] }],
    ['caseWrittenWrongly: 1', { cases: [case1, { ...case2, ended: 2 }] }],
    ['outcomeMissing: 1', { referrals: [held1, { ...held2, outcome: null }] }],
    ['outcomeApart: 1', { referrals: [held1, { ...held2, caseNumber: 'MD-1' }] }],
    ['outcomeWrittenWrongly: 1', { referrals: [held1, { ...held2, concluded: 2 }] }],
    ['factMissing: 1', { facts: [fact1] }],
    ['factApart: 1', { facts: [fact1, { ...fact2, counted: true }] }],
    ['factTwice: 1', { facts: [fact1, { ...fact2, applied: 2 }] }],
    ['owed: 1', { owed: 1 }],
    ['deadLetters: 1', { deadLetters: 1 }],
    ['ledgerBroken: 1', { ledgers: [sound, broken] }],
  ])('sees %s', (fault, change) => {
    expect(faultsIn(change)).toContain(fault);
  });
});

describe('the checker of injuries', () => {
  const state = 'NOT_TRANSFERRED';
  const course = { id: 'c1', applicationId: 'a1', number: 'WI-1', state, told: 2 };
  const application = { id: 'a1', caseId: 'c1', number: 'WI-1', state, received: 1, closed: 1 };
  const whole: InjuryEvidence = {
    cases: [course],
    applications: [application],
    counted: new Map([['a1', 1]]),
    states: new Map([['a1', state]]),
    owed: 0,
    deadLetters: 0,
    ledger: sound,
  };
  const faultsIn = (change: Partial<InjuryEvidence>) => judgeInjuries(['c1'], { ...whole, ...change }).faults;

  it('finds nothing in a sound run', () => {
    expect(faultsIn({})).toEqual([]);
  });

  it.each<[string, Partial<InjuryEvidence>]>([
    ['caseLost: 1', { cases: [] }],
    ['caseTwice: 1', { cases: [course, { ...course, id: 'c2' }] }],
    ['applicationMissing: 1', { applications: [] }],
    ['applicationTwice: 1', { applications: [application, { ...application, id: 'a2' }] }],
    ['applicationWrittenWrongly: 1', { applications: [{ ...application, received: 2 }] }],
    ['courseMissing: 1', { cases: [{ ...course, state: 'RECEIVED' }] }],
    ['courseApart: 1', { cases: [{ ...course, number: 'WI-2' }] }],
    ['courseWrittenWrongly: 1', { cases: [{ ...course, told: 3 }] }],
    ['factMissing: 1', { counted: new Map() }],
    ['factTwice: 1', { counted: new Map([['a1', 2]]) }],
    ['factApart: 1', { states: new Map([['a1', 'RECEIVED']]) }],
    ['owed: 2', { owed: 2 }],
    ['deadLetters: 1', { deadLetters: 1 }],
    ['ledgerBroken: 1', { ledger: broken }],
  ])('sees %s', (fault, change) => {
    expect(faultsIn(change)).toContain(fault);
  });
});
