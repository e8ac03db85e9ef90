import { readDecimal } from '@qinwu/domain/decimal';
import type { FieldError } from '@qinwu/domain/errors';

/** The most a value can be: its 1/10,000 stay whole numbers to the last digit. */
const MOST = 9_000_000_000_000_000n;

/** Decimals as 1/10,000, with a fault for each that is none. */
export function readScaled(texts: Readonly<Record<string, string>>): {
  values: Map<string, number>;
  faults: FieldError[];
} {
  const values = new Map<string, number>();
  const faults: FieldError[] = [];
  for (const [pointer, text] of Object.entries(texts)) {
    const units = readDecimal(text, 4);
    if (units !== null && units >= -MOST && units <= MOST) values.set(pointer, Number(units));
    else faults.push({ pointer, code: 'decimal-malformed', detail: MALFORMED });
  }
  return { values, faults };
}

const MALFORMED = {
  zh: '须为十进制数，至多四位小数，绝对值不超过九千亿',
  en: 'A decimal with four places at most, up to 900,000,000,000',
};
