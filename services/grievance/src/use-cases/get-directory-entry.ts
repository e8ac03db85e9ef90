import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { isId } from '@qinwu/domain/id';
import type { Deps } from '../deps.ts';
import {
  type DirectoryKind,
  type EntryRow,
  findOptionalEntry,
  findOptionalEntryById,
} from '../store/directory-commits.ts';

/** One entry of the park's directory by its natural key; one known by a code also by its id. Refuses `entry-missing`. */
export async function getDirectoryEntry<K extends DirectoryKind>(
  deps: Deps,
  { park }: Actor,
  kind: K,
  key: Readonly<Record<string, unknown>>,
): Promise<EntryRow<K>> {
  const named = await findOptionalEntry(deps.db, kind, park, key);
  const { code } = key;
  const isMaybeId = named === null && typeof code === 'string' && isId(code);
  const row = isMaybeId ? await findOptionalEntryById(deps.db, kind, park, code) : named;
  if (row !== null) return row;
  throw refuse('missing', 'entry-missing', { zh: '名录中没有该条目', en: 'The directory has no such entry' });
}
