import type { injuryReported } from '@qinwu/contracts/events/mediation';
import { localDateOf } from '@qinwu/domain/local-date';
import { keepRecordKey } from '@qinwu/platform/crypto/record-key';
import type { Tx } from '@qinwu/platform/db/database';
import { publish } from '@qinwu/platform/db/publish';
import type { ReceivedEvent } from '@qinwu/platform/events/event-handler';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import { takeNumbersIn } from '@qinwu/platform/numbers/number-source';
import type { Deps } from '../../deps.ts';
import type { CaseContent } from '../../rules/case-content.ts';
import { reportedInjury } from '../../rules/injury/reported-injury.ts';
import { checklist } from '../../rules/injury/settings.ts';
import { insertInjuryRow } from '../../store/injury-commits.ts';
import { readCaseIn } from '../../store/injury-course.ts';
import { findInjuryOfCase } from '../../store/injury-find.ts';
import { openJson } from '../secrets.ts';
import { announceReceived } from './announce-injury.ts';
import { draftApplication, INJURY_PREFIX } from './draft-application.ts';
import { settingsOn } from './read-settings.ts';

/** Opens an application for a case that tells of a work injury, once for each case; the window completes it. */
export async function openReported(
  deps: Deps,
  tx: Tx,
  { park, data, traceparent }: ReceivedEvent<typeof injuryReported>,
): Promise<void> {
  const found = await readCaseIn(tx, park, data.caseId);
  if (found === null || (await findInjuryOfCase(tx, park, data.caseId)) !== null) return;
  const { row: dispute, wrapped: sealed } = found;
  const dek = sealed === null ? null : deps.keyring.unwrap(dispute.id, sealed);
  const at = { column: 'content', id: dispute.id };
  const content = openJson<CaseContent>(deps.keyring, dek, at, dispute.content);
  if (content === null) return;
  const now = deps.clock.now();
  const date = localDateOf(now);
  const [number = ''] = await takeNumbersIn(tx, park, { prefix: INJURY_PREFIX, date, count: 1 });
  const draft = draftApplication(deps, {
    ...reportedInjury(dispute, content),
    park,
    number,
    materials: checklist(await settingsOn(tx, park, date)),
    caseId: dispute.id,
    filedBy: 'system:injury-reported',
    appliedOn: dispute.receivedOn,
    files: [],
    now,
  });
  const { row, entry, wrapped } = draft;
  await insertInjuryRow(tx, row);
  await keepRecordKey(tx, { park, recordId: row.id, wrapped });
  await writeEntries(tx, [entry]);
  await publish(tx, announceReceived(deps, row, { now, traceparent }));
  deps.log.info({ injury: row.id, number, case: dispute.id }, 'application opened for a case');
}
