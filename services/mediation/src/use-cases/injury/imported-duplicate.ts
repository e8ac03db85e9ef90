import { fieldRule } from '@qinwu/domain/errors';
import type { ImportContext } from '@qinwu/platform/bulk/import/import-kind';
import type { Tx } from '@qinwu/platform/db/database';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import type { NamedInjury } from '../../injury-vocabulary.ts';
import { findImported, type SourceKey } from '../../store/imported-records.ts';
import { addDuplicate, lockInjury } from '../../store/injury-duplicates.ts';
import type { InjuryRow } from '../../store/injury-table.ts';
import { refIndex } from '../external-ref.ts';
import { DUPLICATE_LINKED } from './close-duplicate.ts';

/** The application of the same source that an imported duplicate was closed for; it comes in before it. */
export async function goesOn(
  deps: Deps,
  tx: Tx,
  { duplicateOf: externalRef, ...key }: SourceKey & { duplicateOf: string },
): Promise<NamedInjury> {
  const externalRefIndex = refIndex(deps, key.source, externalRef);
  const isItself = externalRef === key.externalRef;
  const known = isItself ? null : await findImported(tx, { ...key, externalRef, externalRefIndex });
  const other = known === null ? undefined : await lockInjury(tx, key.parkId, known.id);
  if (other !== undefined) return { id: other.id, number: other.number };
  throw fieldRule('/duplicateOf', 'application-missing', {
    zh: '该来源没有先行导入的该申请',
    en: 'No such application of this source has come in before',
  });
}

/** The one that goes on names an imported duplicate too, as if it had been closed here. */
export async function linkImported(tx: Tx, row: InjuryRow, { actor, now }: ImportContext): Promise<void> {
  const { id, number, parkId, duplicateOf, applicantKind, appliedOn } = row;
  const other = duplicateOf === null ? undefined : await lockInjury(tx, parkId, duplicateOf.id);
  if (other === undefined) return;
  const entry = makeEntry(
    {
      park: parkId,
      caseKind: 'injury',
      caseId: other.id,
      at: now,
      actor: actor.id,
      action: DUPLICATE_LINKED,
      change: { duplicate: { id, number }, applicantKind, appliedOn },
    },
    { seq: other.version, hash: other.ledgerHash },
  );
  await addDuplicate(tx, other, { duplicate: { id, number }, version: entry.seq, ledgerHash: entry.hash });
  await writeEntries(tx, [entry]);
}
