import { httpFault } from './fault.ts';

const TAG = /^"([\x21\x23-\x7e\x80-\xff]*)"$/;
const ANY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;

/** The strong entity tag of a record's version. */
export function etagOf(id: string, version: number): string {
  return `"${id}-${version}"`;
}

/**
 * The version of the record `id` that an If-Match header asks for: null when absent; -1 when the tag is
 * well-formed but is of no version of this record (a weak one never matches, RFC 9110 §13.1.1) or the record is not
 * known yet. Throws 400 otherwise.
 */
export function ifMatchVersion(header: string | undefined, id: string | undefined): number | null {
  if (header === undefined || header.trim() === '*') return null;
  const text = header.trim();
  const tag = TAG.exec(text)?.[1];
  if (tag === undefined) {
    if (/^W\/"[^"]*"$/.test(text)) return -1;
    throw httpFault('header-invalid', {
      errors: [
        {
          in: 'header',
          pointer: '/if-match',
          code: 'format',
          detail: { zh: '应为一个带引号的 ETag', en: 'must be one quoted entity tag' },
        },
      ],
    });
  }
  const at = tag.lastIndexOf('-');
  const version = tag.slice(at + 1);
  const isOurs = tag.slice(0, at) === id && /^(0|[1-9]\d{0,14})$/.test(version);
  return isOurs ? Number(version) : -1;
}

/** True where If-None-Match names the tag; comparison is weak (RFC 9110 §13.1.2). */
export function noneMatches(header: string, etag: string): boolean {
  if (header.trim() === '*') return true;
  const tags = header.match(ANY_TAG) ?? [];
  return tags.some((tag) => tag.replace(/^W\//, '') === etag);
}
