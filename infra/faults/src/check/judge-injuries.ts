import type { VerifyReport } from '@qinwu/platform/ledger/verify';
import type { InjuryFlow } from '../load/injuries.ts';
import type { Verdict } from './judge.ts';
import { judgeSteps, type StepsHeld } from './judge-steps.ts';

/** A state with the version of the application that had it. */
export interface Told {
  readonly state: string;
  readonly sequence: number;
}

/** What a case holds of its application, and what its ledger tells of the course, in this order. */
export interface InjuredCase {
  readonly id: string;
  readonly applicationId: string | null;
  readonly number: string | null;
  readonly state: string | null;
  readonly told: readonly Told[];
}

/** An application with the course its own ledger tells. */
export interface ApplicationHeld extends StepsHeld {
  readonly id: string;
  readonly caseId: string | null;
  readonly number: string;
  readonly state: string;
  readonly transferredOn: string | null;
  readonly decisions: readonly string[];
  /** Each state it came into, with its version. */
  readonly course: readonly Told[];
}

/** What the cockpit knows of an application: its state, and the day of its transfer where it counts as transferred. */
export interface TransferFact {
  readonly state: string;
  readonly transferredOn: string | null;
}

export interface InjuryEvidence {
  readonly cases: readonly InjuredCase[];
  readonly applications: readonly ApplicationHeld[];
  /** F11: applications that count, by how often the cockpit was told that they were received. */
  readonly counted: ReadonlyMap<string, number>;
  /** F12. */
  readonly transfers: ReadonlyMap<string, TransferFact>;
  readonly owed: number;
  readonly deadLetters: number;
  readonly ledger: VerifyReport;
}

/** Cases whose registration was acknowledged, and those of them whose application was to be handed over. */
export type Registered = Pick<InjuryFlow, 'registered' | 'handedOver'>;

/** How an application ends: decided and delivered, or closed here. */
export const ENDS = ['DELIVERED', 'NOT_TRANSFERRED'] as const;
const DECISIONS = 'accepted,recognised,delivered';

/** Compares the cases that were acknowledged with their applications, and both with the cockpit. */
export function judgeInjuries({ registered, handedOver }: Registered, evidence: InjuryEvidence): Verdict {
  const { cases, applications, counted, transfers, owed, deadLetters, ledger } = evidence;
  const byCase = Map.groupBy(applications, ({ caseId }) => caseId);
  const held = new Map(cases.map((own) => [own.id, own]));
  const known = new Set(registered);
  const isOver = (caseId: string | null): boolean => handedOver.has(caseId ?? '');
  const endOf = (caseId: string | null): string => (isOver(caseId) ? ENDS[0] : ENDS[1]);
  const pairs = cases.map((own) => ({ own, application: byCase.get(own.id)?.[0] }));
  const of = <T>(items: readonly T[], isAtFault: (item: T) => boolean): number =>
    items.filter(isAtFault).length;

  const zero = {
    caseLost: of(registered, (id) => !held.has(id)),
    caseTwice: cases.length - held.size + of(cases, ({ id }) => !known.has(id)),
    applicationMissing: of(registered, (id) => !byCase.has(id)),
    applicationTwice: of([...byCase.values()], (own) => own.length > 1),
    applicationUnended: of(applications, ({ caseId, state }) => state !== endOf(caseId)),
    ...judgeSteps(applications, ({ caseId }) => isOver(caseId)),
    decisionsApart: of(applications, (own) => own.decisions.join() !== (isOver(own.caseId) ? DECISIONS : '')),
    courseMissing: of(cases, ({ id, told }) => told.at(-1)?.state !== endOf(id)),
    courseTwice: of(cases, ({ told }) => new Set(told.map(({ state }) => state)).size < told.length),
    courseApart: of(pairs, ({ own, application }) => !isSame(own, application)),
    // What the application is by then is told: a state it left meanwhile need not be, but none it never had.
    courseUntrue: of(pairs, ({ own, application }) => !isTrue(own.told, application?.course ?? [])),
    factMissing: of(applications, ({ id }) => !counted.has(id)),
    factTwice: of([...counted.values()], (times) => times > 1),
    factApart: of(applications, (own) => !agrees(own, transfers.get(own.id))),
    owed,
    deadLetters,
    ledgerBroken: ledger.fault === null ? 0 : 1,
  };
  const faults = Object.entries(zero).flatMap(([name, value]) => (value === 0 ? [] : [`${name}: ${value}`]));
  const transferred = of([...transfers.values()], (fact) => fact.transferredOn !== null);
  const figures = { registered: registered.length, applications: applications.length, transferred };
  return { figures: { ...figures, ...zero }, faults };
}

function isSame(own: InjuredCase, application: ApplicationHeld | undefined): boolean {
  return (
    application !== undefined &&
    own.applicationId === application.id &&
    own.number === application.number &&
    own.state === application.state
  );
}

/** Each word is of a later version than the one before it, and of the state the application had in that version. */
function isTrue(told: readonly Told[], course: readonly Told[]): boolean {
  return told.every(({ state, sequence }, index) => {
    const had = course.findLast((step) => step.sequence <= sequence)?.state;
    return had === state && sequence > (told[index - 1]?.sequence ?? 0);
  });
}

function agrees({ state, transferredOn }: ApplicationHeld, fact: TransferFact | undefined): boolean {
  return fact !== undefined && fact.state === state && fact.transferredOn === transferredOn;
}
