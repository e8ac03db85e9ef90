import { describe, expect, it } from '@jest/globals';
import {
  type CaseFact,
  type CaseHeld,
  type DisputeEvidence,
  judgeDisputes,
  type ReferralHeld,
  type Told,
} from '../src/check/judge-disputes.ts';
import { broken, sound } from './ledger-reports.ts';

const titled = (number: number) => ({ id: `g${number}`, title: `第 ${number} 件`, file: `f${number}` });
const told: Told = {
  referred: [1, 2, 3, 4].map(titled),
  agreed: ['g1', 'g2'],
  shown: new Map([1, 2, 3, 4].map(titled).map(({ id, title, file }) => [id, { title, files: [file] }])),
};

const begun = { labour: true, agreementNumber: null, amountClaimed: 800, amountAgreed: null };
const once = { registered: 1, ended: 1 };
const written: CaseHeld = {
  ...begun,
  ...once,
  id: 'c1',
  number: 'MD-1',
  grievanceId: 'g1',
  outcome: 'agreed',
  agreementNumber: 'MD-1-TJ',
  amountAgreed: 500,
};
const oral: CaseHeld = {
  ...written,
  id: 'c2',
  number: 'MD-2',
  grievanceId: 'g2',
  labour: false,
  agreementNumber: null,
};
const refused = { ...begun, ...once, id: 'c3', number: 'MD-3', grievanceId: 'g3', outcome: 'refused' };
const notAccepted = { ...refused, id: 'c4', number: 'MD-4', grievanceId: 'g4', outcome: 'not-accepted' };

const steps = { resolve: 1, 'call-back': 1, close: 1, 'write-off': 1 };
const none = { resolve: 0, 'call-back': 0, close: 0, 'write-off': 0 };
const heardOf = (own: CaseHeld): ReferralHeld => ({
  id: own.grievanceId ?? '',
  state: 'ACCEPTED',
  caseId: own.id,
  caseNumber: own.number,
  outcome: own.outcome,
  agreementNumber: own.agreementNumber,
  toldNumber: own.agreementNumber,
  told: 1,
  concluded: 1,
  steps: none,
  documents: [],
});
const settled = { state: 'WRITTEN_OFF', steps };
const held1: ReferralHeld = { ...heardOf(written), ...settled, documents: ['MD-1-TJ'] };
const held2: ReferralHeld = { ...heardOf(oral), ...settled, told: 0, documents: ['MD-2'] };
const held3 = heardOf(refused);
const held4 = heardOf(notAccepted);

const factOf = ({ id, number, outcome }: CaseHeld, over: Partial<CaseFact>): CaseFact => ({
  caseId: id,
  number,
  outcome: outcome ?? '',
  counted: false,
  succeeded: false,
  amountResolved: null,
  amountAgreed: null,
  applied: 1,
  ...over,
});
const amounts = { amountResolved: 800, amountAgreed: 500 };
const fact1 = factOf(written, { counted: true, succeeded: true, ...amounts });
const fact2 = factOf(oral, { succeeded: true });
const fact3 = factOf(refused, { counted: true });
const fact4 = factOf(notAccepted, {});

const whole: DisputeEvidence = {
  cases: [written, oral, refused, notAccepted],
  referrals: [held1, held2, held3, held4],
  facts: [fact1, fact2, fact3, fact4],
  accepted: new Map(told.referred.map(({ id }) => [id, 1])),
  owed: 0,
  deadLetters: 0,
  ledgers: [sound, sound],
};

const cases = (...own: CaseHeld[]): Partial<DisputeEvidence> => ({ cases: own });
const first = (over: Partial<ReferralHeld>) => ({ referrals: [{ ...held1, ...over }, held2, held3, held4] });
const stepOf = (step: keyof typeof steps, times: number) => first({ steps: { ...steps, [step]: times } });
const facts = (...counted: CaseFact[]): Partial<DisputeEvidence> => ({ facts: counted });

