import type { Tx } from '@qinwu/platform/db/database';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { followed, followedWhole, type Renamed } from '../../rules/injury/follow-case.ts';
import { isBeforeTransfer } from '../../rules/injury/lifecycle.ts';
import { isNobodys } from '../../rules/injury/opened-in-error.ts';
import { BY_REPORT, type ReportedInjury } from '../../rules/injury/reported-injury.ts';
import { injuryMembersOf } from '../../rules/injury/standing.ts';
import { findFiledInjury } from '../../store/injury-accident.ts';
import { saveInjuryRow } from '../../store/injury-commits.ts';
import type { FoundInjury } from '../../store/injury-find.ts';
import type { InjuryRow } from '../../store/injury-table.ts';
import { isAmendedIn } from '../../store/ledger-lines.ts';
import { clocksFrom } from './amend-application.ts';
import { applyChange } from './commit-application.ts';
import { type OpenedInjury, openFoundInjury } from './open-application.ts';
import { accidentIndexes } from './same-accident.ts';

/** Writes into a locked application what its case has come to say, until it is handed over. */
export async function followCase(
  deps: Deps,
  tx: Tx,
  found: FoundInjury,
  { reported, renamed }: { reported: ReportedInjury; renamed: Renamed },
): Promise<void> {
  const application = openFoundInjury(deps, found, 'window');
  const { row, content } = application;
  if (content === null || !isBeforeTransfer(row.state)) return;
  const { workerSubject, employerUscc, baseOn } = row;
  const own = { workerSubject, employerUscc, baseOn, content };
  // What somebody applied under is theirs to correct; what the window put right here stays, but for a name put right since.
  const isCases = isNobodys(row);
  const isUntouched = isCases && !(await isAmendedIn(tx, row.parkId, row.id));
  const taken = isCases ? renamed : { worker: false, employer: false };
  const next = isUntouched ? followedWhole(own, reported) : followed(own, reported, taken);
  if (next === null) return;
  const { content: known, ...set } = next;
  const accident = accidentIndexes(deps, { ...row, ...set, ...known });
  const other = await findFiledInjury(tx, row.parkId, accident, row.id);
  if (other !== null) return leaveAsItIs(deps, tx, application, other.row);
  const now = deps.clock.now();
  const fields = (['workerSubject', 'employerUscc', 'baseOn'] as const).filter(
    (name) => row[name] !== next[name],
  );
  const { entry, done, moved } = applyChange(deps, { actor: { id: BY_REPORT }, now }, application, {
    action: 'case-followed',
    set: { ...set, members: injuryMembersOf({ ...row, ...set }) },
    content: known,
    clocks: next.baseOn === null ? [] : clocksFrom(deps, application, next.baseOn, now),
    change: { fields },
    words: { worker: known.worker, employer: known.employer },
  });
  await saveInjuryRow(tx, done.row, moved);
  await writeEntries(tx, [entry]);
  deps.log.info({ injury: row.id, case: row.caseId, fields }, 'application follows its case');
}

/** What the case says now is the accident of another application: nothing is taken over, and the window reads why. */
async function leaveAsItIs(deps: Deps, tx: Tx, application: OpenedInjury, other: InjuryRow): Promise<void> {
  const { row } = application;
  const { entry, done } = applyChange(
    deps,
    { actor: { id: BY_REPORT }, now: deps.clock.now() },
    application,
    { action: 'case-not-followed', change: { application: other.id, number: other.number } },
  );
  await saveInjuryRow(tx, done.row, []);
  await writeEntries(tx, [entry]);
  deps.log.warn(
    { injury: row.id, other: other.number },
    'a case tells of the accident of another application',
  );
}
