import type { VerifyReport } from '@qinwu/platform/ledger/verify';
import type { Verdict } from './judge.ts';

/** What a case holds of its application, with how often its ledger tells of it. */
export interface InjuredCase {
  readonly id: string;
  readonly applicationId: string | null;
  readonly number: string | null;
  readonly state: string | null;
  readonly told: number;
}

/** An application, what its ledger tells, what the cockpit counts of it and how often it was told of its receipt. */
export interface ApplicationHeld {
  readonly id: string;
  readonly caseId: string | null;
  readonly number: string;
  readonly state: string;
  readonly received: number;
  readonly closed: number;
}

export interface InjuryEvidence {
  readonly cases: readonly InjuredCase[];
  readonly applications: readonly ApplicationHeld[];
  /** Applications by how often the cockpit was told that they were received. */
  readonly counted: ReadonlyMap<string, number>;
  /** The state the cockpit knows of each. */
  readonly states: ReadonlyMap<string, string>;
  readonly owed: number;
  readonly deadLetters: number;
  readonly ledger: VerifyReport;
}

const CLOSED = 'NOT_TRANSFERRED';

/** Compares the cases that were acknowledged with their applications, and both with the cockpit. */
export function judgeInjuries(registered: readonly string[], evidence: InjuryEvidence): Verdict {
  const { cases, applications, counted, states, owed, deadLetters, ledger } = evidence;
  const byCase = Map.groupBy(applications, ({ caseId }) => caseId);
  const held = new Map(cases.map((own) => [own.id, own]));
  const known = new Set(registered);
  const of = <T>(items: readonly T[], isAtFault: (item: T) => boolean): number =>
    items.filter(isAtFault).length;

  const zero = {
    caseLost: of(registered, (id) => !held.has(id)),
    caseTwice: cases.length - held.size + of(cases, ({ id }) => !known.has(id)),
    applicationMissing: of(registered, (id) => !byCase.has(id)),
    applicationTwice: of([...byCase.values()], (own) => own.length > 1),
    applicationWrittenWrongly: of(applications, ({ received, closed }) => received !== 1 || closed !== 1),
    courseMissing: of(cases, ({ state }) => state !== CLOSED),
    courseApart: of(cases, (own) => !isSame(own, byCase.get(own.id)?.[0])),
    // Its end may be heard before its beginning, which then says nothing new.
    courseWrittenWrongly: of(cases, ({ told }) => told < 1 || told > 2),
    factMissing: of(applications, ({ id }) => !counted.has(id)),
    factTwice: of([...counted.values()], (times) => times > 1),
    factApart: of(applications, ({ id, state }) => states.get(id) !== state),
    owed,
    deadLetters,
    ledgerBroken: ledger.fault === null ? 0 : 1,
  };
  const faults = Object.entries(zero).flatMap(([name, value]) => (value === 0 ? [] : [`${name}: ${value}`]));
  return {
    figures: { registered: registered.length, applications: applications.length, ...zero },
    faults,
  };
}

function isSame(own: InjuredCase, application: ApplicationHeld | undefined): boolean {
  return (
    application !== undefined &&
    own.applicationId === application.id &&
    own.number === application.number &&
    own.state === application.state
  );
}
