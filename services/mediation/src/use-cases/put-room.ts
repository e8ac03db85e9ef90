import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import { commit } from '@qinwu/platform/db/commit';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { findOptionalRoom, type RoomRow, saveRoom } from '../store/rooms.ts';

/** Enters a room or changes it; `expected` refuses unless the caller has seen it as it stands. */
export async function putRoom(
  deps: Deps,
  { actor, now }: Caller,
  input: { code: string; name: string; seats: number; expected(before: RoomRow | null): void },
): Promise<{ row: RoomRow; isNew: boolean }> {
  const { code, name, seats, expected } = input;
  const before = await findOptionalRoom(deps.db, actor.park, code);
  expected(before);
  const id = before?.id ?? newId();
  const entry = makeEntry(
    {
      park: actor.park,
      caseKind: 'room',
      caseId: id,
      at: now,
      actor: actor.id,
      action: before === null ? 'listed' : 'changed',
      change: { code, name, seats },
    },
    before === null ? null : { seq: before.version, hash: before.ledgerHash },
  );
  const row: RoomRow = {
    id,
    parkId: actor.park,
    code,
    version: entry.seq,
    ledgerHash: entry.hash,
    name,
    seats,
    recordedAt: before?.recordedAt ?? now,
  };
  const values = { ...row, expectedVersion: before?.version ?? 0 };
  await commit(deps.db, { statement: saveRoom, values, entry, events: [] });
  return { row, isNew: before === null };
}
