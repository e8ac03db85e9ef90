/** Keyset pages: a cursor holds the position of the last row, bound to the filter it was made under. */
import { createHash } from 'node:crypto';
import { refuse } from './errors.ts';
import { isId } from './id.ts';
import { isLocalDate } from './local-date.ts';
import { isStorable } from './safe-text.ts';

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type Position = readonly (string | number)[];

/** What stands at each place of a position, so that a forged cursor never reaches SQL. */
export type PositionShape = readonly ('text' | 'integer' | 'id' | 'date' | 'instant')[];

const MAX_CURSOR = 2048;

/** JSON with sorted keys and without undefined members: equal filters give equal text. */
function stableText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`;
  if (value instanceof Set) return stableText([...value]);
  if (typeof value === 'bigint') return `"${value}n"`;
  if (typeof value !== 'object' || value === null || 'toJSON' in value)
    return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${stableText(member)}`).join(',')}}`;
}

function filterHash(filter: unknown): string {
  return createHash('sha256').update(stableText(filter)).digest('base64url').slice(0, 16);
}

/** The cursor after the row at `position`, valid only under an equal `filter` (member order is free). */
export function encodeCursor(position: Position, filter: unknown): string {
  return Buffer.from(JSON.stringify([filterHash(filter), ...position])).toString('base64url');
}

/** The page of what was asked for with one row more than it holds, to see whether there is another. */
export function cutPage<T>(rows: readonly T[], limit: number, cursorAfter: (last: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorAfter(last) : null };
}

const shapeTests: Record<PositionShape[number], (value: string | number) => boolean> = {
  text: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  id: (value) => typeof value === 'string' && isId(value),
  date: (value) => typeof value === 'string' && isLocalDate(value),
  instant: (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/.test(value) &&
    isLocalDate(value.slice(0, 10)) &&
    !Number.isNaN(Date.parse(value)),
};

function readCursor(cursor: string): [string, ...(string | number)[]] | null {
  if (cursor.length > MAX_CURSOR || !/^[A-Za-z0-9_-]+$/.test(cursor)) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts)) return null;
    const [hash, ...position] = parts;
    const clean = position.every((part) =>
      typeof part === 'number' ? Number.isFinite(part) : typeof part === 'string' && isStorable(part),
    );
    return typeof hash === 'string' && clean ? [hash, ...position] : null;
  } catch {
    return null;
  }
}

/** The position in a cursor; refuses `cursor-invalid` where it is damaged or made under another filter. */
export function decodeCursor(cursor: string, filter: unknown, shape?: PositionShape): (string | number)[] {
  const parts = readCursor(cursor);
  if (parts !== null) {
    const [hash, ...position] = parts;
    const fits =
      shape === undefined ||
      (shape.length === position.length &&
        shape.every((kind, i) => {
          const value = position[i];
          return value !== undefined && shapeTests[kind](value);
        }));
    if (fits && hash === filterHash(filter)) return position;
  }
  throw refuse('malformed', 'cursor-invalid', {
    zh: '分页游标无效，或与当前筛选条件不符',
    en: 'The cursor is damaged or belongs to another filter',
  });
}
