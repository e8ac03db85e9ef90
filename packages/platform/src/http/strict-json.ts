import { isUtf8 } from 'node:buffer';

const MAX_DEPTH = 20;
const MAX_KEYS_PER_OBJECT = 1_000;
/** A longer run of number characters may hold more digits than a double keeps. */
const LONG_NUMBER = /-?\d[\d.eE+-]{15,}/g;
/** Longer than any writer prints a double; comparing digits costs the square of their number. */
const MAX_NUMBER_LENGTH = 40;
const FORBIDDEN_KEYS = new Set(['__proto__', 'prototype', 'constructor']);

export type JsonFaultCode =
  | 'json-empty'
  | 'json-encoding'
  | 'json-syntax'
  | 'json-root'
  | 'json-depth'
  | 'json-keys'
  | 'json-forbidden-key'
  | 'json-duplicate-key'
  | 'json-number'
  | 'json-text';

export type StrictJson = { ok: true; value: Record<string, unknown> } | { ok: false; code: JsonFaultCode };

/**
 * Parses a JSON object and refuses what parsers differ about: bad UTF-8, duplicate keys, keys that
 * reach prototypes, NUL and lone surrogates, numbers a double cannot hold, depth over 20.
 */
export function parseStrictJson(bytes: Buffer): StrictJson {
  if (bytes.length === 0) return { ok: false, code: 'json-empty' };
  if (!isUtf8(bytes)) return { ok: false, code: 'json-encoding' };
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, code: 'json-syntax' };
  }
  if (!isObject(value)) return { ok: false, code: 'json-root' };
  // Only an escape can bring NUL or half a surrogate pair past the decoder and JSON.parse.
  const walk: Walk = { keys: 0, checkText: text.includes('\\u'), fault: null };
  visit(value, 1, walk);
  if (walk.fault !== null) return { ok: false, code: walk.fault };
  const scanned = scan(text);
  if (scanned.inexact) return { ok: false, code: 'json-number' };
  // JSON.parse keeps one of two equal keys, so the text then holds more keys than the value.
  if (scanned.keys !== walk.keys) return { ok: false, code: 'json-duplicate-key' };
  return { ok: true, value };
}

interface Walk {
  keys: number;
  checkText: boolean;
  fault: JsonFaultCode | null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function visit(value: unknown, depth: number, walk: Walk): void {
  if (typeof value === 'string') {
    if (walk.checkText && !isStorable(value)) walk.fault = 'json-text';
  } else if (typeof value === 'number') {
    if (!isExact(value)) walk.fault = 'json-number';
  } else if (typeof value === 'object' && value !== null) {
    if (depth > MAX_DEPTH) walk.fault = 'json-depth';
    else if (Array.isArray(value)) visitItems(value, depth, walk);
    else visitMembers(value, depth, walk);
  }
}

function visitItems(items: readonly unknown[], depth: number, walk: Walk): void {
  for (const item of items) {
    visit(item, depth + 1, walk);
    if (walk.fault !== null) return;
  }
}

function visitMembers(object: object, depth: number, walk: Walk): void {
  const keys = Object.keys(object);
  walk.keys += keys.length;
  if (keys.length > MAX_KEYS_PER_OBJECT) walk.fault = 'json-keys';
  for (const key of keys) {
    if (walk.fault !== null) return;
    if (FORBIDDEN_KEYS.has(key)) walk.fault = 'json-forbidden-key';
    else if (walk.checkText && !isStorable(key)) walk.fault = 'json-text';
    else visit(Reflect.get(object, key), depth + 1, walk);
  }
}

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (Math.abs(value) <= Number.MAX_SAFE_INTEGER || !Number.isInteger(value));
}

/** Counts the keys of valid JSON text, leaping over strings, and looks at its long numbers. */
function scan(text: string): { keys: number; inexact: boolean } {
  let keys = 0;
  let inexact = false;
  let gapStart = 0;
  let open = text.indexOf('"');
  while (open !== -1) {
    inexact ||= open - gapStart > 15 && hasInexactNumber(text.slice(gapStart, open));
    gapStart = endOfString(text, open) + 1;
    if (isColonNext(text, gapStart)) keys++;
    open = text.indexOf('"', gapStart);
  }
  inexact ||= text.length - gapStart > 15 && hasInexactNumber(text.slice(gapStart));
  return { keys, inexact };
}

function endOfString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}

function isColonNext(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at++;
  return text.charCodeAt(at) === 0x3a;
}

function hasInexactNumber(gap: string): boolean {
  for (const [token] of gap.matchAll(LONG_NUMBER)) {
    if (token.length > MAX_NUMBER_LENGTH || digitsOf(token) !== digitsOf(String(Number(token)))) return true;
  }
  return false;
}

/** Sign, significant digits and exponent of a decimal, written one way only. */
function digitsOf(token: string): string {
  const [mantissa = '', exponent = '0'] = token.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const scale = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${mantissa.startsWith('-') ? '-' : ''}${significant}e${scale}`;
}
