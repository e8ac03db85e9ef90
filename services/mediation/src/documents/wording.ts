/** Days, amounts and numbers as documents write them. */
import { type LocalDate, parseLocalDate } from '@qinwu/domain/local-date';
import { formatYuan } from '@qinwu/domain/money';

/** '2026-03-05' as 2026年3月5日. */
export function chineseDay(day: LocalDate): string {
  const [year, month, date] = parseLocalDate(day).split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** Fen as 人民币12,345.60元. */
export function yuan(fen: bigint): string {
  return `人民币${groupedYuan(fen)}元`;
}

/** Fen as 12,345.60, for tables. */
export function groupedYuan(fen: bigint): string {
  return formatYuan(fen).replace(/\B(?=(\d{3})+\.)/g, ',');
}

const NUMERALS = '〇一二三四五六七八九';

/** 1 to 99 in Chinese: headings are 一、 to 九十九、. */
export function chineseNumber(n: number): string {
  const tens = Math.floor(n / 10);
  const ones = NUMERALS[n % 10] ?? '';
  if (tens === 0) return ones;
  return `${tens === 1 ? '' : (NUMERALS[tens] ?? '')}十${n % 10 === 0 ? '' : ones}`;
}

/** An instant as 9时05分, as clocks in the park show it. */
export function chineseTime(at: Date): string {
  const [hours, minutes] = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16).split(':');
  return `${Number(hours)}时${minutes}分`;
}
