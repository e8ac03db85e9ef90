/**
 * The number that a text writes in plain decimal digits; null for any other text. A comma is a thousands separator to
 * one and a decimal point to another, and what a programming language calls a number as well (0x10, 1e2) nobody meant.
 */
export function plainNumber(text: string): number | null {
  const trimmed = text.trim();
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : null;
}
