import type { Tx } from '@qinwu/platform/db/database';
import { findDocument } from '../../store/documents/documents.ts';
import type { ObjectionRow } from '../../store/objections/objection-table.ts';
import { listCurrent } from '../../store/values.ts';
import type { Caller } from '../caller.ts';
import { takeOutDocument } from '../documents/documents.ts';
import { nextVersion, writeVersion } from '../inputs/next-version.ts';

/** By whom and when; `knownAt` is the instant of the enterprise's lock. */
type Putting = Pick<Caller, 'actor' | 'now'> & { knownAt: Date };

/** Takes out of the score what an upheld objection is about; returns what counts differently by it. */
export async function putRight(
  tx: Tx,
  by: Putting,
  { parkId: park, subject, subjectId, number }: ObjectionRow,
): Promise<string[]> {
  if (subjectId === null) return [];
  const note = `异议成立 ${number}`;
  if (subject === 'adverse-document') {
    const document = await findDocument(tx, park, subjectId);
    if (document === null || document.state === 'WITHDRAWN') return [];
    await takeOutDocument(tx, document, { reason: note, objection: number }, by);
    return [document.code];
  }
  const [current] = await listCurrent(tx, park, [subjectId]);
  if (current === undefined || current.state === 'WITHDRAWN' || current.state === 'REJECTED') return [];
  const { knownAt: _, supersededAt: __, ...before } = current;
  const step = { action: 'withdraw', state: 'WITHDRAWN', note, value: null, objection: number } as const;
  await writeVersion(tx, before, nextVersion(before, step, by), by.knownAt);
  return current.state === 'VERIFIED' ? [current.code] : [];
}
