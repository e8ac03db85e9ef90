import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localModel, nationalModel } from '../model/shipped-models.ts';
import { type CompiledModel, compileModel } from './compile-model.ts';
import { shareOf } from './rounding.ts';
import { type Inputs, MISSING, score, stageOf } from './score.ts';
import { type CutPoints, pointsUpTo, WHOLE_STAGE } from './statistics.ts';

const national = compileModel(nationalModel);

/** Inputs of a model by code, in whole units; what is not named is missing. */
function inputsFor(
  model: CompiledModel,
  values: Record<string, number>,
  { division = null, negatives = {} }: { division?: string | null; negatives?: Record<string, number> } = {},
): Inputs {
  return {
    values: model.rules.map(({ code }) => (values[code] === undefined ? MISSING : values[code] * 10_000)),
    division,
    negatives: model.negatives.map(({ code }) => negatives[code] ?? 0),
  };
}

describe('shareOf', () => {
  it('rounds half up, exactly', () => {
    const fraction = fc
      .tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.maxSafeNat(), fc.maxSafeNat())
      .filter(([, , of]) => of > 0)
      .map(([whole, part, of]) => ({ whole, part: part % (of + 1), of }));
    fc.assert(
      fc.property(fraction, ({ whole, part, of }) => {
        const exact = (2n * BigInt(whole) * BigInt(part) + BigInt(of)) / (2n * BigInt(of));
        expect(shareOf(whole, part, of)).toBe(Number(exact));
      }),
    );
    expect(shareOf(1, 1, 2)).toBe(1);
    expect(shareOf(5, 1, 10)).toBe(1);
    expect(shareOf(4, 1, 10)).toBe(0);
  });
});

describe('a score worked out by hand', () => {
  it('of a start-up: 150 of 300 万元 R&D, 10 of 20 %, 2 of 5 patents, 800 万元 revenue', () => {
    const inputs = inputsFor(national, { T1: 150, T3: 10, T5: 2, G3: 800 });
    const stage = stageOf(national, 800 * 10_000);
    expect(stage).toBe(0);
    const { total, grade, parts, missing } = score(national, 0, inputs);
    // 5 × 150/300 + 10 × 10/20 + 10 × 2/5 + 3 × 800/2000 = 2.5 + 5 + 4 + 1.2
    expect(parts.filter((part) => part !== 0)).toEqual([25_000, 50_000, 40_000, 12_000]);
    expect({ total, grade }).toEqual({ total: 127_000, grade: 'B' });
    expect(missing).toHaveLength(14);
  });

  it('of a firm with everything at full marks: the whole, and no more for twice as much', () => {
    const full = { T1: 2000, T2: 30, T3: 10, T4: 30, T5: 15, T6: 3, T7: 1000, G1: 8000, G2: 80, G3: 39_999 };
    const more = { G4: 30, G5: 300, G6: 20, A1: 20, A2: 2, A3: 2, A4: 2, A5: 3000 };
    const { total, grade } = score(national, 1, inputsFor(national, { ...full, ...more, G3: 40_000 }));
    expect({ total, grade }).toEqual({ total: 1_000_000, grade: 'AAA' });
    const twice = Object.fromEntries(
      Object.entries({ ...full, ...more }).map(([code, value]) => [code, value * 2]),
    );
    expect(score(national, 1, inputsFor(national, twice)).total).toBe(1_000_000);
  });

  it('of thirds: each part rounded, the total their sum', () => {
    const { total, parts } = score(national, 0, inputsFor(national, { T1: 100, T6: 0.3333, G3: 1 }));
    // 5 × 100/300 = 1.6667; 5 × 0.3333 = 1.6665; 3 × 1/2000 = 0.0015
    expect(parts.filter((part) => part !== 0)).toEqual([16_667, 16_665, 15]);
    expect(total).toBe(33_347);
  });

  it('with documents in force: so much for each, as far as the item and the points go', () => {
    const values = { T1: 300, T3: 20, G3: 2000 };
    const at = (negatives: Record<string, number>) =>
      score(national, 0, inputsFor(national, values, { negatives })).total;
    // 5 + 10 + 3 = 18
    expect(at({})).toBe(180_000);
    expect(at({ N2: 1 })).toBe(130_000);
    expect(at({ N2: 3 })).toBe(30_000);
    expect(at({ N2: 9 })).toBe(0);
    expect(at({ N1: 1 })).toBe(0);
  });
});

