/** Times as officials type them into spreadsheets, read as Beijing time. */
import { isLocalDate } from './local-date.ts';

const pattern =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[\sT]*(上午|下午)?\s*(\d{1,2})[:：时](\d{1,2})(?:分|[:：分](\d{1,2})(?:\.\d+)?秒?)?)?$/u;
const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function hourOf(text: string, half: string | undefined): number {
  const hour = Number(text);
  if (half === undefined) return hour;
  // 下午 3 is 15, 下午 15 is what some write anyway, and 上午 12 is midnight.
  if (half === '下午') return hour < 12 ? hour + 12 : hour;
  return hour === 12 ? 0 : hour;
}

/**
 * `2019/4/25 9:32:09`, `2019-04-25`, `2019.4.25 9:32`, `2019年4月25日 下午3:05`, full-width digits, or an instant with
 * its zone; a bare date is its first instant. Null where it is none of these or does not exist.
 */
export function parseOfficialTime(text: string): Date | null {
  const plain = text.normalize('NFKC').replace(/^[\s\u200B\uFEFF]+|[\s\u200B\uFEFF]+$/gu, '');
  if (zoned.test(plain)) {
    const instant = new Date(plain);
    return Number.isNaN(instant.getTime()) || !isLocalDate(plain.slice(0, 10)) ? null : instant;
  }
  const match = pattern.exec(plain);
  if (match === null) return null;
  const [, year, month = '', day = '', half, hourText = '0', minute = '0', second = '0'] = match;
  const two = (part: string | number) => String(part).padStart(2, '0');
  const date = `${year}-${two(month)}-${two(day)}`;
  const hour = hourOf(hourText, half);
  if (!isLocalDate(date) || hour > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return new Date(`${date}T${two(hour)}:${two(minute)}:${two(second)}+08:00`);
}
