/** What a park may make of an indicator: what it is measured in stays, once anything hangs on it. */
import { type FieldError, fieldRule, fieldRules, refuse } from '@qinwu/domain/errors';
import { faultsInto } from '../faults-into.ts';
import { SCALE } from '../model/score-model.ts';
import type { CatalogueIndicator } from '../model/shipped-indicators.ts';

export type Definition = Omit<CatalogueIndicator, 'code' | 'state' | 'version'>;

/** An indicator's definition by itself. */
export function definitionOf(indicator: CatalogueIndicator): Definition {
  const { name, nameEn, unit, nonNegative, whole, changeable, changeStep, changeLimit } = indicator;
  const { sources, official, basis } = indicator;
  const measure = { unit, nonNegative, whole };
  return { name, nameEn, ...measure, changeable, changeStep, changeLimit, sources, official, basis };
}

/** How values are stated. */
export type Measure = Pick<Definition, 'unit' | 'whole' | 'nonNegative'>;

/** Slots of a park at most: a vector of each enterprise has as many. */
export const MOST_SLOTS = 200;

/** Refuses a definition that contradicts itself, every fault with its place. */
export function ensureDefinition({
  whole,
  changeable,
  changeStep,
  changeLimit,
  sources,
  official,
  basis,
}: Definition): void {
  const faults: FieldError[] = [];
  const fault = faultsInto(faults);
  if (changeable && changeStep <= 0) {
    fault('/changeStep', 'step-missing', '企业可提高的指标须有大于零的步长', 'A step above zero');
  }
  if (changeable && changeLimit < changeStep) {
    fault('/changeLimit', 'limit-below-step', '上限不能小于步长', 'Not less than the step');
  }
  if (whole && changeStep % SCALE !== 0) fault('/changeStep', 'not-whole', '须为整数', 'A whole number');
  if (changeStep < 0) fault('/changeStep', 'negative', '不能为负', 'Not less than zero');
  if (changeLimit < 0) fault('/changeLimit', 'negative', '不能为负', 'Not less than zero');
  if (new Set(sources).size !== sources.length) {
    fault('/sources', 'source-repeated', '来源重复', 'A source stands twice');
  }
  if (official && basis === null) {
    fault('/basis', 'basis-missing', '官方口径须写明所依据的文件', 'What is official names its document');
  }
  if (faults.length > 0) throw fieldRules(faults);
}

/** The fields of how values are stated that a definition would change. */
export function changedMeasure(before: Measure, after: Measure): (keyof Measure)[] {
  return (['unit', 'whole', 'nonNegative'] as const).filter((field) => before[field] !== after[field]);
}

/** The refusal of another measure where something is stated in this one. */
export function measureFixed(fields: readonly (keyof Measure)[], why: Parameters<typeof refuse>[2]): Error {
  const detail = { zh: `不能更改：${why.zh}`, en: `Stays as it is: ${why.en}` };
  return refuse(
    'conflict',
    'measure-fixed',
    {
      zh: '该指标的计量方式已不能更改，请另立新的指标',
      en: 'How the indicator is measured stays as it is; enter another indicator',
    },
    { errors: fields.map((field) => ({ pointer: `/${field}`, code: 'measure-fixed', detail })) },
  );
}

/** Why a measure stays. */
export const MEASURED = {
  shipped: {
    zh: '随附模型与业务事件以此计量',
    en: 'the shipped models and events are stated in it',
  },
  valued: { zh: '已有登记的值', en: 'there are values stated in it' },
  modelled: { zh: '已发布的模型使用它', en: 'a published model reads it' },
} as const;

/** Refuses to touch what is retired. */
export function ensureInUse({ state }: Pick<CatalogueIndicator, 'state'>): void {
  if (state === 'IN_USE') return;
  throw refuse('conflict', 'indicator-retired', {
    zh: '该指标已停用，不再更改；需要时另立新的指标',
    en: 'The indicator is retired and changes no more; enter another one',
  });
}

/** Refuses the code of a negative item: one code names one thing in a score. */
export function ensureCodeFree(code: string, negatives: readonly string[]): void {
  if (!negatives.includes(code)) return;
  throw fieldRule('/code', 'code-of-negative-item', {
    zh: '是负面事项的代码，请另取',
    en: 'is the code of a negative item; choose another',
  });
}

/** Refuses one indicator more than there is room for. */
export function ensureRoom(slots: number): void {
  if (slots < MOST_SLOTS) return;
  throw refuse('conflict', 'catalogue-full', {
    zh: `指标目录已满（${MOST_SLOTS} 项，含已停用的）`,
    en: `The catalogue is full: ${MOST_SLOTS} indicators, those retired among them`,
  });
}

/** The same sources in another order count otherwise, and so do others. */
export function reorders(before: Pick<Definition, 'sources'>, after: Pick<Definition, 'sources'>): boolean {
  return before.sources.join() !== after.sources.join();
}
