/** Decimal text ↔ whole units as bigint: what counts money or land never passes through a float. */

/** The text as units of 10^-digits, or null where it is no plain decimal or has more digits. */
export function readDecimal(text: string, digits: number): bigint | null {
  const match = /^(-?)(0|[1-9]\d{0,17})(?:\.(\d+))?$/.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = ''] = match;
  if (fraction.length > digits) return null;
  const units = BigInt(whole + fraction.padEnd(digits, '0'));
  return sign === '-' ? -units : units;
}

/** The units written with exactly so many digits after the point. */
export function writeDecimal(units: bigint, digits: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${units < 0n ? '-' : ''}${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`}`;
}

/** numerator / denominator, rounded half away from zero as Chinese statistics do; the denominator is positive. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = (size * 2n + denominator) / (denominator * 2n);
  return numerator < 0n ? -rounded : rounded;
}
