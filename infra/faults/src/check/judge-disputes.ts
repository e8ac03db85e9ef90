import type { VerifyReport } from '@qinwu/platform/ledger/verify';
import type { Verdict } from './judge.ts';

/** A case of mediation, with how often its ledger tells of its beginning and its end. */
export interface CaseHeld {
  readonly id: string;
  readonly number: string;
  readonly grievanceId: string | null;
  readonly outcome: string | null;
  readonly registered: number;
  readonly ended: number;
}

/** What a grievance holds of its case, with how often its ledger tells of it. */
export interface ReferralHeld {
  readonly id: string;
  readonly caseId: string | null;
  readonly caseNumber: string | null;
  readonly outcome: string | null;
  readonly told: number;
  readonly concluded: number;
}

/** What the cockpit counts of a case, with how often it was told of its end. */
export interface CaseFact {
  readonly caseId: string;
  readonly number: string;
  readonly outcome: string;
  readonly counted: boolean;
  readonly applied: number;
}

export interface DisputeEvidence {
  readonly cases: readonly CaseHeld[];
  readonly referrals: readonly ReferralHeld[];
  readonly facts: readonly CaseFact[];
  readonly owed: number;
  readonly deadLetters: number;
  readonly ledgers: readonly VerifyReport[];
}

/** Compares the referrals that were acknowledged with what the three services hold of them. */
export function judgeDisputes(referred: readonly string[], evidence: DisputeEvidence): Verdict {
  const { cases, referrals, facts, owed, deadLetters, ledgers } = evidence;
  const casesOf = Map.groupBy(cases, ({ grievanceId }) => grievanceId);
  const heldBy = new Map(referrals.map((held) => [held.id, held]));
  const factOf = new Map(facts.map((fact) => [fact.caseId, fact]));
  const shown = cases.map((own) => ({ own, held: heldBy.get(own.grievanceId ?? '') }));
  const counted = cases.map((own) => ({ own, fact: factOf.get(own.id) }));
  const known = new Set(referred);
  const of = <T>(items: readonly T[], isAtFault: (item: T) => boolean): number =>
    items.filter(isAtFault).length;

  const zero = {
    referralLost: of(referred, (id) => !heldBy.has(id)),
    caseMissing: of(referred, (id) => !casesOf.has(id)),
    caseTwice: of([...casesOf.values()], (own) => own.length > 1),
    caseOfNothing: of(cases, ({ grievanceId }) => !known.has(grievanceId ?? '')),
    caseUnended: of(cases, ({ outcome }) => outcome === null),
    caseWrittenWrongly: of(cases, ({ registered, ended }) => registered !== 1 || ended !== 1),
    outcomeMissing: of(shown, ({ held }) => (held?.outcome ?? null) === null),
    outcomeApart: of(shown, ({ own, held }) => held?.outcome != null && !isSame(own, held)),
    // The end may be heard before the beginning, which then says nothing new.
    outcomeWrittenWrongly: of(referrals, ({ told, concluded }) => told > 1 || concluded !== 1),
    factMissing: of(counted, ({ fact }) => fact === undefined),
    factApart: of(counted, ({ own, fact }) => fact !== undefined && !agrees(own, fact)),
    factTwice: of(facts, ({ applied }) => applied > 1),
    owed,
    deadLetters,
    ledgerBroken: of(ledgers, ({ fault }) => fault !== null),
  };
  const faults = Object.entries(zero).flatMap(([name, value]) => (value === 0 ? [] : [`${name}: ${value}`]));
  return { figures: { referred: referred.length, cases: cases.length, ...zero }, faults };
}

function isSame(own: CaseHeld, held: ReferralHeld): boolean {
  return held.caseId === own.id && held.caseNumber === own.number && held.outcome === own.outcome;
}

/** A labour dispute is counted as closed where it was mediated; one that was not accepted was not. */
function agrees({ number, outcome }: CaseHeld, fact: CaseFact): boolean {
  return fact.number === number && fact.outcome === outcome && fact.counted === (outcome === 'refused');
}
