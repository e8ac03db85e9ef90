/** How an indicator could be moved: from where it is, by its declared steps, no further than its limit. */
import type { CompiledModel, Curve } from '../score/compile-model.ts';
import { type Inputs, MISSING } from '../score/score.ts';

/** What can be moved, in 1/10,000 of the unit. */
export interface Lever {
  readonly code: string;
  readonly step: number;
  readonly limit: number;
}

/** Whence everything is moved. */
export interface Start {
  readonly model: CompiledModel;
  readonly inputs: Inputs;
  /** Of the indicator the stage hangs on, which the model need not score. */
  readonly stageValue: number;
}

/** Moves of one indicator that end at one stage; of those, a further one never earns less. */
export interface Move {
  readonly code: string;
  /** Place among the model's rules; -1 where the stage hangs on it and nothing else does. */
  readonly place: number;
  /** Place of the stage the enterprise is at after it. */
  readonly stage: number;
  /** Null where there was no value, which counts from nothing. */
  readonly from: number | null;
  /** Steps, from the fewest to the most. */
  readonly least: number;
  readonly most: number;
  valueAt(steps: number): number;
  /** The part of the limit that so many steps move. */
  costOf(steps: number): number;
}

/** The moves of what the stage does not hang on; none where it is at its limit already. */
export function movesAt(start: Start, stage: number, levers: readonly Lever[]): Move[] {
  const { model, inputs } = start;
  return levers.flatMap((lever) => {
    const place = model.rules.findIndex(({ code }) => code === lever.code);
    const curve = model.rules[place]?.curves[stage];
    if (curve === undefined || lever.code === model.stageBy) return [];
    const value = inputs.values[place] ?? MISSING;
    const track = trackOf(lever, value, isFalling(curve));
    return track.most < 1 ? [] : moveOf(track, { place, stage, least: 1, most: track.most });
  });
}

/** The moves of what the stage hangs on, for every stage they lead to. */
export function stageMoves({ model, stageValue }: Start, levers: readonly Lever[]): Move[] {
  const lever = levers.find(({ code }) => code === model.stageBy);
  if (lever === undefined) return [];
  const place = model.rules.findIndex(({ code }) => code === lever.code);
  const curves = model.rules[place]?.curves ?? [];
  const directions = place < 0 ? [false] : [...new Set(curves.map(isFalling))];
  return directions.flatMap((falling) => {
    const track = trackOf(lever, stageValue, falling);
    return model.stages.flatMap((_, stage) => {
      const { least, most } = stepsWithin(track, boundsOf(model, stage));
      if (least > most) return [];
      const curve = curves[stage];
      // Where more of it earns less or nothing more, its first value is the best one too.
      const goesOn = curve !== undefined && isFalling(curve) === falling;
      return moveOf(track, { place, stage, least, most: goesOn ? most : least });
    });
  });
}

interface Track {
  readonly lever: Lever;
  readonly from: number | null;
  /** Where it starts, and by how much each step moves it. */
  readonly origin: number;
  readonly signed: number;
  readonly most: number;
}

function trackOf(lever: Lever, value: number, falling: boolean): Track {
  const { step, limit } = lever;
  const from = Number.isNaN(value) ? null : value;
  const origin = from ?? 0;
  // Where less is better, the way is down to nothing.
  const room = falling ? origin : limit - origin;
  return { lever, from, origin, signed: falling ? -step : step, most: Math.floor(room / step) };
}

type Ends = Pick<Move, 'place' | 'stage' | 'least' | 'most'>;

function moveOf({ lever, from, origin, signed }: Track, ends: Ends): Move {
  const { code, step, limit } = lever;
  const valueAt = (steps: number): number => origin + steps * signed;
  return { code, from, ...ends, valueAt, costOf: (steps) => (steps * step) / limit };
}

/** The steps that end from a lower bound on and below an upper one. */
function stepsWithin(
  { origin, signed, most }: Track,
  { from, below }: { from: number; below: number },
): { least: number; most: number } {
  const [first, last] =
    signed > 0
      ? [Math.ceil((from - origin) / signed), Math.ceil((below - origin) / signed) - 1]
      : [Math.floor((below - origin) / signed) + 1, Math.floor((from - origin) / signed)];
  return { least: Math.max(1, first), most: Math.min(most, last) };
}

function boundsOf({ stageFrom }: CompiledModel, stage: number): { from: number; below: number } {
  return {
    from: stageFrom[stage - 1] ?? Number.NEGATIVE_INFINITY,
    below: stageFrom[stage] ?? Number.POSITIVE_INFINITY,
  };
}

/** True where less is better. */
function isFalling(curve: Curve): boolean {
  if (curve.kind === 'step') return (curve.share[0] ?? 0) > (curve.share.at(-1) ?? 0);
  return curve.kind === 'linear' && curve.full < curve.floor;
}