describe('the local model', () => {
  const points = Array.from({ length: 100 }, (_, n) => (n + 1) * 10_000);
  const cut = (division: string, peers: number): CutPoints => ({
    indicator: 'G4',
    stage: 'startup',
    division,
    peers,
    points,
  });

  it('compares with the trade, with the stage where the trade is too few, and says where there is nobody', () => {
    const growth = localModel.groups[1]?.indicators.findIndex(({ code }) => code === 'G4') ?? 0;
    const place = 7 + growth;
    const ofTrade = compileModel(localModel, [cut('13', 5), { ...cut(WHOLE_STAGE, 40), points: [0] }]);
    const at = (model: CompiledModel, division: string) =>
      score(model, 0, inputsFor(model, { G3: 1, G4: 25 }, { division }));
    // 80 × 25/100
    expect(at(ofTrade, '13').parts[place]).toBe(200_000);
    expect(at(ofTrade, '14').parts[place]).toBe(800_000);
    const tooFew = compileModel(localModel, [cut('13', 4)]);
    expect(at(tooFew, '13').parts[place]).toBe(0);
    expect(at(tooFew, '13').missing).toContain(place);
  });

  it('cuts the bonus at its cap, in the order of the items', () => {
    const document = structuredClone(localModel);
    document.bonus.cap = 120;
    const model = compileModel(document);
    const { parts } = score(model, 0, inputsFor(model, { G3: 1, L1: 1000, L2: 12 }));
    expect(parts.slice(18, 20)).toEqual([1_000_000, 200_000]);
  });
});

const inputs = fc.record({
  values: fc.array(fc.option(fc.integer({ min: -100_000, max: 5_000_000_000 }), { nil: MISSING }), {
    minLength: 18,
    maxLength: 18,
  }),
  division: fc.constant(null),
  negatives: fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 6 })),
});
const stage = fc.integer({ min: 0, max: 2 });

describe('a score', () => {
  it('is the sum of its parts, between nothing and the whole', () => {
    fc.assert(
      fc.property(stage, inputs, (at, given) => {
        const { total, parts } = score(national, at, given);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        expect(parts.every(Number.isInteger)).toBe(true);
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(1_000_000);
      }),
    );
  });

  it('never falls where a value rises, and never rises where one goes missing', () => {
    const place = fc.integer({ min: 0, max: 17 });
    fc.assert(
      fc.property(stage, inputs, place, fc.nat(1_000_000_000), (at, given, which, more) => {
        const { total } = score(national, at, given);
        const value = given.values[which] ?? MISSING;
        const raised = { ...given, values: given.values.with(which, value + more) };
        expect(score(national, at, raised).total).toBeGreaterThanOrEqual(total);
        const without = { ...given, values: given.values.with(which, MISSING) };
        expect(score(national, at, without).total).toBeLessThanOrEqual(total);
      }),
    );
  });

  it('lists exactly what was not given', () => {
    fc.assert(
      fc.property(stage, inputs, (at, given) => {
        const absent = given.values.flatMap((value, place) => (Number.isNaN(value) ? place : []));
        expect(score(national, at, given).missing).toEqual(absent);
      }),
    );
  });
});

describe('the stage', () => {
  it.each([
    [0, 0],
    [1999.9999, 0],
    [2000, 1],
    [39_999, 1],
    [40_000, 2],
  ])('of a revenue of %d 万元 is the %d-th', (revenue, at) => {
    expect(stageOf(national, Math.round(revenue * 10_000))).toBe(at);
  });

  it('is not known without a revenue', () => {
    expect(stageOf(national, MISSING)).toBeNull();
  });
});

it('pointsUpTo counts what is not above', () => {
  expect([-1, 0, 1, 2, 9].map((value) => pointsUpTo([0, 1, 1, 5], value))).toEqual([0, 1, 3, 3, 4]);
});
