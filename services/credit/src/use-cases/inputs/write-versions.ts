import type { Tx } from '@qinwu/platform/db/database';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { NewValueRow } from '../../store/value-table.ts';
import { insertVersions, supersedeVersions } from '../../store/value-writes.ts';
import type { ValueVersion } from './version-after.ts';

/** The version of a standing value that a later one ends. */
export interface Ending extends ValueVersion {
  readonly before: NewValueRow;
}

/** Writes new values and the versions of those they end, under the locks of their enterprises. */
export async function writeVersions(
  tx: Tx,
  { created, endings }: { created: readonly ValueVersion[]; endings: readonly Ending[] },
  knownAt: (uscc: string) => Date,
): Promise<void> {
  const ended = new Map(endings.map(({ before }) => [before.id, knownAt(before.uscc)]));
  await supersedeVersions(
    tx,
    endings.map(({ before: { parkId, id, uscc } }) => ({ parkId, id, at: knownAt(uscc) })),
  );
  await insertVersions(
    tx,
    [...created, ...endings].map(({ row }) => ({
      ...row,
      knownAt: knownAt(row.uscc),
      // What another of those created ended was known at no instant.
      supersededAt: ended.get(row.id) ?? null,
    })),
  );
  await writeEntries(
    tx,
    [...created, ...endings].map(({ entry }) => entry),
  );
}
