import type { Actor } from '@qinwu/domain/actor';
import { decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../deps.ts';
import { type DirectoryKind, type EntryRow, listEntries, positionOf } from '../store/directory-commits.ts';

/** A page of the park's entries of one kind, in the order of their keys. */
export async function listDirectory<K extends DirectoryKind>(
  deps: Deps,
  actor: Actor,
  kind: K,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<EntryRow<K>>> {
  const filter = { kind };
  const after = cursor === undefined ? null : decodeCursor(cursor, filter);
  const rows = await listEntries(deps.db, kind, { park: actor.park, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, next: hasMore ? encodeCursor(positionOf(kind, last), filter) : null };
}
