import { refusedRow } from '@qinwu/platform/bulk/import/define-import';
import type { ImportContext, ParsedRow, RowOutcome } from '@qinwu/platform/bulk/import/import-kind';
import type { Tx } from '@qinwu/platform/db/database';
import type { LedgerEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { type TakenDays, takenDays } from '../../rules/inputs/taken-days.ts';
import type { NewValueRow } from '../../store/value-table.ts';
import { insertVersions } from '../../store/value-writes.ts';
import { listOverlapping } from '../../store/values.ts';
import { changeInputs } from '../inputs/change-inputs.ts';
import { daysAreTaken, draftValue, type NewValue } from '../inputs/enter-value.ts';

interface Draft {
  line: number;
  row: NewValueRow;
  entry: LedgerEntry;
}

/**
 * Takes a slice of values in, under the locks of all its enterprises, each laid out and announced once. A row that is in
 * already changes nothing; another value for the same days is put right in the service, where the ledger tells by whom.
 * Of two lines for the same days the first counts.
 */
export async function importValues(
  deps: Deps,
  tx: Tx,
  rows: readonly ParsedRow<NewValue>[],
  context: ImportContext,
): Promise<RowOutcome[]> {
  const { actor, now } = context;
  const { park } = actor;
  const usccs = [...new Set(rows.map(({ row }) => row.uscc))].toSorted();
  return changeInputs(deps, tx, { park, usccs, now }, async (knownAt, catalogue) => {
    const { drafts, refused } = draftRows(rows, { actor, now, catalogue });
    const standing = await listOverlapping(
      tx,
      park,
      drafts.map(({ row }) => row),
    );
    const taken = takenDays<NewValueRow>(standing);
    const created: (Draft & { knownAt: Date })[] = [];
    const decided = drafts.map((draft): RowOutcome => {
      try {
        const known = { ...draft, knownAt: knownAt(draft.row.uscc) };
        const outcome = decideRow(draft, taken);
        if (outcome.outcome === 'created') created.push(known);
        return outcome;
      } catch (error) {
        return refusedRow(draft.line, error);
      }
    });
    await insertVersions(
      tx,
      created.map(({ row, knownAt: instant }) => ({ ...row, knownAt: instant })),
    );
    await writeEntries(
      tx,
      created.map(({ entry }) => entry),
    );
    return { answer: [...refused, ...decided], changed: verifiedCodes(created) };
  });
}

/** The rows as they would be written; what is wrong in one costs no other. */
function draftRows(
  rows: readonly ParsedRow<NewValue>[],
  by: Pick<ImportContext, 'actor' | 'now'> & { catalogue: ParkCatalogue },
): { drafts: Draft[]; refused: RowOutcome[] } {
  const drafts: Draft[] = [];
  const refused: RowOutcome[] = [];
  for (const { line, row } of rows) {
    try {
      drafts.push({ line, ...draftValue(row, by) });
    } catch (error) {
      refused.push(refusedRow(line, error));
    }
  }
  return { drafts, refused };
}

function decideRow({ line, row }: Draft, taken: TakenDays<NewValueRow>): RowOutcome {
  const other = taken.find(row);
  if (other === undefined) {
    taken.add(row);
    return { line, outcome: 'created', id: row.seriesId };
  }
  if (!isSame(other, row)) throw daysAreTaken(other.seriesId);
  return { line, outcome: 'unchanged', id: other.seriesId };
}

function isSame(stored: NewValueRow, given: NewValueRow): boolean {
  const fields = ['value', 'unit', 'periodFrom', 'periodTo', 'validFrom', 'validUntil'] as const;
  return fields.every((field) => stored[field] === given[field]);
}

/** Which indicators count differently, by enterprise. */
function verifiedCodes(created: readonly Draft[]): Map<string, string[]> {
  const verified = created.filter(({ row }) => row.state === 'VERIFIED').map(({ row }) => row);
  return new Map(
    Array.from(
      Map.groupBy(verified, ({ uscc }) => uscc),
      ([uscc, rows]) => [uscc, [...new Set(rows.map(({ code }) => code))]],
    ),
  );
}
