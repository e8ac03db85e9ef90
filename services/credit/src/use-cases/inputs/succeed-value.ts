import type { Caller } from '@qinwu/domain/caller';
import { addDays } from '@qinwu/domain/local-date';
import type { NewValueRow } from '../../store/value-table.ts';
import { type ValueVersion, versionAfter } from './version-after.ts';

/** The next version of a value that a later one of its source ends: as it was, until the day before the later begins. */
export function succeededVersion(
  before: NewValueRow,
  later: Pick<NewValueRow, 'seriesId' | 'validFrom'>,
  by: Pick<Caller, 'actor' | 'now'>,
): ValueVersion {
  const ended = { validUntil: addDays(later.validFrom, -1), succeededBy: later.seriesId };
  return versionAfter(before, { action: 'succeeded', change: ended, set: ended }, by);
}
