/**
 * Cells that a spreadsheet would run as a formula (CSV injection, ASVS 5.0 1.2.10): a leading apostrophe makes them
 * text. Guard and restore are inverse for every string, so that an exported file can be corrected and sent again.
 */

// Full-width signs count too: Excel under a Chinese locale normalises them.
const DANGEROUS = /^'*[=+\-@\t\r\n\0＝＋－＠]/u;
const GUARDED = /^'+[=+\-@\t\r\n\0＝＋－＠]/u;

/** The text, led by an apostrophe where it (or what its apostrophes hide) starts like a formula. */
export function neutraliseCell(text: string): string {
  return DANGEROUS.test(text) ? `'${text}` : text;
}

/** The original of a neutralised text; other text unchanged. */
export function restoreCell(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text;
}
