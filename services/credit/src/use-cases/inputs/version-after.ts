import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import type { NewValueRow } from '../../store/value-table.ts';

/** A version about to be written, with its entry in the ledger. */
export interface ValueVersion {
  readonly row: NewValueRow;
  readonly entry: LedgerEntry;
}

/** What becomes of a value. */
interface NextStep {
  readonly action: string;
  /** What the ledger says of it. */
  readonly change: Readonly<Record<string, unknown>>;
  /** What is other in the row. */
  readonly set: Partial<NewValueRow>;
}

/** The version that follows one of a value: as it was, but for what is set. */
export function versionAfter(
  before: NewValueRow,
  { action, change, set }: NextStep,
  { actor, now }: Pick<Caller, 'actor' | 'now'>,
): ValueVersion {
  const { parkId: park, seriesId: caseId, version: seq, ledgerHash: hash } = before;
  const of = { park, caseKind: 'indicator-value', caseId, at: now, actor: actor.id };
  const entry = makeEntry({ ...of, action, change }, { seq, hash });
  // An event is named once, by the version it came as.
  const next = { id: newId(), version: entry.seq, ledgerHash: entry.hash, eventId: null };
  return { row: { ...before, ...set, ...next }, entry };
}
