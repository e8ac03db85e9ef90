import type { ImportContext, ParsedRow, RowOutcome } from '@qinwu/platform/bulk/import/import-kind';
import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../../deps.ts';
import { findOverlapping } from '../../store/titles/titles.ts';
import { grantStep, type NewTitle, titleOverlaps } from './grant-title.ts';
import { writeTitleIn } from './write-title.ts';

/** Takes a slice of a list of titles in; what stands as the list says is left alone. */
export async function importTitles(
  deps: Deps,
  tx: Tx,
  rows: readonly ParsedRow<NewTitle>[],
  { actor, now }: ImportContext,
): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (const { line, row: given } of rows) {
    const step = grantStep(deps, { actor, now }, given);
    const { from, until, document } = step.row;
    const other = await findOverlapping(tx, step.row);
    if (other === null) {
      await writeTitleIn(tx, { actor, now }, step);
      outcomes.push({ line, outcome: 'created', id: step.row.id });
      continue;
    }
    const isSame = other.from === from && other.until === until && other.document === document;
    if (!isSame) throw titleOverlaps(other.id);
    outcomes.push({ line, outcome: 'unchanged', id: other.id });
  }
  return outcomes;
}
