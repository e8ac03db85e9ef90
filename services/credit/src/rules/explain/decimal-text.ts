/** Integers of 1/10,000 as people read them. */
import { SCALE } from '../model/score-model.ts';

/** `787500` as `78.75`; no zeros at the end. */
export function decimalText(scaledValue: number): string {
  const sign = scaledValue < 0 ? '-' : '';
  const whole = Math.trunc(Math.abs(scaledValue) / SCALE);
  const rest = String(Math.abs(scaledValue) % SCALE)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${sign}${whole}${rest === '' ? '' : `.${rest}`}`;
}

/** The same, null for none. */
export function decimalTextOrNull(scaledValue: number | null): string | null {
  return scaledValue === null ? null : decimalText(scaledValue);
}
