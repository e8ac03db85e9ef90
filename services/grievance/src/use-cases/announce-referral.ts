import { type DisputeContent, disputeReferred, MOST_REFERRED_FILES } from '@qinwu/contracts/events/grievance';
import type { Caller } from '@qinwu/domain/caller';
import { localDateOf } from '@qinwu/domain/local-date';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { sealContent } from '@qinwu/platform/events/sealed-content';
import type { Deps } from '../deps.ts';
import { findFiles } from '../store/grievance-files.ts';
import type { GrievanceRow } from '../store/grievance-table.ts';
import type { Referral } from '../vocabulary.ts';
import { openReporter } from './reporter-secrets.ts';

/** Bytes of JSON that fit, sealed, into an envelope of 16 kB beside what travels open. */
const CONTENT_BYTES = 11_000;
/** Code points of a file's name that travel. */
const NAME_POINTS = 60;

/** The files a referral names to mediation, whose people may read them from then on. */
export function referredFiles({ attachments, evidence }: GrievanceRow): string[] {
  return [...new Set([...attachments, ...evidence])].slice(0, MOST_REFERRED_FILES);
}

/** The event of a new referral; people, words and files in it are for mediation alone. */
export async function announceReferral(
  deps: Deps,
  { now, traceparent }: Pick<Caller, 'now' | 'traceparent'>,
  {
    row,
    dek,
    referral,
    reason,
  }: { row: GrievanceRow; dek: Buffer | null; referral: Referral; reason: string },
): Promise<OutboxRow[]> {
  const content = shortened(await contentOf(deps, row, dek, reason));
  const place = { listener: 'mediation', event: disputeReferred, subject: row.id, field: 'content' } as const;
  return deps.announce(disputeReferred, {
    park: row.parkId,
    subject: row.id,
    sequence: row.version,
    time: now,
    traceparent,
    data: {
      grievanceId: row.id,
      number: row.number,
      referralId: referral.id,
      referredOn: localDateOf(now),
      ...(referral.category !== null && { category: referral.category }),
      ...(row.enterpriseUscc !== null && { enterprise: row.enterpriseUscc }),
      content: sealContent(deps.keyring, place, content),
    },
  });
}

async function contentOf(
  deps: Deps,
  row: GrievanceRow,
  dek: Buffer | null,
  reason: string,
): Promise<DisputeContent> {
  const files = await findFiles(deps.db, row.parkId, referredFiles(row));
  const fields = openReporter(deps.keyring, dek, row.id, row);
  const isKnown = fields !== null && (fields.name !== null || fields.phone !== null);
  return {
    title: row.title,
    text: row.text,
    textCut: false,
    reason,
    enterpriseName: row.enterpriseName,
    reporter: isKnown ? { ...fields, idType: row.reporterIdType } : null,
    attachments: files.map(({ id: fileId, sha256, name, contentType }) => {
      return { fileId, sha256, name: [...name].slice(-NAME_POINTS).join(''), contentType };
    }),
  };
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The content with as much of its text as fits. */
function shortened(content: DisputeContent): DisputeContent {
  if (bytesOf(content) <= CONTENT_BYTES) return content;
  const cut = { ...content, text: '', textCut: true };
  let room = CONTENT_BYTES - bytesOf(cut);
  const kept: string[] = [];
  for (const point of content.text) {
    room -= bytesOf(point) - 2;
    if (room < 0) break;
    kept.push(point);
  }
  return { ...cut, text: kept.join('') };
}
