import type { ImportContext, ParsedRow, RowOutcome } from '@qinwu/platform/bulk/import/import-kind';
import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../../deps.ts';
import { findOptionalEnterprise } from '../../store/enterprises.ts';
import { holdEntering } from '../../store/input-vectors.ts';
import { draftEnterprise, type EnterpriseFields, writeEnterprise } from '../enterprises/put-enterprise.ts';
import { countEarlier } from '../mirrors/count-mirrored.ts';

export interface ImportedEnterprise {
  readonly uscc: string;
  readonly fields: EnterpriseFields;
}

/** Takes a slice of a list in; what stands as the list says is left alone. */
export async function importEnterprises(
  deps: Deps,
  tx: Tx,
  rows: readonly ParsedRow<ImportedEnterprise>[],
  { actor, now }: ImportContext,
): Promise<RowOutcome[]> {
  const { park } = actor;
  const outcomes: RowOutcome[] = [];
  const entered: string[] = [];
  await holdEntering(tx, park, 'entering');
  // In the order of the codes, as every change of several takes its locks.
  for (const { line, row } of rows.toSorted((a, b) => (a.row.uscc < b.row.uscc ? -1 : 1))) {
    const before = await findOptionalEnterprise(tx, park, row.uscc);
    if (before !== null && isSame(before, row.fields)) {
      outcomes.push({ line, outcome: 'unchanged', id: before.id });
      continue;
    }
    const draft = draftEnterprise(before, row, { actor, now });
    await writeEnterprise(deps, tx, { now }, { ...draft, before });
    if (before === null) entered.push(row.uscc);
    outcomes.push({ line, outcome: before === null ? 'created' : 'updated', id: draft.row.id });
  }
  await countEarlier(deps, tx, { park, usccs: entered }, { now });
  return outcomes;
}

function isSame(a: EnterpriseFields, b: EnterpriseFields): boolean {
  return (
    a.name === b.name && a.industry === b.industry && a.foundedOn === b.foundedOn && a.active === b.active
  );
}
