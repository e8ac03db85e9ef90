import type { ImportContext, ParsedRow, RowOutcome } from '@qinwu/platform/bulk/import/import-kind';
import type { Tx } from '@qinwu/platform/db/database';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import type { ValueRow } from '../../store/value-table.ts';
import { insertVersions } from '../../store/value-writes.ts';
import { findOverlapping } from '../../store/values.ts';
import { changeInputs } from '../inputs/change-inputs.ts';
import { daysAreTaken, draftValue, type NewValue } from '../inputs/enter-value.ts';

/**
 * Takes a slice of values in, under the locks of all its enterprises, each laid out and announced once. A row that is in
 * already changes nothing; another value for the same days is put right in the service, where the ledger tells by whom.
 */
export async function importValues(
  deps: Deps,
  tx: Tx,
  rows: readonly ParsedRow<NewValue>[],
  { actor, now }: ImportContext,
): Promise<RowOutcome[]> {
  const { park } = actor;
  const drafts = rows.map(({ line, row }) => ({ line, given: row, ...draftValue(row, { actor, now }) }));
  const usccs = [...new Set(rows.map(({ row }) => row.uscc))].toSorted();
  return changeInputs(deps, tx, { park, usccs, now }, async (knownAt) => {
    const answer: RowOutcome[] = [];
    const changed = new Map<string, string[]>();
    for (const { line, given, row, entry } of drafts) {
      const instant = knownAt(row.uscc);
      const other = await findOverlapping(tx, row);
      if (other !== null && !isSame(other, given)) throw daysAreTaken(other.seriesId);
      if (other !== null) {
        answer.push({ line, outcome: 'unchanged', id: other.seriesId });
        continue;
      }
      await insertVersions(tx, [{ ...row, knownAt: instant }]);
      await writeEntries(tx, [entry]);
      const codes = changed.get(row.uscc) ?? [];
      if (row.state === 'VERIFIED' && !codes.includes(row.code)) changed.set(row.uscc, [...codes, row.code]);
      answer.push({ line, outcome: 'created', id: row.seriesId });
    }
    return { answer, changed };
  });
}

function isSame(stored: ValueRow, given: NewValue): boolean {
  const fields = ['value', 'unit', 'periodFrom', 'periodTo', 'validFrom', 'validUntil'] as const;
  return fields.every((field) => stored[field] === given[field]);
}
