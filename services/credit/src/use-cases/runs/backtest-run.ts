import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import { type Separation, separationOf } from '../../rules/compare/separation.ts';
import { listGivenOutcomes, listOverdueOutcomes } from '../../store/runs/backtests.ts';
import { getRun } from './read-runs.ts';

export interface Backtest {
  /** Enterprises that have both a score and an outcome. */
  readonly enterprises: number;
  /** Null where all or none of them have it. */
  readonly separation: Separation | null;
}

/** How well a run's scores told those apart to whom something happened since: what is given, else what banks report overdue. */
export async function backtestRun(
  deps: Deps,
  actor: Actor,
  { id, outcomes }: { id: string; outcomes: readonly { uscc: string; happened: boolean }[] | null },
): Promise<Backtest> {
  const run = await getRun(deps, actor, id);
  if (run.publishedAt === null) {
    throw refuse('conflict', 'run-unpublished', { zh: '该批次尚未发布', en: 'The run is not published' });
  }
  const found =
    outcomes === null
      ? await listOverdueOutcomes(deps.db, run)
      : await listGivenOutcomes(deps.db, run.id, outcomes);
  return { enterprises: found.length, separation: separationOf(found) };
}
