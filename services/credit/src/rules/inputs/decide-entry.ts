/** What may be entered as an indicator value, by whom, and in which state. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { type FieldError, fieldRules, refuse } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { Source, ValueState } from '../../vocabulary.ts';
import { faultsInto } from '../faults-into.ts';
import { SCALE } from '../model/score-model.ts';
import type { CatalogueIndicator } from '../model/shipped-indicators.ts';

export interface ValueEntry {
  uscc: string;
  code: string;
  /** In 1/10,000 of the unit. */
  value: number;
  unit: string;
  periodFrom: LocalDate;
  periodTo: LocalDate;
  validFrom: LocalDate;
  validUntil: LocalDate | null;
  source: Source;
}

/** The state an entry begins in; refuses what is wrong in it, every fault with its place. */
export function decideEntry(
  entry: ValueEntry,
  { catalogue, actor, today }: { catalogue: readonly CatalogueIndicator[]; actor: Actor; today: LocalDate },
): ValueState {
  ensureMayState(entry, actor);
  const faults = [...faultsOfFigure(entry, catalogue), ...faultsOfDays(entry, today)];
  if (faults.length > 0) throw fieldRules(faults);
  return entry.source === 'declaration' ? 'DECLARED' : 'VERIFIED';
}

/** Figures of statistical returns are the enterprise's own to give (统计法), so nobody declares for another. */
function ensureMayState({ source, uscc }: ValueEntry, actor: Actor): void {
  const speaks = hasRole(actor, 'enterprise') && actor.org === uscc;
  if (source === 'declaration' ? speaks : hasRole(actor, 'officer', 'admin', 'client')) return;
  throw refuse('forbidden', 'source-not-yours', {
    zh: '申报只能由企业本身提出；其他来源的数据由园区登记',
    en: 'Only the enterprise itself declares; what other sources state is entered by the park',
  });
}

/** Refuses a figure its indicator cannot have. */
export function ensureFigure(
  entry: Pick<ValueEntry, 'code' | 'value' | 'unit' | 'source'>,
  catalogue: readonly CatalogueIndicator[],
): void {
  const faults = faultsOfFigure(entry, catalogue);
  if (faults.length > 0) throw fieldRules(faults);
}

/** What is wrong with a figure of an indicator. */
export function faultsOfFigure(
  entry: Pick<ValueEntry, 'code' | 'value' | 'unit' | 'source'>,
  catalogue: readonly CatalogueIndicator[],
): FieldError[] {
  const faults: FieldError[] = [];
  const fault = faultsInto(faults);
  const indicator = catalogue.find(({ code }) => code === entry.code);
  if (indicator === undefined) {
    fault('/code', 'indicator-unknown', '指标目录中没有这个指标', 'The catalogue has no such indicator');
  } else {
    const { unit, sources, whole, nonNegative, state } = indicator;
    if (state === 'RETIRED') {
      fault(
        '/code',
        'indicator-retired',
        '该指标已停用，不再登记',
        'The indicator is retired and takes no values',
      );
    }
    if (entry.unit !== unit) fault('/unit', 'unit-wrong', `单位须为${unit}`, `The unit is ${unit}`);
    if (entry.source === 'event' || !sources.includes(entry.source)) {
      const taken = sources.filter((source) => source !== 'event').join(', ');
      fault('/source', 'source-not-taken', `该指标可登记的来源：${taken}`, `Sources taken: ${taken}`);
    }
    if (whole && entry.value % SCALE !== 0) fault('/value', 'not-whole', '须为整数', 'A whole number');
    if (nonNegative && entry.value < 0) fault('/value', 'negative', '不能为负', 'Not less than zero');
  }
  return faults;
}

/** What is wrong with the period a figure is about, and with the days it counts. */
function faultsOfDays(entry: ValueEntry, today: LocalDate): FieldError[] {
  const faults: FieldError[] = [];
  const fault = faultsInto(faults);
  if (entry.periodFrom > entry.periodTo) {
    fault('/periodTo', 'period-reversed', '所属期的止日早于起日', 'The period ends before it begins');
  }
  if (entry.periodTo > today) {
    fault('/periodTo', 'date-in-future', '所属期尚未结束', 'The period has not ended');
  }
  if (entry.validUntil !== null && entry.validUntil < entry.validFrom) {
    fault('/validUntil', 'validity-reversed', '失效日早于生效日', 'The value ends before it begins');
  }
  return faults;
}
