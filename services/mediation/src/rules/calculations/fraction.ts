/** Exact amounts on the way to a result: fen as a fraction, rounded once at the end. */
import { divideHalfUp, writeDecimal } from '@qinwu/domain/decimal';
import { formatYuan } from '@qinwu/domain/money';

/** n / d fen; d is positive. */
export interface Fraction {
  n: bigint;
  d: bigint;
}

export function fraction(n: bigint, d = 1n): Fraction {
  return { n, d };
}

export function times(a: Fraction, n: bigint, d = 1n): Fraction {
  return { n: a.n * n, d: a.d * d };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

export function isAbove(a: Fraction, b: Fraction): boolean {
  return a.n * b.d > b.n * a.d;
}

/** Whole fen, half up. */
export function toFen({ n, d }: Fraction): bigint {
  return divideHalfUp(n, d);
}

/** As yuan for a reader: exact where it is whole fen, else marked ≈ with four digits. */
export function showYuan({ n, d }: Fraction): string {
  if (n % d === 0n) return formatYuan(n / d);
  return `≈${writeDecimal(divideHalfUp(n * 100n, d), 4)}`;
}
