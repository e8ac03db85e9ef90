/** Administrative division codes (GB/T 2260): province 2 + city 2 + county 2 digits. */
import { fieldRule } from './errors.ts';

/** Source of the code's form, for schemas. */
export const REGION_PATTERN = '^[1-8]\\d{5}$';

const pattern = new RegExp(REGION_PATTERN);

/** The divisions around Jinjiang; codes of elsewhere are valid too and have no name here. */
const names: ReadonlyMap<string, string> = new Map([
  ['350000', '福建省'],
  ['350500', '泉州市'],
  ['350503', '丰泽区'],
  ['350521', '惠安县'],
  ['350581', '石狮市'],
  ['350582', '晋江市'],
  ['350583', '南安市'],
]);

/** True for six digits in the code's form; whether the division exists today is not checked. */
export function isRegion(text: string): boolean {
  return pattern.test(text);
}

/** The code, trimmed; refuses `region-invalid`. */
export function parseRegion(text: string, pointer = ''): string {
  const code = text.trim();
  if (isRegion(code)) return code;
  throw fieldRule(pointer, 'region-invalid', {
    zh: '行政区划代码须为 6 位数字',
    en: 'must be a six-digit administrative division code',
  });
}

/** The division's Chinese name where it is known, else null. */
export function regionName(code: string): string | null {
  return names.get(code) ?? null;
}

/** True where `inner` lies in `outer` or is the same; 350000 holds every 35xxxx. */
export function isWithinRegion(inner: string, outer: string): boolean {
  return inner.startsWith(outer.replace(/(00)+$/, ''));
}
