import type { Tx } from '@qinwu/platform/db/database';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { findInjuryStanding, lockCase, saveInjuryCourse } from '../../store/injury-course.ts';

/** Where an application stands. */
export interface Course {
  park: string;
  caseId: string | undefined;
  applicationId: string;
  state: string;
  /** Version of the application: the highest stands. */
  sequence: number;
}

/** Writes into the case how far its application is; the case itself stays as it is. */
export async function bringCourse(deps: Deps, tx: Tx, course: Course): Promise<void> {
  const { park, caseId, applicationId: id, state, sequence } = course;
  if (caseId === undefined) return;
  const before = await lockCase(tx, park, caseId);
  const application = await findInjuryStanding(tx, park, id);
  if (before === null || application === null) return;
  const { number } = application;
  const known = before.injuryApplication;
  if (known !== null && known.id === id && known.sequence >= sequence) return;
  // What was filed anew stands: a late word of the one before it, which was not transferred, changes nothing.
  if (known !== null && known.id > id && application.state === 'NOT_TRANSFERRED') return;
  const entry = makeEntry(
    {
      park,
      caseKind: 'case',
      caseId,
      at: deps.clock.now(),
      actor: 'system:injury',
      action: 'injury-application-moved',
      change: { application: id, number, state, sequence },
    },
    { seq: before.version, hash: before.ledgerHash },
  );
  const injuryApplication = { id, number, state, sequence };
  await saveInjuryCourse(tx, { ...before, version: entry.seq, ledgerHash: entry.hash, injuryApplication });
  await writeEntries(tx, [entry]);
}
