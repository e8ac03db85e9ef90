/** The header by which the answer says that it was asked to be short. */
export const PREFERENCE_APPLIED = { 'preference-applied': 'return=minimal' } as const;

/** One preference and its value, its parameters left out (RFC 7240 section 2). */
const PREFERENCE = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s;"]*)))?\s*(?:;|$)/;

/** True of `Prefer: return=minimal` (RFC 7240); the first `return` counts, and what is not understood is passed over. */
export function prefersMinimal(header: string | string[] | undefined): boolean {
  if (header === undefined) return false;
  for (const preference of [header].flat().join(',').split(',')) {
    const [, name = '', quoted, plain] = PREFERENCE.exec(preference) ?? [];
    if (name.toLowerCase() === 'return') return (quoted ?? plain) === 'minimal';
  }
  return false;
}
