/** Shares and rates as two stored whole numbers; a rounded percentage is only ever shown, never kept. */
import { divideHalfUp, writeDecimal } from './decimal.ts';

export interface Ratio {
  numerator: bigint;
  denominator: bigint;
}

/** The percentage with so many digits, rounded half up (170 of 192 is '88.5'); null where there is nothing to divide by. */
export function showPercent({ numerator, denominator }: Ratio, digits: number): string | null {
  if (denominator <= 0n) return null;
  return writeDecimal(divideHalfUp(numerator * 100n * 10n ** BigInt(digits), denominator), digits);
}

/** Change against an earlier value in percent, (current − previous) / previous; null without an earlier value. */
export function showChange(current: bigint, previous: bigint, digits: number): string | null {
  return showPercent({ numerator: current - previous, denominator: previous }, digits);
}
