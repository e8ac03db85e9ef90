import { StaleError } from '@qinwu/platform/db/commit';
import type { Tx } from '@qinwu/platform/db/database';
import { type KeptAnswer, keepAnswer } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { eraseRecord } from '@qinwu/platform/files/erase-record';
import { openFileStore } from '@qinwu/platform/files/file-store';
import type { LedgerEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../deps.ts';
import { ensureNoImport } from '../rules/erasure.ts';
import { forgetImportedRef, importedRefOf, importsOf } from '../store/erasures.ts';
import { refIndex } from './external-ref.ts';

/** Makes the answer of an erasure, and the copy of it that is stored in the same commit; it names nobody. */
export type PresentErased<A> = (done: { files: number }) => { answer: A; kept: KeptAnswer | undefined };

interface Erasing {
  /** `owners` is what its own files belong to. */
  record: { park: string; recordId: string; owners: readonly string[]; now: Date };
  /** Writes the row without its persons; false where its version moved. */
  save: (tx: Tx) => Promise<boolean>;
  entry: LedgerEntry;
  /** The refusal where another call was faster. */
  erasedAlready: () => Error;
}

/**
 * Destroys the keys of a record and of its files, and of the registers that hold a line of it, with the ledger entry that
 * says so, all or nothing. Refuses while an import of its source is under way.
 */
export async function carryOutErasure<A>(
  deps: Deps,
  { record, save, entry, erasedAlready }: Erasing,
  present: PresentErased<A>,
): Promise<A> {
  const { park, recordId } = record;
  const [imports, imported] = await Promise.all([
    importsOf(deps.db, park, recordId),
    importedRefOf(deps.db, park, recordId),
  ]);
  ensureNoImport(imports);
  const owners = [...record.owners, ...imports.map(({ id }) => `import/${id}`)];
  const { places, answer } = await inTransaction(deps.db, async (tx) => {
    if (!(await save(tx))) throw new StaleError();
    const erased = await eraseRecord(tx, { ...record, owners });
    if (erased === null) throw erasedAlready();
    if (imported !== null) {
      await forgetImportedRef(tx, recordId, refIndex(deps, imported.source, imported.externalRef));
    }
    await writeEntries(tx, [entry]);
    const made = present({ files: erased.files });
    if (made.kept !== undefined) await keepAnswer(tx, made.kept);
    return { places: erased.places, answer: made.answer };
  });
  await removeBytes(deps, places);
  deps.log.info({ record: recordId }, 'record erased');
  return answer;
}

/**
 * Removes the bytes that lie in a bucket, once it is committed. A bucket that is away keeps ciphertext whose key is gone,
 * and its place stands in the log.
 */
async function removeBytes(deps: Deps, places: readonly string[]): Promise<void> {
  const { blobs } = openFileStore(deps.db, deps.keyring, deps.s3);
  for (const place of places) {
    try {
      await blobs.remove(place);
    } catch (error) {
      deps.log.warn({ err: error, place }, 'the bytes of an erased file could not be removed');
    }
  }
}
