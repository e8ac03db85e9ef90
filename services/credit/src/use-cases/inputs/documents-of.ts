import type { DbOrTx } from '@qinwu/platform/db/database';
import { spanOf } from '../../rules/documents/decide-document.ts';
import type { SpannedDocument } from '../../rules/inputs/input-vector.ts';
import { listStandingDocuments } from '../../store/documents/documents.ts';

/** What counts against enterprises, with its days, as it was known at an instant (null: as it is). */
export async function documentsOf(
  db: DbOrTx,
  of: { park: string; usccs: readonly string[]; knownOn: Date | null },
): Promise<Map<string, SpannedDocument[]>> {
  const spans = new Map<string, SpannedDocument[]>();
  for (const row of await listStandingDocuments(db, of)) {
    const span = spanOf(row);
    if (span !== null) spans.set(row.uscc, [...(spans.get(row.uscc) ?? []), span]);
  }
  return spans;
}
