import { DisputeContent, disputeReferred } from '@qinwu/contracts/events/grievance';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { keepRecordKey } from '@qinwu/platform/crypto/record-key';
import type { Tx } from '@qinwu/platform/db/database';
import { publish } from '@qinwu/platform/db/publish';
import type { ReceivedEvent } from '@qinwu/platform/events/event-handler';
import { openContent } from '@qinwu/platform/events/sealed-content';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import { takeNumbersIn } from '@qinwu/platform/numbers/number-source';
import type { Deps } from '../deps.ts';
import { type Referred, referredCase } from '../rules/referred-case.ts';
import { findReferred, insertCaseRow } from '../store/insert-cases.ts';
import { isLabour } from '../vocabulary.ts';
import { announceNewCase } from './announce-case.ts';
import { caseTerm } from './case-term.ts';
import { draftCase, NUMBER_PREFIX } from './draft-case.ts';

type Referral = ReceivedEvent<typeof disputeReferred>;

/** Opens a case for a grievance that was referred as a dispute, once for each grievance. */
export async function openReferred(deps: Deps, tx: Tx, referral: Referral): Promise<void> {
  const { park, data, traceparent } = referral;
  if ((await findReferred(tx, park, [data.grievanceId])).has(data.grievanceId)) return;
  const now = deps.clock.now();
  const date = localDateOf(now);
  const [number = ''] = await takeNumbersIn(tx, park, { prefix: NUMBER_PREFIX, date, count: 1 });
  const of = referredCase(readReferral(deps, referral), newId);
  const about = { park, labour: isLabour(of.category), channel: 'grievance', delegation: null } as const;
  const draft = draftCase(deps, {
    ...of,
    term: await caseTerm(tx, about, data.referredOn),
    park,
    number,
    channel: 'grievance',
    delegation: null,
    grievanceId: data.grievanceId,
    source: 'grievance',
    externalRef: data.number,
    filedBy: 'system:referral',
    receivedOn: data.referredOn,
    files: [],
    now,
  });
  const { row, clocks, entry, wrapped } = draft;
  await insertCaseRow(tx, row, clocks);
  await keepRecordKey(tx, { park, recordId: row.id, wrapped });
  await writeEntries(tx, [entry]);
  await publish(tx, announceNewCase(deps, row, { now, traceparent }));
  deps.log.info({ case: row.id, number, grievance: data.grievanceId }, 'case opened by referral');
}

function readReferral({ keyring }: Deps, { data, subject }: Referral): Referred {
  const place = { listener: 'mediation', event: disputeReferred, subject, field: 'content' } as const;
  return { ...data, content: openContent(keyring, place, DisputeContent, data.content) };
}