describe('the checker of disputes', () => {
  const faultsIn = (change: Partial<DisputeEvidence>, clients: Partial<Told> = {}) =>
    judgeDisputes({ ...told, ...clients }, { ...whole, ...change }).faults;

  it('finds nothing in a sound run', () => {
    expect(faultsIn({})).toEqual([]);
  });

  it.each<[string, Partial<DisputeEvidence>]>([
    ['referralLost: 1', { referrals: [held1, held2, held3] }],
    ['caseMissing: 1', cases(written, oral, refused)],
    ['caseTwice: 1', cases(...whole.cases, { ...refused, id: 'c5' })],
    ['caseOfNothing: 1', cases(...whole.cases, { ...refused, id: 'c5', grievanceId: null })],
    ['caseUnended: 1', cases(written, oral, refused, { ...notAccepted, outcome: null })],
    ['caseWrittenWrongly: 1', cases({ ...written, registered: 2 }, oral, refused, notAccepted)],
    ['caseWrittenWrongly: 1', cases({ ...written, ended: 2 }, oral, refused, notAccepted)],
    ['agreementLost: 1', cases(written, { ...oral, outcome: 'refused' }, refused, notAccepted)],
    ['agreementUnnumbered: 1', cases({ ...written, agreementNumber: null }, oral, refused, notAccepted)],
    ['outcomeMissing: 1', first({ outcome: null })],
    ['outcomeApart: 1', first({ caseId: 'c2' })],
    ['outcomeApart: 1', first({ caseNumber: 'MD-2' })],
    ['outcomeApart: 1', first({ outcome: 'refused' })],
    ['agreementApart: 1', first({ agreementNumber: null })],
    ['agreementApart: 1', first({ agreementNumber: 'MD-2-TJ' })],
    ['agreementApart: 1', first({ toldNumber: null })],
    ['outcomeWrittenWrongly: 1', first({ concluded: 2 })],
    ['outcomeWrittenWrongly: 1', first({ told: 2 })],
    ['factMissing: 1', facts(fact2, fact3, fact4)],
    ['factApart: 1', facts(fact1, fact2, fact3, { ...fact4, counted: true })],
    ['factApart: 1', facts({ ...fact1, number: 'MD-2' }, fact2, fact3, fact4)],
    ['factApart: 1', facts(fact1, fact2, { ...fact3, outcome: 'timed-out' }, fact4)],
    ['factApart: 1', facts({ ...fact1, succeeded: false }, fact2, fact3, fact4)],
    ['amountApart: 1', facts({ ...fact1, amountAgreed: 501 }, fact2, fact3, fact4)],
    ['amountApart: 1', facts({ ...fact1, amountResolved: null }, fact2, fact3, fact4)],
    ['amountApart: 1', facts(fact1, { ...fact2, amountAgreed: 500 }, fact3, fact4)],
    ['factTwice: 1', facts({ ...fact1, applied: 2 }, fact2, fact3, fact4)],
    ['acceptedMissing: 4', { accepted: new Map() }],
    ['acceptedTwice: 1', { accepted: new Map([...whole.accepted, ['g1', 2]]) }],
    ['owed: 1', { owed: 1 }],
    ['deadLetters: 1', { deadLetters: 1 }],
    ['ledgerBroken: 1', { ledgers: [sound, broken] }],
  ])('sees %s', (fault, change) => {
    expect(faultsIn(change)).toContain(fault);
  });

  it.each([
    ['answerMissing: 1', stepOf('resolve', 0)],
    ['answerTwice: 1', stepOf('resolve', 2)],
    ['callBackMissing: 1', stepOf('call-back', 0)],
    ['callBackTwice: 1', stepOf('call-back', 2)],
    ['closingMissing: 1', stepOf('close', 0)],
    ['closingTwice: 1', stepOf('close', 2)],
    ['writeOffMissing: 1', stepOf('write-off', 0)],
    ['writeOffTwice: 1', stepOf('write-off', 2)],
    ['answerUnfinished: 1', first({ state: 'CLOSED' })],
    ['evidenceApart: 1', first({ documents: [] })],
    ['evidenceApart: 1', first({ documents: ['MD-1'] })],
    ['evidenceApart: 1', first({ documents: ['MD-1-TJ', 'MD-1'] })],
    ['answerOfNothing: 1', { referrals: [held1, held2, { ...held3, steps }, held4] }],
  ])('sees what became of an agreement: %s', (fault, change) => {
    expect(faultsIn(change)).toEqual([fault]);
  });

  it.each([
    ['another title', { title: '第 2 件', files: ['f1'] }],
    ['no file', { title: '第 1 件', files: [] }],
    ["another grievance's file", { title: '第 1 件', files: ['f2'] }],
  ])('sees a case that came with %s', (_what, shown) => {
    expect(faultsIn({}, { shown: new Map([...told.shown, ['g1', shown]]) })).toEqual(['contentApart: 1']);
  });
});
