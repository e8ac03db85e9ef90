import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { levelAt } from '../model/check-indicator.ts';
import { checkModel } from '../model/check-model.ts';
import { type ModelIndicator, type ScoreModelDocument, scaled } from '../model/score-model.ts';
import { shippedCatalogue } from '../model/shipped-indicators.ts';
import { localModel, nationalModel } from '../model/shipped-models.ts';
import { compileModel } from '../score/compile-model.ts';
import { MISSING, score, stageOf } from '../score/score.ts';
import type { Lever } from './moves.ts';
import { type Proposal, type Question, whatWouldRaise } from './what-would-raise.ts';

/** Values in whole units, by code. */
type Values = Readonly<Record<string, number>>;

const none: readonly number[] = [];

function questionOf(
  document: ScoreModelDocument,
  {
    values,
    levers,
    more,
    negatives = none,
  }: { values: Values; levers: Lever[]; more: number; negatives?: readonly number[] },
): Question {
  const model = compileModel(document);
  const given = (code: string) => (values[code] === undefined ? MISSING : values[code] * 10_000);
  const inputs = { values: model.rules.map(({ code }) => given(code)), division: null, negatives };
  const stageValue = given(model.stageBy);
  const { total } = score(model, stageOf(model, stageValue) ?? 0, inputs);
  return { model, inputs, stageValue, levers, target: total + more };
}

/** The total with other values, worked out from the values alone. */
function totalWith({ model, inputs, stageValue }: Question, changed: ReadonlyMap<string, number>): number {
  const values = model.rules.map(({ code }, at) => changed.get(code) ?? inputs.values[at] ?? MISSING);
  const stage = stageOf(model, changed.get(model.stageBy) ?? stageValue) ?? 0;
  return score(model, stage, { ...inputs, values }).total;
}

/** A change of one indicator, as it may be declared. */
interface Change {
  readonly code: string;
  readonly to: number;
  readonly cost: number;
  readonly isDown: boolean;
}

/** Every change of an indicator on its declared steps: up to its limit, down to nothing. */
function declaredChanges(question: Question, { code, step, limit }: Lever): Change[] {
  const from = startOf(question, code);
  const changes: Change[] = [];
  for (let to = from + step; to <= limit; to += step) {
    changes.push({ code, to, cost: (to - from) / limit, isDown: false });
  }
  for (let to = from - step; to >= 0; to -= step) {
    changes.push({ code, to, cost: (from - to) / limit, isDown: true });
  }
  return changes;
}

/** Less is better by the document: the full mark below the floor, or the last step worth less than the first. */
function isBetterLower({ groups, bonus }: ScoreModelDocument, code: string, stage: string): boolean {
  const items = [...groups.flatMap(({ indicators }) => indicators), ...bonus.items];
  const item = items.find((one) => one.code === code);
  if (item?.method === 'STEP') return (item.steps?.[0]?.share ?? 0) > (item.steps?.at(-1)?.share ?? 0);
  const { floor = 0, full } = item ?? {};
  return full !== undefined && (levelAt(full, stage) ?? 0) < (levelAt(floor, stage) ?? 0);
}

/** The target is reached, and every change goes where it is better at the stage the changes end at. */
function isAnswer(question: Question, changes: readonly Change[]): boolean {
  const { model, stageValue, target } = question;
  const to = new Map(changes.map((change) => [change.code, change.to]));
  const stage = model.stages[stageOf(model, to.get(model.stageBy) ?? stageValue) ?? 0] ?? '';
  const isRight = ({ code, isDown }: Change): boolean => {
    const stages = code === model.stageBy ? model.stages : [stage];
    return stages.some((one) => isBetterLower(model.document, code, one) === isDown);
  };
  return changes.every(isRight) && totalWith(question, to) >= target;
}

