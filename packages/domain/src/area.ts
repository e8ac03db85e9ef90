/** Land area in whole thousandths of a mu (亩) as bigint; in JSON a decimal string such as '330.492'. */
import { divideHalfUp, readDecimal, writeDecimal } from './decimal.ts';
import { fieldRule } from './errors.ts';

/** Source of an area of mu as text, for schemas. */
export const MU_PATTERN = '^(0|[1-9]\\d{0,8})(\\.\\d{1,3})?$';

/** Mu text in thousandths; refuses `area-invalid` where it is negative or finer than that. */
export function parseMu(text: string, pointer = ''): bigint {
  const area = readDecimal(text.trim(), 3);
  if (area !== null && area >= 0n) return area;
  throw fieldRule(pointer, 'area-invalid', {
    zh: '面积须为非负数（亩），最多三位小数',
    en: 'must be a number of mu, not negative, with at most three decimals',
  });
}

/** Thousandths of a mu as text with three digits. */
export function formatMu(thousandths: bigint): string {
  return writeDecimal(thousandths, 3);
}

/** Hectares with so many digits, half up; 15 mu make a hectare (2721 亩 are 181.40 ha). */
export function muToHectares(thousandths: bigint, digits: number): string {
  return writeDecimal(divideHalfUp(thousandths * 10n ** BigInt(digits), 15_000n), digits);
}
