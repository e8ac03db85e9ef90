import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nationalModel } from '../model/shipped-models.ts';
import { compileModel } from '../score/compile-model.ts';
import { type Inputs, MISSING, score, stageOf } from '../score/score.ts';
import { changesBetween } from './changes.ts';
import { contributionsOf } from './contributions.ts';
import { decimalText } from './decimal-text.ts';
import { pointsAbove, pointsBelow } from './reasons.ts';

const model = compileModel(nationalModel);
const REVENUE = model.rules.findIndex(({ code }) => code === 'G3');

function inputsOf(values: Record<string, number>, negatives = [0, 0]): Inputs {
  const all = model.rules.map(({ code }) => (values[code] === undefined ? MISSING : values[code] * 10_000));
  return { values: all, division: null, negatives };
}

function explained(inputs: Inputs) {
  const stage = stageOf(model, inputs.values[REVENUE] ?? MISSING) ?? 0;
  const scored = score(model, stage, inputs);
  return { stage, scored, parts: contributionsOf(model, stage, { inputs, score: scored }) };
}

const someInputs = fc
  .array(fc.option(fc.integer({ min: 0, max: 300_000_000 }), { nil: MISSING }), {
    minLength: 18,
    maxLength: 18,
  })
  .map((values): Inputs => ({ values, division: null, negatives: [0, 1] }));

describe('contributions', () => {
  it('say in words what a value earned, and what is missing', () => {
    const { parts } = explained(inputsOf({ T1: 150, G3: 800 }, [0, 1]));
    const words = (code: string) => parts.find((part) => part.code === code)?.words;
    expect(words('T1')).toEqual({
      zh: '研发费用金额150万元，得2.5分（满分5）',
      en: 'R&D expenditure: 150万元, 2.5 of 5 points',
    });
    expect(words('T3')?.zh).toBe('研发费用占营业收入比重缺少数据，得0分（满分10）');
    expect(words('N2')?.zh).toBe('生效裁判与处罚1件，扣3.7分');
  });

  it('add up to the total', () => {
    fc.assert(
      fc.property(someInputs, (inputs) => {
        const { scored, parts } = explained(inputs);
        expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(scored.total);
      }),
    );
  });
});

describe('reasons', () => {
  it('rank what cost most and what earned most, ties in the order of the model', () => {
    const { parts } = explained(inputsOf({ T1: 150, T3: 20, G3: 2000 - 1 }));
    expect(pointsBelow(parts).slice(0, 4)).toEqual([
      { code: 'T4', difference: 100_000 },
      { code: 'T5', difference: 100_000 },
      { code: 'T2', difference: 80_000 },
      { code: 'G4', difference: 80_000 },
    ]);
    expect(pointsAbove(parts).map(({ code }) => code)).toEqual(['T3', 'G3', 'T1']);
  });
});

describe('changes', () => {
  it('add up to the change of the total', () => {
    fc.assert(
      fc.property(someInputs, someInputs, (before, after) => {
        const [first, second] = [explained(before), explained(after)];
        const changes = changesBetween(first.parts, second.parts);
        const sum = changes.reduce((all, part) => all + part.pointsAfter - part.pointsBefore, 0);
        expect(sum).toBe(second.scored.total - first.scored.total);
      }),
    );
  });

  it('name a value that moved though its points stayed', () => {
    const changes = changesBetween(
      explained(inputsOf({ T1: 300, G3: 1 })).parts,
      explained(inputsOf({ T1: 400, G3: 1 })).parts,
    );
    expect(changes.map(({ code }) => code)).toEqual(['T1']);
  });
});

it('decimalText writes no zeros at the end', () => {
  expect([0, 5, 10_000, 787_500, -12_340].map(decimalText)).toEqual(['0', '0.0005', '1', '78.75', '-1.234']);
});
