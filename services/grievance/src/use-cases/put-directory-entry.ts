import { officerListed } from '@qinwu/contracts/events/grievance';
import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import { commit } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { checkEntry } from '../rules/directory-entry.ts';
import {
  type DirectoryKind,
  type EntryFields,
  type EntryRow,
  findOptionalEntry,
  saveEntries,
} from '../store/directory-commits.ts';

/** An entry as it is now, and whether it is new. */
export interface PutResult<K extends DirectoryKind> {
  row: EntryRow<K>;
  isNew: boolean;
}

/** One entry to enter or replace. */
export interface DirectoryChange<K extends DirectoryKind> {
  kind: K;
  fields: EntryFields<K>;
  expected(before: EntryRow<K> | null): number | null;
}

/**
 * Enters or replaces one entry of the directory under its natural key, with its ledger entry. `expected` tells the
 * version the caller saw, null for none, once the entry as it stands is known, null where there is none yet.
 */
export async function putDirectoryEntry<K extends DirectoryKind>(
  deps: Deps,
  caller: Caller,
  { kind, fields, expected }: DirectoryChange<K>,
): Promise<PutResult<K>> {
  const { actor, now } = caller;
  checkEntry(kind, fields, await deps.directories.of(actor.park));
  const before = await findOptionalEntry(deps.db, kind, actor.park, fields);
  ensureVersion({ version: before?.version ?? 0 }, expected(before) ?? 0);
  const id = before?.id ?? newId();
  const head = before === null ? null : { seq: before.version, hash: before.ledgerHash };
  const action = before === null ? 'listed' : 'changed';
  const change = JSON.parse(JSON.stringify(fields));
  const entry = makeEntry(
    { park: actor.park, caseKind: kind, caseId: id, at: now, actor: actor.id, action, change },
    head,
  );
  const added = { id, parkId: actor.park, version: entry.seq, ledgerHash: entry.hash };
  const row: object = { ...fields, ...added };
  await commit(deps.db, {
    statement: saveEntries[kind],
    values: { ...row, expectedVersion: before?.version ?? 0 },
    entry,
    events: isOfficer(kind, row) ? announceOfficer(deps, row, caller) : [],
  });
  deps.directories.forget(actor.park);
  deps.log.info({ kind, id, action }, 'directory entry saved');
  return { row: row as EntryRow<K>, isNew: before === null };
}

function isOfficer(kind: DirectoryKind, row: object): row is EntryRow<'officer'> {
  return kind === 'officer' && 'activeFrom' in row;
}

function announceOfficer(deps: Deps, row: EntryRow<'officer'>, { now, traceparent }: Caller): OutboxRow[] {
  return deps.announce(officerListed, {
    park: row.parkId,
    subject: row.id,
    sequence: row.version,
    time: now,
    traceparent,
    data: { officerId: row.id, kind: row.kind, activeFrom: row.activeFrom, activeUntil: row.activeUntil },
  });
}
