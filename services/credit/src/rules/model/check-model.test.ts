import { describe, expect, it } from '@jest/globals';
import { checkModel } from './check-model.ts';
import { canonicalModel } from './model-hash.ts';
import { ScoreModelDocument } from './score-model.ts';
import { shippedCatalogue } from './shipped-indicators.ts';
import { localModel, nationalModel } from './shipped-models.ts';

type Document = ScoreModelDocument;

/** A copy with a change made in place. */
function changed(change: (document: Document) => void, from: Document = nationalModel): Document {
  const copy = structuredClone(from);
  change(copy);
  return copy;
}

const indicator = (document: Document, group: number, at: number) => {
  const found = document.groups[group]?.indicators[at];
  if (found === undefined) throw new Error('no such indicator');
  return found;
};

describe('the shipped models', () => {
  it.each([
    ['national', nationalModel],
    ['local', localModel],
  ])('%s fits its schema and its rules', (_, model) => {
    expect(ScoreModelDocument.parse(model)).toEqual(model);
    expect(checkModel(model, shippedCatalogue)).toEqual([]);
    expect(model.official).toBe(false);
  });

  it('have 18 indicators of 100 and of 1,000 points at every stage', () => {
    const weights = (model: Document, stage: string) =>
      model.groups.flatMap((group) => group.indicators.map(({ weight }) => weight[stage] ?? 0));
    for (const stage of ['startup', 'growth', 'stable']) {
      expect(weights(nationalModel, stage)).toHaveLength(18);
      expect(weights(nationalModel, stage).reduce((sum, weight) => sum + weight)).toBe(100);
      expect(weights(localModel, stage).reduce((sum, weight) => sum + weight)).toBe(1_000);
    }
  });

  it('are told apart by their hash, not by the order of their members', () => {
    const { scheme, ...rest } = nationalModel;
    expect(canonicalModel({ ...rest, scheme }).hash).toBe(canonicalModel(nationalModel).hash);
    expect(canonicalModel(localModel).hash).not.toBe(canonicalModel(nationalModel).hash);
  });
});

const faulty: [what: string, document: Document, faults: [pointer: string, code: string][]][] = [
  [
    'weights of one stage that do not add up',
    changed((model) => {
      indicator(model, 0, 0).weight.growth = 8;
    }),
    [['/groups', 'weights-do-not-add-up']],
  ],
  [
    'an unknown indicator',
    changed((model) => {
      indicator(model, 1, 1).code = 'X9';
    }),
    [['/groups/1/indicators/1/code', 'indicator-unknown']],
  ],
  [
    'another unit than the catalogue has',
    changed((model) => {
      indicator(model, 0, 0).unit = '元';
    }),
    [['/groups/0/indicators/0/unit', 'unit-differs']],
  ],
  [
    'steps with a gap',
    changed((model) => {
      Object.assign(indicator(model, 0, 4), {
        method: 'STEP',
        steps: [
          { lt: 1, share: 0 },
          { gte: 2, share: 1 },
        ],
      });
    }),
    [['/groups/0/indicators/4/steps/1', 'gap']],
  ],
  [
    'steps that overlap',
    changed((model) => {
      Object.assign(indicator(model, 0, 4), {
        method: 'STEP',
        steps: [
          { lt: 3, share: 0 },
          { gte: 2, share: 1 },
        ],
      });
    }),
    [['/groups/0/indicators/4/steps/1', 'overlap']],
  ],
  [
    'steps that do not reach the top',
    changed((model) => {
      Object.assign(indicator(model, 0, 4), { method: 'STEP', steps: [{ lt: 3, share: 0 }] });
    }),
    [['/groups/0/indicators/4/steps/0', 'gap']],
  ],
  [
    'steps that rise and fall again',
    changed((model) => {
      Object.assign(indicator(model, 0, 4), {
        method: 'STEP',
        steps: [
          { lt: 1, share: 0 },
          { gte: 1, lt: 2, share: 1 },
          { gte: 2, share: 0.2 },
        ],
      });
    }),
    [['/groups/0/indicators/4/steps/2/share', 'shares-turn']],
  ],
  [
    'steps that fall and rise again',
    changed((model) => {
      Object.assign(indicator(model, 0, 4), {
        method: 'STEP',
        steps: [
          { lt: 1, share: 1 },
          { gte: 1, lt: 2, share: 0 },
          { gte: 2, share: 0.2 },
        ],
      });
    }),
    [['/groups/0/indicators/4/steps/2/share', 'shares-turn']],
  ],
  [
    'a stage that hangs on itself',
    changed((model) => {
      Object.assign(indicator(model, 1, 2), { method: 'INDUSTRY_PERCENTILE' });
    }),
    [['/stageRule/by', 'stage-rule-cyclic']],
  ],
  [
    'stages with a gap',
    changed((model) => {
      model.stageRule.bounds.growth = { gte: 3000, lt: 40000 };
    }),
    [['/stageRule/bounds/growth', 'gap']],
  ],
  [
    'full marks at the floor',
    changed((model) => {
      indicator(model, 0, 1).full = 0;
    }),
    [['/groups/0/indicators/1/full', 'full-is-floor']],
  ],
  [
    'grades that do not go downwards, and none for the lowest',
    changed((model) => {
      model.grades = [
        { code: 'A', name: '优', gte: 60 },
        { code: 'B', name: '良', gte: 80 },
      ];
    }),
    [
      ['/grades/1/gte', 'grades-not-descending'],
      ['/grades/1/gte', 'grade-missing'],
    ],
  ],
  [
    'a grade nobody can reach',
    changed((model) => {
      Object.assign(model.grades[0] ?? {}, { gte: 101 });
    }),
    [['/grades/0/gte', 'grade-above-total']],
  ],
  [
    'a source nobody states values from',
    changed((model) => {
      indicator(model, 0, 1).source = ['tax', 'hearsay'];
    }),
    [['/groups/0/indicators/1/source/1', 'source-unknown']],
  ],
  [
    'a code that stands twice',
    changed((model) => {
      indicator(model, 0, 1).code = 'T1';
      indicator(model, 0, 1).unit = '万元';
    }),
    [['/groups/0/indicators/1/code', 'code-repeated']],
  ],
  [
    'more than four decimals',
    changed((model) => {
      model.bonus.cap = 0.00001;
    }),
    [['/bonus/cap', 'decimals']],
  ],
  [
    'an end before its beginning',
    changed((model) => {
      model.effectiveTo = '2024-12-31';
    }),
    [['/effectiveTo', 'dates-reversed']],
  ],
];

describe('a model', () => {
  it.each(faulty)('with %s is told so, and where', (_, document, faults) => {
    const found = checkModel(document, shippedCatalogue);
    expect(found.map(({ pointer, code }) => [pointer, code])).toEqual(faults);
    for (const { zh, en } of found) expect([zh, en].every((text) => text.length > 0)).toBe(true);
  });

  it('may have steps that fall throughout', () => {
    const falling = changed((model) => {
      Object.assign(indicator(model, 0, 4), {
        method: 'STEP',
        steps: [
          { lt: 1, share: 1 },
          { gte: 1, lt: 2, share: 0.5 },
          { gte: 2, share: 0.5 },
        ],
      });
    });
    expect(checkModel(falling, shippedCatalogue)).toEqual([]);
  });

  it('is told every fault at once', () => {
    const document = changed((model) => {
      indicator(model, 0, 0).code = 'X1';
      model.bonus.cap = 0.00001;
    });
    expect(checkModel(document, shippedCatalogue)).toHaveLength(2);
  });
});
