/** Which text may be stored: it survives Postgres, logs, XML and a reader's eyes unchanged. */

// NUL is refused by Postgres, lone surrogates are not UTF-8, bidi controls let text read other than it is.
// Vertical tab and form feed stay: they come along with text pasted from Word.
const FORBIDDEN =
  '\\u0000-\\u0008\\u000E-\\u001F\\u007F\\uD800-\\uDFFF\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFFFE\\uFFFF';
const INVISIBLE =
  '\\s\\u00AD\\u115F\\u1160\\u180E\\u200B-\\u200D\\u2060-\\u2064\\u2800\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0';

/** Pattern source (flag `u`) of storable text; may be empty or blank. */
export const SAFE_TEXT = `^[^${FORBIDDEN}]*$`;
/** Pattern source (flag `u`) of storable text with something to see in it. */
export const SAFE_TEXT_NOT_BLANK = `^(?=[${INVISIBLE}]*[^${INVISIBLE}])[^${FORBIDDEN}]*$`;
/** The same on a single line, for titles and names. */
export const SAFE_LINE_NOT_BLANK = `^(?=[${INVISIBLE}]*[^${INVISIBLE}])[^\\n\\v\\f\\r\\u0085\\u2028\\u2029${FORBIDDEN}]*$`;

const safe = new RegExp(SAFE_TEXT, 'u');
const safeNotBlank = new RegExp(SAFE_TEXT_NOT_BLANK, 'u');

/** True for storable text that is not only blanks or zero-width characters. */
export function isSafeText(text: string): boolean {
  return safeNotBlank.test(text);
}

/** True for storable text, blank or empty allowed. */
export function isStorable(text: string): boolean {
  return safe.test(text);
}

/** Text of a spreadsheet cell without the byte-order marks, zero-width and no-break blanks around it. */
export function tidyText(text: string): string {
  return text.replace(/^[\s\u200B\uFEFF]+|[\s\u200B\uFEFF]+$/gu, '');
}
