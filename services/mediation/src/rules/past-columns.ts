/** What is wrong with the columns of a row that tells of a past, whatever it is the past of. */
import type { FieldError } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';

/** The columns that the state of the row cannot do without. */
export function* missingColumns<C extends string>(
  row: Readonly<Partial<Record<C, unknown>>>,
  needed: readonly C[],
): Generator<FieldError> {
  for (const name of needed) {
    if (row[name] !== undefined) continue;
    yield { pointer: `/${name}`, code: 'required', detail: { zh: '该状态必填', en: 'this state needs it' } };
  }
}

/** The columns that tell of what the state of the row never came to. */
export function* foreignColumns<C extends string>(
  row: Readonly<Partial<Record<C, unknown>>>,
  foreign: readonly C[],
): Generator<FieldError> {
  for (const name of foreign) {
    if (row[name] === undefined) continue;
    const detail = { zh: '该状态的案件没有此项', en: 'a case in this state has none' };
    yield { pointer: `/${name}`, code: 'not-of-this-state', detail };
  }
}

/** The days of the row that come before the one they follow, or have not come yet. */
export function* daysOutOfOrder<C extends string>(
  row: Readonly<Partial<Record<C, LocalDate | undefined>>>,
  order: readonly C[],
  { from = '', today }: { from?: LocalDate; today: LocalDate },
): Generator<FieldError> {
  let last = from;
  for (const name of order) {
    const date = row[name];
    if (date === undefined) continue;
    if (date < last || date > today) {
      const detail = { zh: '日期次序不符或晚于今天', en: 'is out of order or has not come yet' };
      yield { pointer: `/${name}`, code: 'date-out-of-order', detail };
    }
    last = date;
  }
}
