import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { readDocument } from '../../rules/model/score-model.ts';
import { compileModel } from '../../rules/score/compile-model.ts';
import { type VectorScorer, vectorScorer } from '../../rules/score/score-vector.ts';
import type { Statistics } from '../../rules/score/statistics.ts';
import type { ModelRow } from '../../store/model-table.ts';

/** Compiling a model costs more than a thousand scores: those last used are kept, by what they are made of. */
const KEPT = 16;
const scorers = new Map<string, { statistics: Statistics; scorer: VectorScorer }>();

/** Of a park without a run: whatever is compared with the trade is missing. */
export const NO_STATISTICS: Statistics = [];

export interface ScorerNeeds {
  /** Slots never move: one with as many slots has each indicator where the others have it. */
  readonly catalogue: ParkCatalogue;
  readonly statistics: Statistics;
}

/** The scorer of a published model, whose document never changes. */
export function scorerOf(
  { id, hash, document }: Pick<ModelRow, 'id' | 'hash' | 'document'>,
  { catalogue: { indicators }, statistics }: ScorerNeeds,
): VectorScorer {
  const key = `${id} ${hash} ${indicators.length}`;
  const kept = scorers.get(key);
  if (kept?.statistics === statistics) return kept.scorer;
  const model = compileModel(readDocument(document), statistics);
  const scorer = vectorScorer(model, indicators);
  scorers.delete(key);
  scorers.set(key, { statistics, scorer });
  for (const oldest of scorers.keys()) {
    if (scorers.size <= KEPT) break;
    scorers.delete(oldest);
  }
  return scorer;
}
