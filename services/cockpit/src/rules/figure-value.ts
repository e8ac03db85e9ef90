import type { Computation } from './figure-definition.ts';

/** Divides and rounds half away from zero, to a whole number. */
function divideHalfUp(value: bigint, by: bigint): bigint {
  const magnitude = value < 0n ? -value : value;
  const rounded = (2n * magnitude + by) / (2n * by);
  return value < 0n ? -rounded : rounded;
}

/** The figure in its own unit, of a total in whole smallest units: rounded half-up to its decimals, exact to 15 digits. */
export function figureValue(computation: Computation, total: bigint): number {
  if (computation.of !== 'sum') return Number(total);
  const power = 10n ** BigInt(computation.decimals);
  return Number(divideHalfUp(total * power, computation.amountPerUnit)) / Number(power);
}
