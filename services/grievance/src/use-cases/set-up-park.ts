import type { Caller } from '@qinwu/domain/caller';
import { isDomainError } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import { DEFAULT_CATEGORIES, DEFAULT_PROFILES, DEFAULT_UNITS } from '../rules/default-directory.ts';
import type { DirectoryKind, EntryFields } from '../store/directory-commits.ts';
import { putDirectoryEntry } from './put-directory-entry.ts';

/** How many default entries a set-up made; the rest were there. */
export interface SetUp {
  units: number;
  categories: number;
  clockProfiles: number;
}

/** Gives a park its default directory; entries it has already stay as they are, so that it can be called again. */
export async function setUpPark(deps: Deps, caller: Caller): Promise<SetUp> {
  return {
    units: await addMissing(
      deps,
      caller,
      'unit',
      DEFAULT_UNITS.map((unit) => ({ ...unit, enabled: true })),
    ),
    categories: await addMissing(deps, caller, 'category', DEFAULT_CATEGORIES),
    clockProfiles: await addMissing(deps, caller, 'clock-profile', DEFAULT_PROFILES),
  };
}

async function addMissing<K extends DirectoryKind>(
  deps: Deps,
  caller: Caller,
  kind: K,
  entries: readonly EntryFields<K>[],
): Promise<number> {
  let added = 0;
  for (const fields of entries) {
    if (await isAdded(() => putDirectoryEntry(deps, caller, { kind, fields, expected: () => null })))
      added += 1;
  }
  return added;
}

/** False where the entry was there, before us or by somebody setting up at the same time. */
async function isAdded(put: () => Promise<unknown>): Promise<boolean> {
  try {
    await put();
    return true;
  } catch (error) {
    if (isDomainError(error) && error.kind === 'stale') return false;
    throw error;
  }
}
