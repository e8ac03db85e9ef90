import { newId } from '@qinwu/domain/id';
import type { Tx } from '@qinwu/platform/db/database';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Piece } from '../../rules/inputs/count-spans.ts';
import { type CountedStep, planCounted } from '../../rules/inputs/plan-counted.ts';
import type { ValueRow } from '../../store/value-table.ts';
import { insertVersions, listEventValues, supersedeVersions } from '../../store/value-writes.ts';

/** What an indicator of an enterprise was counted to be. */
export interface Counted {
  readonly park: string;
  readonly uscc: string;
  readonly code: string;
  readonly unit: string;
  /** In 1/10,000 of the unit. */
  readonly pieces: readonly Piece[];
  /** Why a piece is what it is, or is gone. */
  causeOf(piece: Piece): Cause;
}

/** Why it was counted anew: the event of another service, or a record of this one. */
export interface Cause {
  readonly eventId: string | null;
  readonly ref: string;
}

/** By whom and when; `knownAt` is the instant of the enterprise's lock. */
export interface Counting {
  readonly actor: string;
  readonly now: Date;
  readonly knownAt: Date;
}

/**
 * Makes the values of an indicator what was counted from this service's own records and mirrors, under the lock of the
 * enterprise's inputs; false where they are that already.
 */
export async function writeCounted(tx: Tx, by: Counting, counted: Counted): Promise<boolean> {
  const steps = planCounted(await listEventValues(tx, counted), counted.pieces);
  const written = steps.map((step) => nextVersion(step, by, counted));
  // First all that end: the days of one may be another's by now.
  const ended = steps.flatMap(({ before }) => before ?? []);
  await supersedeVersions(
    tx,
    ended.map(({ parkId, id }) => ({ parkId, id, at: by.knownAt })),
  );
  await insertVersions(
    tx,
    written.map(({ row }) => row),
  );
  await writeEntries(
    tx,
    written.map(({ entry }) => entry),
  );
  return steps.length > 0;
}

function nextVersion(
  { before, piece, state }: CountedStep<ValueRow>,
  { actor, now, knownAt }: Counting,
  { park, uscc, code, unit, causeOf }: Counted,
): { row: ValueRow; entry: LedgerEntry } {
  const { from, until, value } = piece;
  const cause = causeOf(piece);
  const seriesId = before?.seriesId ?? newId();
  const of = { park, caseKind: 'indicator-value', caseId: seriesId, at: now, actor };
  const change = { uscc, code, value, from, until, state, source: cause.ref, event: cause.eventId };
  const head = before === null ? null : { seq: before.version, hash: before.ledgerHash };
  const entry = makeEntry({ ...of, action: 'counted', change }, head);
  const row: ValueRow = {
    id: newId(),
    parkId: park,
    uscc,
    code,
    seriesId,
    version: entry.seq,
    ledgerHash: entry.hash,
    value,
    unit,
    periodFrom: from,
    periodTo: until ?? from,
    validFrom: from,
    validUntil: until,
    succeededBy: null,
    source: 'event',
    sourceRef: cause.ref,
    eventId: cause.eventId,
    evidence: [],
    note: null,
    state,
    declaredBy: actor,
    verifiedBy: actor,
    knownAt,
    supersededAt: null,
  };
  return { row, entry };
}