/** The cost of the cheapest single and double change of all there are, tried one by one. */
function bruteForce(question: Question): { single: number; pair: number } {
  const grids = question.levers.map((one) => declaredChanges(question, one));
  const costs = (tried: Iterable<readonly Change[]>): number => {
    let best = Number.POSITIVE_INFINITY;
    for (const changes of tried) {
      const cost = changes.reduce((sum, change) => sum + change.cost, 0);
      if (cost < best && isAnswer(question, changes)) best = cost;
    }
    return best;
  };
  return { single: costs(grids.flat().map((change) => [change])), pair: costs(doubles(grids)) };
}

function* doubles(grids: readonly (readonly Change[])[]): Generator<readonly Change[]> {
  for (const [at, ones] of grids.entries()) {
    const others = grids.slice(at + 1).flat();
    for (const one of ones) for (const other of others) yield [one, other];
  }
}

function startOf({ model, inputs, stageValue }: Question, code: string): number {
  const value =
    code === model.stageBy ? stageValue : inputs.values[model.rules.findIndex((rule) => rule.code === code)];
  return value === undefined || Number.isNaN(value) ? 0 : value;
}

function changedModel(
  change: (document: ScoreModelDocument) => void,
  from = nationalModel,
): ScoreModelDocument {
  const copy = structuredClone(from);
  change(copy);
  expect(checkModel(copy, shippedCatalogue)).toEqual([]);
  return copy;
}

function indicatorOf({ groups }: ScoreModelDocument, code: string): ModelIndicator {
  const found = groups.flatMap(({ indicators }) => indicators).find((one) => one.code === code);
  if (found === undefined) throw new Error(`no ${code}`);
  return found;
}

/** The stage hangs on L1, which earns nothing. */
const unscoredStage = changedModel((document) => {
  document.stageRule = { by: 'L1', bounds: document.stageRule.bounds };
});

/** T3 is better high at the first stage and better low later; T5 is better low in steps, A1 logarithmic. */
const mixed = changedModel((document) => {
  Object.assign(indicatorOf(document, 'T3'), {
    floor: { startup: 0, growth: 20, stable: 20 },
    full: { startup: 20, growth: 0, stable: 5 },
  });
  Object.assign(indicatorOf(document, 'T5'), {
    method: 'STEP',
    steps: [
      { lt: 2, share: 1 },
      { gte: 2, lt: 4, share: 0.3 },
      { gte: 4, share: 0 },
    ],
  });
  Object.assign(indicatorOf(document, 'A1'), { method: 'LOG', full: 50 });
});

const lever = (code: string, step: number, limit: number): Lever => ({
  code,
  step: scaled(step),
  limit: scaled(limit),
});
const LEVERS = [
  lever('T1', 10, 500),
  lever('T3', 1, 20),
  lever('T5', 1, 6),
  lever('A1', 1, 50),
  lever('G3', 500, 6_000),
];

const models: [what: string, document: ScoreModelDocument, levers: Lever[]][] = [
  ['the national shape', nationalModel, LEVERS],
  ['a stage that is not scored', unscoredStage, [...LEVERS.slice(0, 4), lever('L1', 500, 6_000)]],
  ['directions that differ by stage', mixed, LEVERS],
  [
    'bonuses under a cap',
    { ...localModel, bonus: { ...localModel.bonus, cap: 120 } },
    [...LEVERS.slice(0, 3), lever('L1', 25, 1_000), lever('L2', 1, 50)],
  ],
];

