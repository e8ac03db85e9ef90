import type { DbOrTx } from '@qinwu/platform/db/database';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import type { VectorScorer } from '../../rules/score/score-vector.ts';
import type { Statistics } from '../../rules/score/statistics.ts';
import type { RunRow } from '../../store/runs/run-table.ts';
import { listStatistics } from '../../store/runs/statistics.ts';
import { scorerOf } from '../scores/scorer-of.ts';

/** The percentiles of a run never change once it scores: those last used are kept. */
const KEPT = 16;
const kept = new Map<string, Statistics>();

/** The percentiles of a run. */
export async function statisticsOf(db: DbOrTx, run: string): Promise<Statistics> {
  const known = kept.get(run);
  if (known !== undefined) return known;
  const statistics = await listStatistics(db, run);
  kept.set(run, statistics);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return statistics;
}

/** The scorer of a run: its model as it found it, with its own percentiles. */
export async function scorerOfRun(db: DbOrTx, run: RunRow, catalogue: ParkCatalogue): Promise<VectorScorer> {
  const { modelId: id, modelHash: hash, document } = run;
  return scorerOf({ id, hash, document }, { catalogue, statistics: await statisticsOf(db, run.id) });
}
