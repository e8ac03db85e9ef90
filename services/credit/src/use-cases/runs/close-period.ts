import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { Deps } from '../../deps.ts';
import { saveRecord } from '../../store/records.ts';
import { type ClosingRow, closing, findClosing } from '../../store/runs/closings.ts';
import { writeRecord } from '../write-record.ts';

/** Settles the scores of all days up to one; what was closed is not opened again. */
export async function closePeriod(
  deps: Deps,
  caller: Caller,
  closedThrough: LocalDate,
  ensureSeen: (before: ClosingRow | null) => void,
): Promise<ClosingRow> {
  const { actor, now } = caller;
  const before = await findClosing(deps.db.orm, actor.park);
  ensureSeen(before);
  if (closedThrough >= localDateOf(now)) {
    throw fieldRule('/closedThrough', 'period-not-over', {
      zh: '只能关账至昨天或更早',
      en: 'Only days that are over are closed',
    });
  }
  if (before !== null && closedThrough < before.closedThrough) {
    throw fieldRule('/closedThrough', 'period-reopened', {
      zh: `已关账至 ${before.closedThrough}，不能退回`,
      en: `Closed through ${before.closedThrough}: what was closed is not opened again`,
    });
  }
  const id = before?.id ?? newId();
  return writeRecord<ClosingRow, ClosingRow>(deps, caller, {
    kind: 'closing',
    id,
    before,
    action: 'closed',
    change: { closedThrough },
    row: (head) => ({ ...head, id, parkId: actor.park, closedThrough, recordedAt: now }),
    save: (tx, row) => saveRecord(tx, closing, row, before),
    present: (row) => ({ answer: row, kept: undefined }),
  });
}

/** What the park has closed; refuses `closing-missing`. */
export async function getClosing({ db }: Deps, { park }: Actor): Promise<ClosingRow> {
  const row = await findClosing(db.orm, park);
  if (row !== null) return row;
  throw refuse('missing', 'closing-missing', { zh: '尚未关账', en: 'Nothing is closed yet' });
}
