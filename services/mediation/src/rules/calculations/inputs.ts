/** Faults of the figures and days a calculation is given; each names its field. */
import { readDecimal } from '@qinwu/domain/decimal';
import { fieldRule } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import { parseYuan } from '@qinwu/domain/money';

/** Beyond a hundred million yuan a figure is a slip of the pen. */
const MOST_FEN = 10_000_000_000n;

/** Yuan text in fen; refuses what is negative, not exact to the fen or absurd. */
export function readAmount(text: string, pointer: string): bigint {
  const fen = parseYuan(text, pointer);
  if (fen >= 0n && fen <= MOST_FEN) return fen;
  throw fieldRule(pointer, 'amount-out-of-range', {
    zh: '金额须在 0 至一亿元之间',
    en: 'must be between 0 and a hundred million yuan',
  });
}

/** The same, of something that is more than nothing. */
export function readWage(text: string, pointer: string): bigint {
  const fen = readAmount(text, pointer);
  if (fen > 0n) return fen;
  throw fieldRule(pointer, 'wage-zero', { zh: '工资须大于零', en: 'must be more than zero' });
}

/** Hours with up to two decimals, in hundredths. */
export function readHours(text: string, pointer: string): bigint {
  const hours = readDecimal(text, 2);
  if (hours !== null && hours >= 0n && hours <= MOST_HOURS) return hours;
  throw fieldRule(pointer, 'hours-invalid', {
    zh: '时数须为 0 至 10000，至多两位小数',
    en: 'must be 0 to 10000 hours with at most two decimals',
  });
}

const MOST_HOURS = 1_000_000n;

/** Refuses a day that is still to come. */
export function checkNotFuture(day: LocalDate, today: LocalDate, pointer: string): void {
  if (day <= today) return;
  throw fieldRule(pointer, 'date-in-future', { zh: '日期不能晚于今天', en: 'The day has not come yet' });
}

/** Refuses a day before the one it must not precede. */
export function checkNotBefore(day: LocalDate, earliest: LocalDate, pointer: string): void {
  if (day >= earliest) return;
  throw fieldRule(pointer, 'dates-reversed', {
    zh: `不得早于 ${earliest}`,
    en: `must not be before ${earliest}`,
  });
}
