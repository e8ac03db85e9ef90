import type { Tx } from '@qinwu/platform/db/database';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { BY_REPORT } from '../../rules/injury/reported-injury.ts';
import { mayHearOf } from '../../rules/injury/same-accident.ts';
import type { CaseRow } from '../../store/case-table.ts';
import { saveInjuryRow } from '../../store/injury-commits.ts';
import type { FoundInjury } from '../../store/injury-find.ts';
import { bringCourse } from './bring-course.ts';
import { applyChange } from './commit-application.ts';
import { openFoundInjury } from './open-application.ts';

/** Written in the application of a case that may not hear of it. */
export const CASE_NOT_LINKED = 'case-not-linked';

/**
 * A case tells of an accident that has its application: it takes its place in that instead of opening a second one.
 * One that may not hear of it, or that comes after another case, is on record in the application for the window alone.
 */
export async function linkCase(
  deps: Deps,
  tx: Tx,
  found: FoundInjury,
  { dispute, partyId }: { dispute: CaseRow; partyId: string | null },
): Promise<void> {
  const { row } = found;
  const isLinked = row.caseId === null && mayHearOf(dispute, row);
  const { entry, done } = applyChange(
    deps,
    { actor: { id: BY_REPORT }, now: deps.clock.now() },
    openFoundInjury(deps, found, 'window'),
    {
      action: isLinked ? 'case-linked' : CASE_NOT_LINKED,
      set: isLinked ? { caseId: dispute.id, partyId } : {},
      change: { case: dispute.id, number: dispute.number },
    },
  );
  await saveInjuryRow(tx, done.row, []);
  await writeEntries(tx, [entry]);
  const told = { injury: row.id, number: row.number, case: dispute.id };
  if (!isLinked) return deps.log.warn(told, 'a case tells of an accident that has its application');
  await bringCourse(deps, tx, { park: row.parkId, caseId: dispute.id, applicationId: row.id });
  deps.log.info(told, 'case linked to the application of its accident');
}
