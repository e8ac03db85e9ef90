/** What a score model must hold before anybody is scored by it. */
import { checkIndicator, type IndicatorContext, type KnownIndicator } from './check-indicator.ts';
import { checkTiling } from './check-tiling.ts';
import { faultList, type ModelFault } from './model-faults.ts';
import { isScaled, type ModelIndicator, type ScoreModelDocument, scaled } from './score-model.ts';

type Document = ScoreModelDocument;

interface Placed {
  pointer: string;
  indicator: ModelIndicator;
}

function placedIndicators({ groups }: Document): Placed[] {
  return groups.flatMap(({ indicators }, group) =>
    indicators.map((indicator, at) => ({ pointer: `/groups/${group}/indicators/${at}`, indicator })),
  );
}

/** Every fault of a model against the park's catalogue of indicators; none where it can be used. */
export function checkModel(model: Document, catalogue: readonly KnownIndicator[]): readonly ModelFault[] {
  const faults = faultList();
  const context: IndicatorContext = {
    stages: model.stages.map(({ code }) => code),
    catalogue: new Map(catalogue.map((known) => [known.code, known])),
    faults,
  };
  const placed = placedIndicators(model);
  for (const { pointer, indicator } of placed) checkIndicator(indicator, pointer, context);
  for (const [at, item] of model.bonus.items.entries()) {
    checkIndicator(item, `/bonus/items/${at}`, context);
  }
  checkDates(model, context);
  checkCodes(model, placed, context);
  checkWeights(model, placed, context);
  checkStageRule(model, placed, context);
  checkPoints(model, context);
  checkGrades(model, context);
  return faults.all;
}

function checkDates({ effectiveFrom, effectiveTo }: Document, { faults }: IndicatorContext): void {
  if (effectiveTo === null || effectiveFrom <= effectiveTo) return;
  faults.add('/effectiveTo', 'dates-reversed', '止日早于施行日', 'ends before it begins');
}

function checkCodes(
  { bonus, negative, groups, stages }: Document,
  placed: readonly Placed[],
  { catalogue, faults }: IndicatorContext,
): void {
  for (const [at, { code }] of negative.entries()) {
    if (!catalogue.has(code)) continue;
    const place = `/negative/${at}/code`;
    faults.add(place, 'code-of-indicator', '是指标目录中一项指标的代码', 'is the code of an indicator');
  }
  const places: (readonly [pointer: string, code: string])[] = [
    ...placed.map(({ pointer, indicator }) => [pointer, indicator.code] as const),
    ...bonus.items.map(({ code }, at) => [`/bonus/items/${at}`, code] as const),
    ...negative.map(({ code }, at) => [`/negative/${at}`, code] as const),
  ];
  repeated(places, faults);
  repeated(
    groups.map(({ code }, at) => [`/groups/${at}`, code]),
    faults,
  );
  repeated(
    stages.map(({ code }, at) => [`/stages/${at}`, code]),
    faults,
  );
}

function repeated(
  places: readonly (readonly [pointer: string, code: string])[],
  faults: IndicatorContext['faults'],
): void {
  const seen = new Set<string>();
  for (const [pointer, code] of places) {
    if (seen.has(code)) faults.add(`${pointer}/code`, 'code-repeated', '代码重复', 'the code stands twice');
    seen.add(code);
  }
}

function checkWeights(
  { total }: Document,
  placed: readonly Placed[],
  { stages, faults }: IndicatorContext,
): void {
  for (const { pointer, indicator } of placed) checkWeightsOf(indicator, pointer, { stages, faults });
  for (const stage of stages) {
    const sum = placed.reduce((points, { indicator }) => points + scaled(indicator.weight[stage] ?? 0), 0);
    if (sum === scaled(total)) continue;
    const [zh, en] = [
      `阶段 ${stage} 的权重之和不等于总分`,
      `the weights of ${stage} do not add up to the total`,
    ];
    faults.add('/groups', 'weights-do-not-add-up', zh, en);
  }
}

