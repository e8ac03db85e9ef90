/** What one indicator of a model must hold. */
import { type IndicatorState, SOURCES } from '../../vocabulary.ts';
import { checkTiling } from './check-tiling.ts';
import type { FaultList } from './model-faults.ts';
import { type BonusItem, isScaled, type Method, type ModelIndicator } from './score-model.ts';

/** An indicator as the park's catalogue knows it. */
export interface KnownIndicator {
  code: string;
  unit: string;
  state: IndicatorState;
}

export interface IndicatorContext {
  stages: readonly string[];
  catalogue: ReadonlyMap<string, KnownIndicator>;
  faults: FaultList;
}

/** Adds every fault of an indicator or bonus item at its place. */
export function checkIndicator(
  item: ModelIndicator | BonusItem,
  pointer: string,
  context: IndicatorContext,
): void {
  const { catalogue, faults } = context;
  const known = catalogue.get(item.code);
  if (known === undefined) {
    faults.add(`${pointer}/code`, 'indicator-unknown', '指标目录中没有该指标', 'not in the catalogue');
  } else {
    checkKnown(known, item, pointer, faults);
  }
  checkSources(item, pointer, faults);
  checkLevels(item, pointer, context);
  checkSteps(item, pointer, faults);
}

function checkSources({ source }: Pick<ModelIndicator, 'source'>, pointer: string, faults: FaultList): void {
  const known: readonly string[] = SOURCES;
  for (const [at, one] of source.entries()) {
    if (known.includes(one)) continue;
    const all = SOURCES.join('、');
    faults.add(`${pointer}/source/${at}`, 'source-unknown', `来源只有${all}`, `one of ${SOURCES.join(', ')}`);
  }
}

/** Adds what sets an indicator apart from how the catalogue knows it. */
function checkKnown(
  known: KnownIndicator,
  { unit }: Pick<ModelIndicator, 'unit'>,
  pointer: string,
  faults: FaultList,
): void {
  if (known.state === 'RETIRED') {
    faults.add(`${pointer}/code`, 'indicator-retired', '该指标已停用', 'the indicator is retired');
  }
  if (known.unit === unit) return;
  faults.add(
    `${pointer}/unit`,
    'unit-differs',
    `单位与指标目录不一致，应为${known.unit}`,
    `the catalogue has it in ${known.unit}`,
  );
}

function checkLevels(
  { method, floor = 0, full }: ModelIndicator | BonusItem,
  pointer: string,
  { stages, faults }: IndicatorContext,
): void {
  if (method !== 'LINEAR' && method !== 'LOG') return;
  if (full === undefined) {
    faults.add(`${pointer}/full`, 'full-missing', '缺少满分值', 'the value for full marks is missing');
    return;
  }
  for (const stage of stages) {
    const fault = levelFault(method, levelAt(floor, stage), levelAt(full, stage));
    if (fault === null) continue;
    faults.add(`${pointer}/full`, ...fault);
    return;
  }
}

type Words = readonly [code: string, zh: string, en: string];

function levelFault(method: Method, low: number | undefined, high: number | undefined): Words | null {
  if (low === undefined || high === undefined) {
    return [
      'stage-missing',
      '每个阶段都须有零分值与满分值',
      'a stage has no floor or no value for full marks',
    ];
  }
  if (!isScaled(low) || !isScaled(high)) return ['decimals', '至多四位小数', 'four decimals at most'];
  if (low === high) return ['full-is-floor', '满分值不能等于零分值', 'full marks at the floor'];
  if (method === 'LOG' && high < low) {
    return ['log-descends', '对数法的满分值须大于零分值', 'LOG needs full marks above the floor'];
  }
  return null;
}

function checkSteps({ method, steps }: ModelIndicator | BonusItem, pointer: string, faults: FaultList): void {
  if (method !== 'STEP') return;
  if (steps === undefined) {
    faults.add(`${pointer}/steps`, 'steps-missing', '分档法须给出分档', 'STEP needs steps');
    return;
  }
  checkTiling(
    steps.map((interval, at) => ({ pointer: `${pointer}/steps/${at}`, interval })),
    faults,
  );
  for (const [at, { gte = 0, lt = 0, share }] of steps.entries()) {
    if ([gte, lt, share].every(isScaled)) continue;
    faults.add(`${pointer}/steps/${at}`, 'decimals', '至多四位小数', 'four decimals at most');
  }
  checkShares(
    steps.map(({ share }) => share),
    pointer,
    faults,
  );
}

/** More is better throughout, or less is: one who rises never earns less half-way. */
function checkShares(shares: readonly number[], pointer: string, faults: FaultList): void {
  const falls = (shares[0] ?? 0) > (shares.at(-1) ?? 0);
  const turn = shares.findIndex((share, at) => {
    const before = shares[at - 1] ?? share;
    return falls ? share > before : share < before;
  });
  if (turn < 0) return;
  faults.add(
    `${pointer}/steps/${turn}/share`,
    'shares-turn',
    '各档比例须一路不降或一路不升',
    'the shares rise throughout or fall throughout',
  );
}

/** The value at a stage of something that may differ by stage. */
export function levelAt(level: number | Readonly<Record<string, number>>, stage: string): number | undefined {
  return typeof level === 'number' ? level : level[stage];
}
