import type { DbOrTx } from '@qinwu/platform/db/database';
import { sql } from 'drizzle-orm';

/** Percentiles of an indicator at a stage, in a division ('': all of them); points in 1/10,000 of the unit. */
export interface StatisticRow {
  readonly indicator: string;
  readonly stage: string;
  readonly division: string;
  readonly peers: number;
  readonly points: readonly number[];
}

/** The percentiles of a run. */
export async function listStatistics(db: DbOrTx, run: string): Promise<StatisticRow[]> {
  const { rows } = await db.execute<Omit<StatisticRow, 'points'> & { points: string[] }>(sql`
    select indicator, stage, division, peers, points from run_statistic where run_id = ${run}
    order by indicator, stage, division`);
  return rows.map((row) => ({ ...row, points: row.points.map(Number) }));
}
