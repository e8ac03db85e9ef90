import type { Actor } from '@qinwu/domain/actor';
import { type FieldError, fieldRules, refuse, type Text } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import { type Separation, separationOf } from '../../rules/compare/separation.ts';
import { listGivenOutcomes, listOverdueOutcomes, type ScoredOutcome } from '../../store/runs/backtests.ts';
import { getRun } from './read-runs.ts';

const MOST_ERRORS = 50;

export interface Backtest {
  /** Enterprises that have both a score and an outcome. */
  readonly enterprises: number;
  /** Null where all or none of them have it. */
  readonly separation: Separation | null;
  /** Enterprises of the outcomes given that have no score in the run. */
  readonly unknown: readonly string[];
}

interface Outcome {
  readonly uscc: string;
  readonly happened: boolean;
}

/** How well a run's scores told those apart to whom something happened since: what is given, else what banks report overdue. */
export async function backtestRun(
  deps: Deps,
  actor: Actor,
  { id, outcomes }: { id: string; outcomes: readonly Outcome[] | null },
): Promise<Backtest> {
  const run = await getRun(deps, actor, id);
  if (run.publishedAt === null) {
    throw refuse('conflict', 'run-unpublished', { zh: '该批次尚未发布', en: 'The run is not published' });
  }
  if (outcomes === null) return backtested(await listOverdueOutcomes(deps.db, run), []);
  ensureOnce(outcomes);
  const given = await listGivenOutcomes(deps.db, run.id, outcomes);
  const scored = given.flatMap(({ total, happened }) => (total === null ? [] : { total, happened }));
  const unknown = given.flatMap(({ uscc, total }) => (total === null ? uscc : []));
  return backtested(scored, unknown);
}

function backtested(scored: readonly ScoredOutcome[], unknown: readonly string[]): Backtest {
  return { enterprises: scored.length, separation: separationOf(scored), unknown };
}

/** An enterprise counts once: of two outcomes it would be on both sides. */
function ensureOnce(outcomes: readonly Outcome[]): void {
  const first = new Map<string, number>();
  const errors: FieldError[] = [];
  for (const [at, { uscc }] of outcomes.entries()) {
    const before = first.get(uscc);
    if (before === undefined) first.set(uscc, at);
    else errors.push({ pointer: `/outcomes/${at}/uscc`, code: 'uscc-repeated', detail: repeated(before) });
  }
  if (errors.length > 0) throw fieldRules(errors.slice(0, MOST_ERRORS));
}

function repeated(first: number): Text {
  return { zh: `与第 ${first + 1} 行是同一企业`, en: `is the enterprise of line ${first + 1}` };
}
