import { refusedRow } from '@qinwu/platform/bulk/import/define-import';
import type { ImportContext, ParsedRow, RowOutcome } from '@qinwu/platform/bulk/import/import-kind';
import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../../deps.ts';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { givesWay, type TakenDays, takenDays } from '../../rules/inputs/taken-days.ts';
import type { NewValueRow } from '../../store/value-table.ts';
import { listOverlapping } from '../../store/values.ts';
import { changeInputs } from '../inputs/change-inputs.ts';
import { daysAreTaken } from '../inputs/days-taken.ts';
import { draftValue, type NewValue } from '../inputs/enter-value.ts';
import { succeededVersion } from '../inputs/succeed-value.ts';
import type { ValueVersion } from '../inputs/version-after.ts';
import { type Ending, writeVersions } from '../inputs/write-versions.ts';

interface Draft extends ValueVersion {
  readonly line: number;
}

/**
 * Takes a slice of values in, under the locks of all its enterprises, each laid out and announced once. A row that is in
 * already changes nothing; another value for the same days is put right in the service, where the ledger tells by whom.
 * Rows are taken in the order of their days, so that values without an end follow one another whatever the order of the
 * lines; of two lines that begin on the same day the first counts.
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
    const created: Draft[] = [];
    const endings: Ending[] = [];
    const decided = drafts.map((draft): RowOutcome => {
      try {
        // Refuses an enterprise nobody entered.
        knownAt(draft.row.uscc);
        const { outcome, before } = decideRow(draft, taken);
        if (before !== null) {
          const ending = { before, ...succeededVersion(before, draft.row, { actor, now }) };
          taken.replace(before, ending.row);
          endings.push(ending);
        }
        if (outcome.outcome === 'created') {
          taken.add(draft.row);
          created.push(draft);
        }
        return outcome;
      } catch (error) {
        return refusedRow(draft.line, error);
      }
    });
    await writeVersions(tx, { created, endings }, knownAt);
    return { answer: [...refused, ...decided], changed: verifiedCodes([...created, ...endings]) };
  });
}

/** The rows as they would be written, in the order of their days; what is wrong in one costs no other. */
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
  const byDay = (a: Draft, b: Draft) =>
    a.row.validFrom < b.row.validFrom ? -1 : Number(a.row.validFrom > b.row.validFrom);
  return { drafts: drafts.toSorted(byDay), refused };
}

/** What becomes of a row, and the value it ends. */
function decideRow(
  { line, row }: Draft,
  taken: TakenDays<NewValueRow>,
): { outcome: RowOutcome; before: NewValueRow | null } {
  const other = taken.find(row);
  const isFollowing = other !== undefined && givesWay(other, row);
  if (other === undefined || isFollowing) {
    return { outcome: { line, outcome: 'created', id: row.seriesId }, before: other ?? null };
  }
  if (!isSame(other, row)) throw daysAreTaken(other.seriesId);
  return { outcome: { line, outcome: 'unchanged', id: other.seriesId }, before: null };
}

/** True where a value is in already; one that a later value ended was stated without an end. */
function isSame(stored: NewValueRow, given: NewValueRow): boolean {
  const fields = ['value', 'unit', 'periodFrom', 'periodTo', 'validFrom'] as const;
  const sameEnd =
    stored.validUntil === given.validUntil || (stored.succeededBy !== null && given.validUntil === null);
  return sameEnd && fields.every((field) => stored[field] === given[field]);
}

/** Which indicators count differently, by enterprise. */
function verifiedCodes(written: readonly Pick<Draft, 'row'>[]): Map<string, string[]> {
  const verified = written.filter(({ row }) => row.state === 'VERIFIED').map(({ row }) => row);
  return new Map(
    Array.from(
      Map.groupBy(verified, ({ uscc }) => uscc),
      ([uscc, rows]) => [uscc, [...new Set(rows.map(({ code }) => code))]],
    ),
  );
}
