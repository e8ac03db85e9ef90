/** Scores what is kept of an enterprise: its slots are put in the order of the model's rules. */
import { hash } from 'node:crypto';
import type { CatalogueIndicator } from '../model/shipped-indicators.ts';
import type { CompiledModel } from './compile-model.ts';
import { type Inputs, MISSING, type Score, score, stageOf } from './score.ts';
import { digestOfStatistics } from './statistics-digest.ts';

/** Inputs as they are kept, by the catalogue's slots. */
export interface KeptVector {
  readonly slots: ArrayLike<number | null>;
  readonly negatives: Readonly<Record<string, number>>;
  readonly industry: string | null;
}

export interface VectorScore {
  readonly stage: string;
  /** Place of the stage in the model. */
  readonly stageAt: number;
  readonly score: Score;
}

export interface VectorScorer {
  readonly model: CompiledModel;
  /** It reads percentiles, and has some. */
  readonly usesStatistics: boolean;
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
  const digest = digestOfStatistics(model);
  const numbers = slots.length + model.negatives.length + 2;
  const bytes = new Uint8Array(numbers * Float64Array.BYTES_PER_ELEMENT + (digest?.length ?? 0));
  const hashed = new Float64Array(bytes.buffer, 0, numbers);
  // Behind the numbers once and for all: what a percentile is read from costs no score anything.
  if (digest !== null) bytes.set(digest, hashed.byteLength);

  // Plain loops: this is done a million times in a row.
  const laidOut = (vector: KeptVector): Inputs => {
    for (let at = 0; at < slots.length; at++) values[at] = vector.slots[slots[at] ?? -1] ?? MISSING;
    for (let at = 0; at < negatives.length; at++) {
      negatives[at] = vector.negatives[model.negatives[at]?.code ?? ''] ?? 0;
    }
    return { values, negatives, division: vector.industry };
  };
  return {
    model,
    usesStatistics: digest !== null,
    score(vector) {
      const stage = stageOf(model, vector.slots[stageSlot] ?? MISSING);
      if (stage === null) return null;
      return {
        stage: model.stages[stage] ?? '',
        stageAt: stage,
        score: score(model, stage, laidOut(vector)),
      };
    },
    hash(vector) {
      laidOut(vector);
      for (let at = 0; at < values.length; at++) hashed[at] = hashable(values[at] ?? MISSING);
      hashed.set(negatives, values.length);
      hashed[hashed.length - 2] = hashable(vector.slots[stageSlot] ?? MISSING);
      hashed[hashed.length - 1] = hashable(Number(vector.industry ?? MISSING));
      return hash('sha256', bytes, 'hex');
    },
  };
}

/** A number that is none may have any of many bit patterns: infinity has one. */
function hashable(value: number): number {
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}
