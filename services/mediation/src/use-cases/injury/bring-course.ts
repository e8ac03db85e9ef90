import type { Tx } from '@qinwu/platform/db/database';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { standsForAccident } from '../../rules/injury/lifecycle.ts';
import type { InjuryApplicationRef } from '../../store/case-table.ts';
import { listCourses, lockCase, saveInjuryCourse } from '../../store/injury-course.ts';

/** An application that moved, of a case or of none. */
interface Moved {
  park: string;
  caseId?: string | undefined;
  applicationId: string;
}

/** What the case tells of its applications, to see whether a word says anything new. */
function told(ref: InjuryApplicationRef | null): string {
  const all = ref === null ? [] : [ref, ...(ref.others ?? [])];
  return JSON.stringify(all.map(({ id, state, party = null, reason = null }) => [id, state, party, reason]));
}

/** Writes into the case how far its applications are by now; the case itself stays as it is. */
export async function bringCourse(deps: Deps, tx: Tx, { park, caseId, applicationId }: Moved): Promise<void> {
  if (caseId === undefined) return;
  const before = await lockCase(tx, park, caseId);
  const courses = await listCourses(tx, park, caseId);
  // What stands comes first: one that was not transferred, not accepted or withdrawn only where nothing was filed anew.
  const first = courses.find(({ state }) => standsForAccident(state)) ?? courses.at(-1);
  const moved = courses.find(({ id }) => id === applicationId);
  if (before === null || first === undefined || moved === undefined) return;
  const others = courses.filter(({ id }) => id !== first.id);
  const injuryApplication = others.length === 0 ? first : { ...first, others };
  if (told(before.injuryApplication) === told(injuryApplication)) return;
  const { number, state, sequence } = moved;
  const entry = makeEntry(
    {
      park,
      caseKind: 'case',
      caseId,
      at: deps.clock.now(),
      actor: 'system:injury',
      action: 'injury-application-moved',
      change: { application: applicationId, number, state, sequence },
    },
    { seq: before.version, hash: before.ledgerHash },
  );
  await saveInjuryCourse(tx, { ...before, version: entry.seq, ledgerHash: entry.hash, injuryApplication });
  await writeEntries(tx, [entry]);
}
