import { describe, expect, it } from '@jest/globals';
import {
  type ApplicationHeld,
  type InjuredCase,
  type InjuryEvidence,
  judgeInjuries,
  type Told,
  type TransferFact,
} from '../src/check/judge-injuries.ts';
import { broken, sound } from './ledger-reports.ts';

const told = (state: string, sequence: number): Told => ({ state, sequence });
const DAY = '2026-11-30';

const decided: ApplicationHeld = {
  id: 'a1',
  caseId: 'c1',
  number: 'WI-1',
  state: 'DELIVERED',
  transferredOn: DAY,
  decisions: ['accepted', 'recognised', 'delivered'],
  course: [
    told('RECEIVED', 1),
    told('COMPLETE', 4),
    told('TRANSFERRED', 5),
    told('ACCEPTED', 6),
    told('RECOGNISED', 7),
    told('DELIVERED', 8),
  ],
  steps: {
    received: 1,
    'add-materials': 1,
    complete: 1,
    transfer: 1,
    'record-decision': 3,
    'not-transfer': 0,
  },
};
const closed: ApplicationHeld = {
  id: 'a2',
  caseId: 'c2',
  number: 'WI-2',
  state: 'NOT_TRANSFERRED',
  transferredOn: null,
  decisions: [],
  course: [told('RECEIVED', 1), told('NOT_TRANSFERRED', 2)],
  steps: {
    received: 1,
    'add-materials': 0,
    complete: 0,
    transfer: 0,
    'record-decision': 0,
    'not-transfer': 1,
  },
};
const case1: InjuredCase = {
  id: 'c1',
  applicationId: 'a1',
  number: 'WI-1',
  state: 'DELIVERED',
  told: [told('RECEIVED', 3), told('TRANSFERRED', 5), told('DELIVERED', 8)],
};
const case2: InjuredCase = {
  id: 'c2',
  applicationId: 'a2',
  number: 'WI-2',
  state: 'NOT_TRANSFERRED',
  told: [told('NOT_TRANSFERRED', 2)],
};
const transfers = new Map<string, TransferFact>([
  ['a1', { state: 'DELIVERED', transferredOn: DAY }],
  ['a2', { state: 'NOT_TRANSFERRED', transferredOn: null }],
]);

const whole: InjuryEvidence = {
  cases: [case1, case2],
  applications: [decided, closed],
  counted: new Map([
    ['a1', 1],
    ['a2', 1],
  ]),
  transfers,
  owed: 0,
  deadLetters: 0,
  ledger: sound,
};

const first = (over: Partial<ApplicationHeld>) => ({ applications: [{ ...decided, ...over }, closed] });
const stepOf = (step: keyof ApplicationHeld['steps'], times: number) =>
  first({ steps: { ...decided.steps, [step]: times } });
const tells = (...course: Told[]) => ({ cases: [{ ...case1, told: course }, case2] });

describe('the checker of injuries', () => {
  const faultsIn = (change: Partial<InjuryEvidence>) =>
    judgeInjuries({ registered: ['c1', 'c2'], handedOver: new Set(['c1']) }, { ...whole, ...change }).faults;

  it('finds nothing in a sound run', () => {
    expect(faultsIn({})).toEqual([]);
  });

  it.each<[string, Partial<InjuryEvidence>]>([
    ['caseLost: 1', { cases: [case1] }],
    ['caseTwice: 1', { cases: [case1, case2, { ...case2, id: 'c3' }] }],
    ['applicationMissing: 1', { applications: [decided] }],
    ['applicationTwice: 1', { applications: [decided, closed, { ...closed, id: 'a3' }] }],
    ['applicationUnended: 1', first({ state: 'RECOGNISED' })],
    ['decisionsApart: 1', first({ decisions: ['accepted', 'delivered', 'recognised'] })],
    ['factMissing: 1', { counted: new Map([['a1', 1]]) }],
    ['factTwice: 1', { counted: new Map([...whole.counted, ['a1', 2]]) }],
    ['factApart: 1', { transfers: new Map([...transfers].slice(1)) }],
    [
      'factApart: 1',
      { transfers: new Map([...transfers, ['a1', { state: 'TRANSFERRED', transferredOn: DAY }]]) },
    ],
    [
      'factApart: 1',
      { transfers: new Map([...transfers, ['a1', { state: 'DELIVERED', transferredOn: null }]]) },
    ],
    ['owed: 2', { owed: 2 }],
    ['deadLetters: 1', { deadLetters: 1 }],
    ['ledgerBroken: 1', { ledger: broken }],
  ])('sees %s', (fault, change) => {
    expect(faultsIn(change)).toContain(fault);
  });

  it.each([
    ['receivedMissing: 1', stepOf('received', 0)],
    ['receivedTwice: 1', stepOf('received', 2)],
    ['materialsMissing: 1', stepOf('add-materials', 0)],
    ['materialsTwice: 1', stepOf('add-materials', 2)],
    ['completionMissing: 1', stepOf('complete', 0)],
    ['completionTwice: 1', stepOf('complete', 2)],
    ['transferMissing: 1', stepOf('transfer', 0)],
    ['transferTwice: 1', stepOf('transfer', 2)],
    ['decisionMissing: 1', stepOf('record-decision', 2)],
    ['decisionTwice: 1', stepOf('record-decision', 4)],
    ['closingTwice: 1', stepOf('not-transfer', 1)],
    [
      'closingMissing: 1',
      { applications: [decided, { ...closed, steps: { ...closed.steps, 'not-transfer': 0 } }] },
    ],
  ])('sees in the ledgers of applications: %s', (fault, change) => {
    expect(faultsIn(change)).toEqual([fault]);
  });

  it.each<[string, Partial<InjuryEvidence>]>([
    ['courseMissing: 1', tells(told('RECEIVED', 1), told('TRANSFERRED', 5))],
    ['courseMissing: 1', tells()],
    ['courseTwice: 1', tells(told('TRANSFERRED', 5), told('TRANSFERRED', 5), told('DELIVERED', 8))],
    ['courseUntrue: 1', tells(told('TRANSFERRED', 4), told('DELIVERED', 8))],
    ['courseUntrue: 1', tells(told('NOT_TRANSFERRED', 5), told('DELIVERED', 8))],
    ['courseUntrue: 1', tells(told('RECOGNISED', 7), told('ACCEPTED', 6), told('DELIVERED', 8))],
    ['courseApart: 1', { cases: [{ ...case1, applicationId: 'a2' }, case2] }],
    ['courseApart: 1', { cases: [{ ...case1, number: 'WI-2' }, case2] }],
    ['courseApart: 1', { cases: [{ ...case1, state: 'TRANSFERRED' }, case2] }],
  ])('sees in what a case tells of its application: %s', (fault, change) => {
    expect(faultsIn(change)).toContain(fault);
  });
});
