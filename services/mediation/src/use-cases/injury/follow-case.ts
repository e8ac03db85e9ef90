import type { Tx } from '@qinwu/platform/db/database';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { followed } from '../../rules/injury/follow-case.ts';
import { isBeforeTransfer } from '../../rules/injury/lifecycle.ts';
import type { reportedInjury } from '../../rules/injury/reported-injury.ts';
import { injuryMembersOf } from '../../rules/injury/standing.ts';
import { saveInjuryRow } from '../../store/injury-commits.ts';
import type { FoundInjury } from '../../store/injury-find.ts';
import { clocksFrom } from './amend-application.ts';
import { applyChange } from './commit-application.ts';
import { openFoundInjury } from './open-application.ts';

/** Writes into a locked application what its case has come to say, until it is handed over. */
export async function followCase(
  deps: Deps,
  tx: Tx,
  found: FoundInjury,
  reported: ReturnType<typeof reportedInjury>,
): Promise<void> {
  const application = openFoundInjury(deps, found, 'window');
  const { row, content } = application;
  if (content === null || !isBeforeTransfer(row.state)) return;
  const { workerSubject, employerUscc, baseOn } = row;
  const next = followed({ workerSubject, employerUscc, baseOn, content }, reported);
  if (next === null) return;
  const now = deps.clock.now();
  const { content: known, ...set } = next;
  const fields = (['workerSubject', 'employerUscc', 'baseOn'] as const).filter(
    (name) => row[name] !== next[name],
  );
  const { entry, done, moved } = applyChange(
    deps,
    { actor: { id: 'system:injury-reported' }, now },
    application,
    {
      action: 'case-followed',
      set: { ...set, members: injuryMembersOf({ ...row, ...set }) },
      content: known,
      clocks: next.baseOn === null ? [] : clocksFrom(deps, application, next.baseOn, now),
      change: { fields },
      words: { worker: known.worker, employer: known.employer },
    },
  );
  await saveInjuryRow(tx, done.row, moved);
  await writeEntries(tx, [entry]);
  deps.log.info({ injury: row.id, case: row.caseId, fields }, 'application follows its case');
}
