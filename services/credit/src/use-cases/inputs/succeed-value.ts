import type { Actor } from '@qinwu/domain/actor';
import { newId } from '@qinwu/domain/id';
import { addDays } from '@qinwu/domain/local-date';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import type { NewValueRow } from '../../store/value-table.ts';

/** The next version of a value that a later one of its source ends: as it was, until the day before the later begins. */
export function succeededVersion(
  before: NewValueRow,
  later: Pick<NewValueRow, 'seriesId' | 'validFrom'>,
  { actor, now }: { actor: Actor; now: Date },
): { row: NewValueRow; entry: LedgerEntry } {
  const { parkId: park, seriesId: caseId, version: seq, ledgerHash: hash } = before;
  const ended = { validUntil: addDays(later.validFrom, -1), succeededBy: later.seriesId };
  const of = { park, caseKind: 'indicator-value', caseId, at: now, actor: actor.id };
  const entry = makeEntry({ ...of, action: 'succeeded', change: ended }, { seq, hash });
  // An event is named once, by the version it came as.
  const row = { ...before, ...ended, id: newId(), version: entry.seq, ledgerHash: entry.hash, eventId: null };
  return { row, entry };
}
