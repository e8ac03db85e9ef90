import type { Deps } from '../../deps.ts';
import { listReadRuns, type PastRow } from '../../store/standing.ts';

/** A score an enterprise had. */
export interface PastScore extends Omit<PastRow, 'readRun'> {
  /** The run whose percentiles were read, null where none were. */
  readonly statisticsRun: string | null;
}

/** Says of each of these which run its percentiles are of; for what is shown alone, as every such run is looked at. */
export async function readingRuns(
  { db }: Deps,
  rows: readonly PastRow[],
): Promise<(row: PastRow) => PastScore> {
  const runs = new Set(rows.map(({ readRun }) => readRun).filter((run) => run !== null));
  const read = await listReadRuns(db, [...runs]);
  return ({ readRun, ...row }) => ({
    ...row,
    statisticsRun: readRun !== null && read.has(readRun) ? readRun : null,
  });
}