function checkWeightsOf(
  { weight }: ModelIndicator,
  pointer: string,
  { stages, faults }: Pick<IndicatorContext, 'stages' | 'faults'>,
): void {
  for (const stage of stages.filter((code) => weight[code] === undefined)) {
    faults.add(
      `${pointer}/weight`,
      'stage-missing',
      `缺少阶段 ${stage} 的权重`,
      `no weight for stage ${stage}`,
    );
  }
  for (const [stage, points] of Object.entries(weight)) {
    const place = `${pointer}/weight/${stage}`;
    if (!stages.includes(stage)) faults.add(place, 'stage-unknown', '没有这个阶段', 'there is no such stage');
    if (points >= 0 && isScaled(points)) continue;
    faults.add(
      place,
      'weight-malformed',
      '权重须为非负数，至多四位小数',
      'not negative, with four decimals at most',
    );
  }
}

function checkStageRule(
  { stageRule: { by, bounds } }: Document,
  placed: readonly Placed[],
  { stages, catalogue, faults }: IndicatorContext,
): void {
  const scored = placed.find(({ indicator }) => indicator.code === by)?.indicator;
  // A percentile is taken within a stage: a stage that hangs on one would hang on itself.
  if (by === 'stage' || scored?.method === 'INDUSTRY_PERCENTILE') {
    faults.add(
      '/stageRule/by',
      'stage-rule-cyclic',
      '阶段划分依赖于阶段本身',
      'the stage would hang on itself',
    );
  } else if (!catalogue.has(by)) {
    faults.add('/stageRule/by', 'indicator-unknown', '指标目录中没有该指标', 'not in the catalogue');
  } else if (catalogue.get(by)?.state === 'RETIRED') {
    faults.add('/stageRule/by', 'indicator-retired', '该指标已停用', 'the indicator is retired');
  }
  for (const stage of Object.keys(bounds)) {
    if (stages.includes(stage)) continue;
    faults.add(`/stageRule/bounds/${stage}`, 'stage-unknown', '没有这个阶段', 'there is no such stage');
  }
  const missing = stages.filter((stage) => bounds[stage] === undefined);
  for (const stage of missing) {
    faults.add('/stageRule/bounds', 'stage-missing', `缺少阶段 ${stage}`, `stage ${stage} is missing`);
  }
  if (missing.length > 0) return;
  const intervals = stages.map((stage) => ({
    pointer: `/stageRule/bounds/${stage}`,
    interval: bounds[stage] ?? {},
  }));
  checkTiling(intervals, faults);
}

function checkPoints({ total, bonus, negative }: Document, { faults }: IndicatorContext): void {
  const numbers: [string, number][] = [
    ['/total', total],
    ['/bonus/cap', bonus.cap],
    ...bonus.items.map(({ weight }, at): [string, number] => [`/bonus/items/${at}/weight`, weight]),
    ...negative.flatMap(({ points, atMost }, at): [string, number][] => [
      [`/negative/${at}/points`, points],
      [`/negative/${at}/atMost`, atMost],
    ]),
  ];
  for (const [pointer, value] of numbers) {
    if (!isScaled(value)) faults.add(pointer, 'decimals', '至多四位小数', 'four decimals at most');
  }
}

function checkGrades({ grades, total, bonus }: Document, { faults }: IndicatorContext): void {
  for (const [at, { gte }] of grades.entries()) {
    const place = `/grades/${at}/gte`;
    if (!isScaled(gte)) faults.add(place, 'decimals', '至多四位小数', 'four decimals at most');
    if (gte > total + bonus.cap) {
      faults.add(
        place,
        'grade-above-total',
        '高于总分与加分上限之和',
        'above the total and the cap together',
      );
    }
    const before = grades[at - 1];
    if (before !== undefined && gte >= before.gte) {
      faults.add(place, 'grades-not-descending', '等级须自高到低', 'grades go downwards');
    }
  }
  if ((grades.at(-1)?.gte ?? 0) > 0) {
    const place = `/grades/${grades.length - 1}/gte`;
    faults.add(place, 'grade-missing', '最低等级须从零分起', 'the lowest grade begins at zero');
  }
}
