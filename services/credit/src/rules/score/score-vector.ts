/** Scores what is kept of an enterprise: its slots are put in the order of the model's rules. */
import { hash } from 'node:crypto';
import type { CatalogueIndicator } from '../model/shipped-indicators.ts';
import type { CompiledModel } from './compile-model.ts';
import { type Inputs, MISSING, type Score, score, stageOf } from './score.ts';

/** Inputs as they are kept, by the catalogue's slots. */
export interface KeptVector {
  readonly slots: ArrayLike<number | null>;
  readonly negatives: Readonly<Record<string, number>>;
  readonly industry: string | null;
}

export interface VectorScore {
  readonly stage: string;
  readonly score: Score;
}

export interface VectorScorer {
  readonly model: CompiledModel;
  /** Null where the stage is not known. */
  score(vector: KeptVector): VectorScore | null;
  /** SHA-256 in hex over everything the score hangs on: equal inputs, equal hash. */
  hash(vector: KeptVector): string;
}

/** A scorer of a model; the two functions share one buffer, so that a million scores allocate none. */
export function vectorScorer(model: CompiledModel, catalogue: readonly CatalogueIndicator[]): VectorScorer {
  const slotOf = (code: string): number => catalogue.findIndex((indicator) => indicator.code === code);
  const slots = model.rules.map(({ code }) => slotOf(code));
  const stageSlot = slotOf(model.stageBy);
  const values = new Float64Array(slots.length);
  const negatives = new Float64Array(model.negatives.length);

  const laidOut = (vector: KeptVector): Inputs => {
    for (const [at, slot] of slots.entries()) values[at] = vector.slots[slot] ?? MISSING;
    for (const [at, { code }] of model.negatives.entries()) negatives[at] = vector.negatives[code] ?? 0;
    return { values, negatives, division: vector.industry };
  };
  return {
    model,
    score(vector) {
      const stage = stageOf(model, vector.slots[stageSlot] ?? MISSING);
      if (stage === null) return null;
      return { stage: model.stages[stage] ?? '', score: score(model, stage, laidOut(vector)) };
    },
    hash(vector) {
      const inputs = laidOut(vector);
      const stage = vector.slots[stageSlot] ?? null;
      return hash('sha256', `${values.join()}|${negatives.join()}|${stage}|${inputs.division ?? ''}`, 'hex');
    },
  };
}
