import type { Tx } from '@qinwu/platform/db/database';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { UNNAMED } from '../../rules/case-content.ts';
import { standsForAccident } from '../../rules/injury/lifecycle.ts';
import { isOpenedInError } from '../../rules/injury/opened-in-error.ts';
import { BY_REPORT, type ReportedInjury } from '../../rules/injury/reported-injury.ts';
import { isSameName } from '../../rules/injury/same-accident.ts';
import type { CaseRow } from '../../store/case-table.ts';
import { saveInjuryRow } from '../../store/injury-commits.ts';
import { type FoundInjury, lockInjuriesOfCase } from '../../store/injury-find.ts';
import { bringCourse } from './bring-course.ts';
import { applyChange } from './commit-application.ts';
import { openFoundInjury } from './open-application.ts';

/** Writes down whose application of the case it is: its worker may be called otherwise one day. */
async function takePlace(
  deps: Deps,
  tx: Tx,
  found: FoundInjury,
  partyId: string | null,
): Promise<FoundInjury> {
  const { entry, done } = applyChange(
    deps,
    { actor: { id: BY_REPORT }, now: deps.clock.now() },
    openFoundInjury(deps, found, 'window'),
    { action: 'party-named', set: { partyId }, change: { party: partyId } },
  );
  await saveInjuryRow(tx, done.row, []);
  await writeEntries(tx, [entry]);
  const { id, parkId, caseId } = done.row;
  await bringCourse(deps, tx, { park: parkId, caseId: caseId ?? undefined, applicationId: id });
  return { ...found, row: done.row };
}

/**
 * The application of a case for somebody it names as hurt, locked, one that stands before those that do not: by the
 * party, else by the name, of those that are nobody's in the case. Where the case names nobody it has one for all.
 */
export async function lockInjuryOfParty(
  deps: Deps,
  tx: Tx,
  { dispute, reported, isNamed }: { dispute: CaseRow; reported: ReportedInjury; isNamed: boolean },
): Promise<FoundInjury | null> {
  const known = await lockInjuriesOfCase(tx, dispute.parkId, dispute.id);
  const { partyId, content } = reported;
  const own = known.find(({ row }) => row.partyId === partyId);
  // Where several were named before and nobody is, what the case says is of the one it would open.
  if (own !== undefined && (isNamed || standsForAccident(own.row.state))) return own;
  const others = new Set<string | null>(dispute.parties.map(({ id }) => id));
  const named = known
    .filter(({ row }) => !others.has(row.partyId))
    .find((found) => {
      const name = openFoundInjury(deps, found, 'window').content?.worker.name;
      return name === UNNAMED || (name !== undefined && isSameName(name, content.worker.name));
    });
  if (named !== undefined) return takePlace(deps, tx, named, partyId);
  if (isNamed) return null;
  // What was opened in error for one says nothing of another.
  const isOf = ({ row }: FoundInjury) => row.partyId === partyId || !isOpenedInError(row);
  return known.find(isOf) ?? null;
}
