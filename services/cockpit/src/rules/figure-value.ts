import { divideHalfUp } from '@qinwu/domain/decimal';
import type { Computation } from './figure-definition.ts';

/** What facts add up to, in whole smallest units: the sum or the count, and the number of records it is over. */
export interface Total {
  readonly total: bigint;
  readonly over: bigint;
}

/** Numerator and denominator of a figure that is a quotient. */
export interface Parts {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The two numbers a ratio or an average is made of; null for a figure that is no quotient. */
export function figureParts({ of }: Computation, { total, over }: Total): Parts | null {
  return of === 'ratio' || of === 'average' ? { numerator: total, denominator: over } : null;
}

/**
 * The figure in its own unit: exact whole numbers, rounded half-up once, to its decimals; exact to 15 digits. Null
 * where a quotient has no records to be over.
 */
export function figureValue(computation: Computation, { total, over }: Total): number | null {
  switch (computation.of) {
    case 'count':
    case 'distinct':
      return Number(total);
    case 'sum':
      return rounded(total, computation.amountPerUnit, computation.decimals);
    case 'ratio':
      return over === 0n ? null : rounded(total * 100n, over, computation.decimals);
    case 'average':
      return over === 0n ? null : rounded(total, over * computation.amountPerUnit, computation.decimals);
  }
}

function rounded(dividend: bigint, divisor: bigint, decimals: number): number {
  const power = 10n ** BigInt(decimals);
  return Number(divideHalfUp(dividend * power, divisor)) / Number(power);
}