describe('whatWouldRaise', () => {
  const start = fc.record(
    {
      T1: fc.integer({ min: 0, max: 300 }),
      T3: fc.integer({ min: 0, max: 20 }),
      T5: fc.integer({ min: 0, max: 6 }),
      A1: fc.integer({ min: 0, max: 20 }),
      L2: fc.integer({ min: 0, max: 20 }),
      G3: fc.integer({ min: 100, max: 5_000 }),
      L1: fc.integer({ min: 100, max: 5_000 }),
    },
    { requiredKeys: ['G3', 'L1'] },
  );
  const asked = {
    values: start,
    more: fc.integer({ min: 1, max: 200_000 }),
    negatives: fc.tuple(fc.constant(0), fc.nat(5)),
  };

  it.each(models)(
    'of %s offers what reaches the target, and nothing cheaper does',
    (_, document, levers) => {
      fc.assert(
        fc.property(fc.record(asked), (given) => {
          const question = questionOf(document, { ...given, levers });
          const { singles, pair, exhaustive, unreached } = whatWouldRaise(question);
          expect(exhaustive).toBe(true);
          const offered = [...singles, ...(pair === null ? [] : [pair])];
          for (const { changes, total } of offered) {
            expect(totalWith(question, new Map(changes.map(({ code, to }) => [code, to])))).toBe(total);
            expect(total).toBeGreaterThanOrEqual(question.target);
          }
          const bound = bruteForce(question);
          expect(singles[0]?.cost ?? Number.POSITIVE_INFINITY).toBeCloseTo(bound.single, 9);
          const cheapest = Math.min(Number.POSITIVE_INFINITY, ...offered.map(({ cost }) => cost));
          expect(cheapest).toBeCloseTo(Math.min(bound.single, bound.pair), 9);
          expect(unreached === null).toBe(Number.isFinite(cheapest));
        }),
        { numRuns: 25 },
      );
    },
    60_000,
  );

  it('takes the declared step, however many there are', () => {
    const levers = shippedCatalogue
      .filter(({ changeable }) => changeable)
      .map(({ code, changeStep: step, changeLimit: limit }) => ({ code, step, limit }));
    const question = questionOf(nationalModel, { values: { G3: 800 }, levers, more: 5_000 });
    const { singles } = whatWouldRaise(question);
    const ofT1 = singles.find(({ changes }) => changes[0]?.code === 'T1');
    expect(ofT1).toMatchObject({ changes: [{ from: null, to: 300_000 }], cost: 0.003 });
  });

  it('never suggests what is no lever, nor more than its limit', () => {
    const levers = [lever('T1', 1, 100)];
    const values = { T1: 0, G3: 100 };
    const beyond = whatWouldRaise(questionOf(nationalModel, { values, levers, more: 28_500 }));
    expect(beyond).toEqual({ singles: [], pair: null, exhaustive: true, unreached: 'out-of-reach' });
    const { singles } = whatWouldRaise(questionOf(nationalModel, { values, levers, more: 10_000 }));
    expect(singles).toMatchObject([{ changes: [{ code: 'T1', from: 0, to: 600_000 }] }]);
  });

  it('says why nothing reaches the target', () => {
    const why = (levers: Lever[], more: number) =>
      whatWouldRaise(questionOf(nationalModel, { values: { G3: 100 }, levers, more })).unreached;
    const three = [lever('T3', 1, 20), lever('T4', 1, 50), lever('T5', 1, 5)];
    expect(why([], 1)).toBe('nothing-to-change');
    expect(why(three, 300_000)).toBe('more-than-two');
    expect(why(three, 300_001)).toBe('out-of-reach');
    expect(why(three, 200_000)).toBeNull();
  });

  it('gives up looking at pairs where steps are without number, and still offers what reaches', () => {
    const document = changedModel((model) => {
      for (const code of ['T4', 'T5', 'T6', 'T7']) indicatorOf(model, code).full = 20;
    });
    const levers = ['T3', 'T4', 'T5', 'T6', 'T7'].map((code) => lever(code, 0.0001, 20));
    const question = questionOf(document, { values: { G3: 100 }, levers, more: 150_001 });
    const started = process.cpuUsage();
    const { pair, exhaustive } = whatWouldRaise(question);
    expect(exhaustive).toBe(false);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(1_500);
    expect((pair as Proposal).total).toBeGreaterThanOrEqual(question.target);
  });
});
