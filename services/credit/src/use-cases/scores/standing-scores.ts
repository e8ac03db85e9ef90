import type { DbOrTx } from '@qinwu/platform/db/database';
import { listLastRescores } from '../../store/rescores.ts';
import { listRunScores } from '../../store/runs/run-scores.ts';
import type { RunRow } from '../../store/runs/run-table.ts';
import { isLater } from '../../store/runs/runs.ts';

/** A score as it stands, from the park's run or from a rescore since. */
export interface StandingScore {
  readonly uscc: string;
  readonly scheme: string;
  readonly asOf: string;
  readonly knownOn: Date;
  readonly total: number | null;
  readonly grade: string | null;
  readonly stage: string | null;
  readonly division: string | null;
  /** Null where the enterprise was scored alone. */
  readonly runId: string | null;
}

/** The scores of enterprises as they stand, by `code scheme`: of run and rescore whichever is of the later day, then knew more. */
export async function standingScores(
  db: DbOrTx,
  { park, usccs, runs }: { park: string; usccs: readonly string[]; runs: ReadonlyMap<string, RunRow> },
): Promise<Map<string, StandingScore>> {
  const runOf = new Map(Array.from(runs.values(), (run) => [run.id, run]));
  const standing = new Map<string, StandingScore>();
  for (const { run: runId, ...score } of await listRunScores(db, [...runOf.keys()], usccs)) {
    const run = runOf.get(runId);
    if (run === undefined) continue;
    const { scheme, asOf, knownOn } = run;
    standing.set(`${score.uscc} ${scheme}`, { ...score, scheme, asOf, knownOn, runId });
  }
  for (const row of await listLastRescores(db, park, usccs)) {
    const key = `${row.uscc} ${row.scheme}`;
    const other = standing.get(key);
    if (other === undefined || isLater(row, other)) standing.set(key, { ...row, runId: null });
  }
  return standing;
}
