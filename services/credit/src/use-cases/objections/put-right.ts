import type { Caller } from '@qinwu/domain/caller';
import { fieldRules } from '@qinwu/domain/errors';
import type { Tx } from '@qinwu/platform/db/database';
import type { CatalogueIndicator } from '../../rules/model/shipped-indicators.ts';
import { type Correction, faultsOfCorrection } from '../../rules/objections/corrections.ts';
import { ensureSecondPerson } from '../../rules/objections/second-person.ts';
import { findDocument } from '../../store/documents/documents.ts';
import type { EvidenceFile } from '../../store/evidence-files.ts';
import { listAuthors } from '../../store/objections/authors.ts';
import type { ObjectionRow } from '../../store/objections/objection-table.ts';
import type { ValueRow } from '../../store/value-table.ts';
import { listCurrent } from '../../store/values.ts';
import { takeOutDocument } from '../documents/documents.ts';
import { nextVersion, type ValueStep, writeVersion } from '../inputs/next-version.ts';
import { attachTo } from '../inputs/own-files.ts';

/** A correction with the files that prove it, and their hashes. */
export interface ProvedCorrection extends Correction {
  readonly files: readonly EvidenceFile[];
}

/** By whom, when and by which catalogue; `knownAt` is the instant of the enterprise's lock. */
interface Putting extends Pick<Caller, 'actor' | 'now'> {
  readonly knownAt: Date;
  readonly catalogue: readonly CatalogueIndicator[];
}

/**
 * Writes what an upheld objection puts right, under the lock of its enterprise: the contested document is taken out,
 * values are corrected or taken out. Returns what counts differently by it.
 */
export async function putRight(
  tx: Tx,
  by: Putting,
  objection: ObjectionRow,
  corrections: readonly ProvedCorrection[],
): Promise<string[]> {
  const { parkId: park, subject } = objection;
  if (subject === 'adverse-document') return takeOutContested(tx, by, objection);
  const found = await valuesOf(tx, by, objection, corrections);
  const codes: string[] = [];
  for (const [at, correction] of corrections.entries()) {
    const { valueId: id, files } = correction;
    const current = found.get(id);
    const step = current === undefined ? null : stepOf(current, correction, objection);
    if (current === undefined || step === null) continue;
    const { knownAt: _, supersededAt: __, ...before } = current;
    const ids = files.map((file) => file.id);
    await attachTo(tx, { park, ids, owner: { kind: 'value', id } }, `/corrections/${at}/evidence`);
    await writeVersion(tx, before, nextVersion(before, step, by), by.knownAt);
    if (current.state === 'VERIFIED' || step.state === 'VERIFIED') codes.push(current.code);
  }
  return [...new Set(codes)];
}

async function takeOutContested(tx: Tx, by: Putting, objection: ObjectionRow): Promise<string[]> {
  const { parkId: park, subjectId, number } = objection;
  const document = subjectId === null ? null : await findDocument(tx, park, subjectId);
  if (document === null || document.state === 'WITHDRAWN') return [];
  await takeOutDocument(tx, document, { reason: noteOf(objection), objection: number }, by);
  return [document.code];
}

/** The values to put right as they stand; refuses what is wrong with a correction, and who stands behind a value. */
async function valuesOf(
  tx: Tx,
  { actor, catalogue }: Putting,
  objection: ObjectionRow,
  corrections: readonly Correction[],
): Promise<ReadonlyMap<string, ValueRow>> {
  const ids = corrections.map(({ valueId }) => valueId);
  const rows = await listCurrent(tx, actor.park, ids);
  const found = new Map(rows.map((row) => [row.seriesId, row]));
  const faults = corrections.flatMap((correction, at) =>
    faultsOfCorrection(correction, found.get(correction.valueId), { at, contested: objection, catalogue }),
  );
  if (faults.length > 0) throw fieldRules(faults);
  const authors = await listAuthors(tx, actor.park, ids);
  for (const own of authors.values()) ensureSecondPerson(objection, own, actor);
  return found;
}

/** What becomes of a value; null where it is out of the score already. */
function stepOf(
  { state }: ValueRow,
  { value, files: evidence }: ProvedCorrection,
  objection: ObjectionRow,
): ValueStep | null {
  const of = { note: noteOf(objection), value, objection: objection.number, evidence };
  if (value !== null) return { ...of, action: 'put-right', state: 'VERIFIED' };
  if (state === 'WITHDRAWN' || state === 'REJECTED') return null;
  return { ...of, action: 'withdraw', state: 'WITHDRAWN' };
}

function noteOf({ number }: ObjectionRow): string {
  return `异议成立 ${number}`;
}
