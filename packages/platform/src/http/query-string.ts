export type QueryString =
  | { ok: true; values: Record<string, string> }
  | { ok: false; name: string; code: 'query-encoding' | 'query-repeated' };

const NONE: QueryString = { ok: true, values: Object.freeze({}) as Record<string, string> };

/**
 * Reads a query string exactly: names once each, valid percent-encoding of valid UTF-8, no NUL.
 * `page[$gt]` is a name like any other, so that an unknown one is refused by the schema.
 */
export function parseQueryString(raw: string): QueryString {
  if (raw === '') return NONE;
  const values: Record<string, string> = Object.create(null);
  for (const part of raw.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = decode(at === -1 ? part : part.slice(0, at));
    const value = decode(at === -1 ? '' : part.slice(at + 1));
    if (name === null || value === null) return { ok: false, name: name ?? '', code: 'query-encoding' };
    if (name in values) return { ok: false, name, code: 'query-repeated' };
    values[name] = value;
  }
  return { ok: true, values };
}

function decode(text: string): string | null {
  try {
    const decoded = decodeURIComponent(text.includes('+') ? text.replaceAll('+', ' ') : text);
    return decoded.includes('\0') ? null : decoded;
  } catch {
    return null;
  }
}
