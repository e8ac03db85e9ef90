/** Industry codes (GB/T 4754-2017): a section letter with 2 (division), 3 (group) or 4 (class) digits. */
import { fieldRule } from './errors.ts';

/** Source of the code's form, for schemas. */
export const INDUSTRY_PATTERN = '^[A-T]\\d{2,4}$';

const pattern = new RegExp(INDUSTRY_PATTERN);
// The divisions of each section, first to last, in order of the standard.
const SECTIONS =
  'A01-05 B06-12 C13-43 D44-46 E47-50 F51-52 G53-60 H61-62 I63-65 J66-69 K70-70 L71-72 M73-75 N76-79 O80-82 P83-83 Q84-85 R86-90 S91-96 T97-97';
const ranges = new Map(
  SECTIONS.split(' ').map((text) => [
    text.charAt(0),
    { first: Number(text.slice(1, 3)), last: Number(text.slice(4)) },
  ]),
);

/** True for a code whose division belongs to its section. */
export function isIndustry(text: string): boolean {
  if (!pattern.test(text)) return false;
  const range = ranges.get(text.charAt(0));
  const division = Number(text.slice(1, 3));
  return range !== undefined && division >= range.first && division <= range.last;
}

/** The code, trimmed and in upper case; refuses `industry-invalid`. */
export function parseIndustry(text: string, pointer = ''): string {
  const code = text.trim().toUpperCase();
  if (isIndustry(code)) return code;
  throw fieldRule(pointer, 'industry-invalid', {
    zh: '行业代码须为门类字母加 2 至 4 位数字（GB/T 4754-2017）',
    en: 'must be a section letter with 2 to 4 digits of GB/T 4754-2017',
  });
}

/** True for a division of the standard, its two digits alone. */
export function isDivision(text: string): boolean {
  if (!/^\d{2}$/.test(text)) return false;
  return [...ranges.values()].some(({ first, last }) => first <= Number(text) && Number(text) <= last);
}

/** A division 行业大类 as it is written; refuses `division-invalid`. */
export function parseDivision(text: string, pointer = ''): string {
  if (isDivision(text)) return text;
  throw fieldRule(pointer, 'division-invalid', {
    zh: '没有这个行业大类（GB/T 4754-2017，01 至 97）',
    en: 'there is no such division of GB/T 4754-2017 (01 to 97)',
  });
}
