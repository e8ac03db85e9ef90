/** Exact shares of integers, rounded half up: the same bytes on every machine. */

const SAFE = Number.MAX_SAFE_INTEGER;

/** `whole × part / of` for integers with 0 ≤ part ≤ of, of > 0, rounded half up. */
export function shareOf(whole: number, part: number, of: number): number {
  const doubled = 2 * whole * part + of;
  // Below 2^53 products are exact; a quotient may still be rounded up to the next whole number, and is put right.
  if (doubled <= SAFE && 2 * of <= SAFE) {
    const quotient = Math.floor(doubled / (2 * of));
    return quotient * 2 * of > doubled ? quotient - 1 : quotient;
  }
  return Number((2n * BigInt(whole) * BigInt(part) + BigInt(of)) / (2n * BigInt(of)));
}
