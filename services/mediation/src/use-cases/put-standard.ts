import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { commit } from '@qinwu/platform/db/commit';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { checkStandard } from '../rules/standards.ts';
import type { Standard } from '../standard.ts';
import { findOptionalStandard, type StandardRow, saveStandard } from '../store/standards.ts';

/**
 * Enters a standard, or ends or corrects one, with its ledger entry. `expected` refuses unless the caller has seen
 * the entry as it stands, null where there is none yet.
 */
export async function putStandard(
  deps: Deps,
  { actor, now }: Caller,
  { fields, expected }: { fields: Standard; expected(before: StandardRow | null): void },
): Promise<{ row: StandardRow; isNew: boolean }> {
  const today = localDateOf(now);
  const before = await findOptionalStandard(deps.db, actor.park, fields);
  expected(before);
  checkStandard(before, fields, today);
  const id = before?.id ?? newId();
  const entry = makeEntry(
    {
      park: actor.park,
      caseKind: 'standard',
      caseId: id,
      at: now,
      actor: actor.id,
      action: before === null ? 'listed' : 'changed',
      change: { ...fields, value: fields.value.toString() },
    },
    before === null ? null : { seq: before.version, hash: before.ledgerHash },
  );
  const row: StandardRow = {
    ...fields,
    id,
    parkId: actor.park,
    recordedOn: before?.recordedOn ?? today,
    version: entry.seq,
    ledgerHash: entry.hash,
  };
  const values = { ...row, expectedVersion: before?.version ?? 0 };
  await commit(deps.db, { statement: saveStandard, values, entry, events: [] });
  deps.log.info({ id, kind: row.kind }, 'standard saved');
  return { row, isNew: before === null };
}
