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
import type { Renamed } from '../../rules/injury/follow-case.ts';
import { standsForAccident } from '../../rules/injury/lifecycle.ts';
import {
  BY_REPORT,
  employerIn,
  type ReportedInjury,
  reportedInjuries,
} from '../../rules/injury/reported-injury.ts';
import { checklist, transferTerm } from '../../rules/injury/settings.ts';
import { injuryWords } from '../../rules/injury-consent.ts';
import type { CaseRow } from '../../store/case-table.ts';
import { injuryConsentsIn } from '../../store/consents.ts';
import { lockFiledInjury } from '../../store/injury-accident.ts';
import { insertInjuryRow } from '../../store/injury-commits.ts';
import { readCaseIn } from '../../store/injury-course.ts';
import { openJson } from '../secrets.ts';
import { announceReceived } from './announce-injury.ts';
import { draftApplication, INJURY_PREFIX } from './draft-application.ts';
import { followCase } from './follow-case.ts';
import { lockInjuryOfParty } from './injury-of-party.ts';
import { linkCase } from './link-case.ts';
import { settingsOn } from './read-settings.ts';
import { accidentIndexes } from './same-accident.ts';

/**
 * Opens the applications of a case that tells of a work injury, once for each person it names as hurt; the window
 * completes them; none for who withdrew the consent to it. Told again, an application takes over what the case has come to know. Where the accident has its
 * application the case is linked; one that was not transferred, not accepted or withdrawn is filed anew by people alone.
 */
export async function openReported(
  deps: Deps,
  tx: Tx,
  { park, data, traceparent }: ReceivedEvent<typeof injuryReported>,
): Promise<void> {
  const found = await readCaseIn(tx, park, data.caseId);
  if (found === null) return;
  const { row: dispute, wrapped: sealed } = found;
  const dek = sealed === null ? null : deps.keyring.unwrap(dispute.id, sealed);
  const at = { column: 'content', id: dispute.id };
  const content = openJson<CaseContent>(deps.keyring, dek, at, dispute.content);
  if (content === null || !dispute.injury) return;
  const words = await injuryConsentsIn(tx, park, dispute.id);
  const { refusedBy } = injuryWords(dispute.parties, words);
  const { isNamed, injuries } = reportedInjuries(dispute, content, refusedBy);
  const isRenamed = (id: string | null | undefined) => data.renamed?.some((each) => each === id) === true;
  const employer = isRenamed(employerIn(dispute)?.id);
  for (const reported of injuries) {
    const renamed = { worker: isRenamed(reported.partyId), employer };
    await openOne(deps, tx, { dispute, reported, isNamed, renamed, traceparent });
  }
}

interface Report {
  dispute: CaseRow;
  reported: ReportedInjury;
  isNamed: boolean;
  renamed: Renamed;
  traceparent?: string | undefined;
}

async function openOne(deps: Deps, tx: Tx, report: Report): Promise<void> {
  const { dispute, reported, renamed, traceparent } = report;
  const park = dispute.parkId;
  const known = await lockInjuryOfParty(deps, tx, report);
  if (known !== null && standsForAccident(known.row.state)) {
    return followCase(deps, tx, known, { reported, renamed });
  }
  const accident = accidentIndexes(deps, { ...reported, ...reported.content });
  const filed = await lockFiledInjury(tx, park, accident);
  if (filed !== null) return linkCase(deps, tx, filed, { dispute, partyId: reported.partyId });
  if (known !== null) return;
  const now = deps.clock.now();
  const settings = await settingsOn(tx, park, localDateOf(now));
  const date = localDateOf(now);
  const [number = ''] = await takeNumbersIn(tx, park, { prefix: INJURY_PREFIX, date, count: 1 });
  const draft = draftApplication(deps, {
    ...reported,
    park,
    number,
    undated: transferTerm(settings),
    materials: checklist(settings),
    caseId: dispute.id,
    filedBy: BY_REPORT,
    enteredByStaff: false,
    appliedOn: dispute.receivedOn,
    files: [],
    now,
  });
  const { row, clocks, entry, wrapped } = draft;
  await insertInjuryRow(tx, row, clocks);
  await keepRecordKey(tx, { park, recordId: row.id, wrapped });
  await writeEntries(tx, [entry]);
  await publish(tx, announceReceived(deps, row, { now, traceparent }));
  deps.log.info({ injury: row.id, number, case: dispute.id }, 'application opened for a case');
}
