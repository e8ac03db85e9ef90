import type { VerifyReport } from '@qinwu/platform/ledger/verify';
import type { DisputeFlow, Referred } from '../load/disputes.ts';
import type { Shown } from '../load/mediation-window.ts';
import type { Verdict } from './judge.ts';
import { type AnswerHeld, judgeAnswers } from './judge-answers.ts';

/** A case of mediation, with how often its ledger tells of its beginning and its end; amounts in fen. */
export interface CaseHeld {
  readonly id: string;
  readonly number: string;
  readonly grievanceId: string | null;
  readonly labour: boolean;
  readonly outcome: string | null;
  readonly agreementNumber: string | null;
  readonly amountClaimed: number;
  readonly amountAgreed: number | null;
  readonly registered: number;
  readonly ended: number;
}

/** What a grievance holds of its case, with how often its ledger tells of it and what became of it. */
export interface ReferralHeld extends AnswerHeld {
  readonly caseId: string | null;
  readonly outcome: string | null;
  readonly told: number;
  readonly concluded: number;
  /** The agreement as the ledger's entry of the end numbers it. */
  readonly toldNumber: string | null;
}

/** What the cockpit counts of a case, with how often it was told of its end; amounts in fen, null where none counts. */
export interface CaseFact {
  readonly caseId: string;
  readonly number: string;
  readonly outcome: string;
  readonly counted: boolean;
  readonly succeeded: boolean;
  readonly amountResolved: number | null;
  readonly amountAgreed: number | null;
  readonly applied: number;
}

export interface DisputeEvidence {
  readonly cases: readonly CaseHeld[];
  readonly referrals: readonly ReferralHeld[];
  readonly facts: readonly CaseFact[];
  /** Grievances the cockpit counts as accepted, by how often it was told. */
  readonly accepted: ReadonlyMap<string, number>;
  readonly owed: number;
  readonly deadLetters: number;
  readonly ledgers: readonly VerifyReport[];
}

/** What the clients were told: referrals and agreements that were acknowledged, and what the window read. */
export type Told = Pick<DisputeFlow, 'referred' | 'agreed' | 'shown'>;

/** Compares what the clients were told with what the three services hold of it. */
export function judgeDisputes({ referred, agreed, shown }: Told, evidence: DisputeEvidence): Verdict {
  const { cases, referrals, facts, accepted, owed, deadLetters, ledgers } = evidence;
  const casesOf = Map.groupBy(cases, ({ grievanceId }) => grievanceId);
  const heldBy = new Map(referrals.map((held) => [held.id, held]));
  const factOf = new Map(facts.map((fact) => [fact.caseId, fact]));
  const pairs = cases.map((own) => ({ own, held: heldBy.get(own.grievanceId ?? '') }));
  const counted = cases.map((own) => ({ own, fact: factOf.get(own.id) }));
  const known = new Set(referred.map(({ id }) => id));
  const isAgreed = (id: string): boolean => casesOf.get(id)?.[0]?.outcome === 'agreed';
  const of = <T>(items: readonly T[], isAtFault: (item: T) => boolean): number =>
    items.filter(isAtFault).length;

  const zero = {
    referralLost: of(referred, ({ id }) => !heldBy.has(id)),
    caseMissing: of(referred, ({ id }) => !casesOf.has(id)),
    caseTwice: of([...casesOf.values()], (own) => own.length > 1),
    caseOfNothing: of(cases, ({ grievanceId }) => !known.has(grievanceId ?? '')),
    contentApart: of(referred, (one) => !isWhatWasTold(one, shown.get(one.id))),
    caseUnended: of(cases, ({ outcome }) => outcome === null),
    caseWrittenWrongly: of(cases, ({ registered, ended }) => registered !== 1 || ended !== 1),
    agreementLost: of(agreed, (id) => !isAgreed(id)),
    agreementUnnumbered: of(cases, (own) => hasNumber(own) !== (own.agreementNumber !== null)),
    outcomeMissing: of(pairs, ({ held }) => (held?.outcome ?? null) === null),
    outcomeApart: of(pairs, ({ own, held }) => held?.outcome != null && !isSame(own, held)),
    agreementApart: of(pairs, ({ own, held }) => held?.outcome != null && !isSameNumber(own, held)),
    // The end may be heard before the beginning, which then says nothing new.
    outcomeWrittenWrongly: of(referrals, ({ told, concluded }) => told > 1 || concluded !== 1),
    ...judgeAnswers(referrals, isAgreed),
    factMissing: of(counted, ({ fact }) => fact === undefined),
    factApart: of(counted, ({ own, fact }) => fact !== undefined && !agrees(own, fact)),
    amountApart: of(counted, ({ own, fact }) => fact !== undefined && !agreesOnAmounts(own, fact)),
    factTwice: of(facts, ({ applied }) => applied > 1),
    acceptedMissing: of(referred, ({ id }) => !accepted.has(id)),
    acceptedTwice: of([...accepted.values()], (applied) => applied > 1),
    owed,
    deadLetters,
    ledgerBroken: of(ledgers, ({ fault }) => fault !== null),
  };
  const faults = Object.entries(zero).flatMap(([name, value]) => (value === 0 ? [] : [`${name}: ${value}`]));
  const figures = { referred: referred.length, cases: cases.length, agreed: agreed.length };
  return { figures: { ...figures, ...zero }, faults };
}

/** Facts and files come along by reference; what the window never read is missed elsewhere. */
function isWhatWasTold({ title, file }: Referred, shown: Shown | undefined): boolean {
  return shown === undefined || (shown.title === title && shown.files.join() === file);
}

/** A labour agreement is written and numbered; an oral one has no number. */
function hasNumber({ labour, outcome }: CaseHeld): boolean {
  return labour && outcome === 'agreed';
}

function isSame(own: CaseHeld, held: ReferralHeld): boolean {
  return held.caseId === own.id && held.caseNumber === own.number && held.outcome === own.outcome;
}

function isSameNumber(own: CaseHeld, { agreementNumber, toldNumber }: ReferralHeld): boolean {
  return agreementNumber === own.agreementNumber && toldNumber === own.agreementNumber;
}

/** A labour dispute is counted as closed where it was mediated; one that was not accepted was not. */
function agrees({ number, outcome, labour }: CaseHeld, fact: CaseFact): boolean {
  const isResult = outcome === 'refused' || outcome === 'agreed';
  return (
    fact.number === number &&
    fact.outcome === outcome &&
    fact.counted === (labour && isResult) &&
    fact.succeeded === (outcome === 'agreed')
  );
}

/** The amounts of labour agreements count, what was claimed and what was agreed, and of nothing else. */
function agreesOnAmounts(own: CaseHeld, { amountResolved, amountAgreed }: CaseFact): boolean {
  return hasNumber(own)
    ? amountResolved === own.amountClaimed && amountAgreed === own.amountAgreed
    : amountResolved === null && amountAgreed === null;
}
