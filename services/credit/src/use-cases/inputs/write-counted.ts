import { newId } from '@qinwu/domain/id';
import type { Tx } from '@qinwu/platform/db/database';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Piece } from '../../rules/inputs/count-spans.ts';
import { type CountedStep, planCounted } from '../../rules/inputs/plan-counted.ts';
import type { ValueRow } from '../../store/value-table.ts';
import { insertVersions, listEventValues, supersedeVersions } from '../../store/value-writes.ts';

/** An indicator that is counted, and what it was counted to be. */
export interface CountedValues {
  readonly park: string;
  readonly code: string;
  readonly unit: string;
  readonly counts: readonly Counted[];
}

/** What the indicator of an enterprise was counted to be; `knownAt` is the instant of the enterprise's lock. */
interface Counted {
  readonly uscc: string;
  readonly knownAt: Date;
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

/** By whom and when. */
interface Counting {
  readonly actor: string;
  readonly now: Date;
}

/**
 * Makes the values of an indicator what was counted from this service's own records and mirrors, under the locks of the
 * enterprises' inputs; returns the enterprises where they were not that already.
 */
export async function writeCounted(tx: Tx, by: Counting, counted: CountedValues): Promise<Set<string>> {
  const { park, code, counts } = counted;
  const found = await listEventValues(tx, { park, code, usccs: counts.map(({ uscc }) => uscc) });
  const standing = Map.groupBy(found, ({ uscc }) => uscc);
  const steps = counts.flatMap((count) =>
    planCounted(standing.get(count.uscc) ?? [], count.pieces).map((step) => ({ step, count })),
  );
  const written = steps.map(({ step, count }) => nextVersion(step, by, { ...counted, ...count }));
  // First all that end: the days of one may be another's by now.
  await supersedeVersions(
    tx,
    steps.flatMap(({ step: { before }, count: { knownAt: at } }) =>
      before === null ? [] : [{ parkId: before.parkId, id: before.id, at }],
    ),
  );
  await insertVersions(
    tx,
    written.map(({ row }) => row),
  );
  await writeEntries(
    tx,
    written.map(({ entry }) => entry),
  );
  return new Set(steps.map(({ count }) => count.uscc));
}

function nextVersion(
  { before, piece, state }: CountedStep<ValueRow>,
  { actor, now }: Counting,
  { park, code, unit, uscc, knownAt, causeOf }: Omit<CountedValues, 'counts'> & Counted,
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
