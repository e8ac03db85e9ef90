import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import type { Deps } from '../../deps.ts';
import type { DeliveryMode } from '../../money-words.ts';
import { findDelivery } from '../../store/consents/consents.ts';
import { type DeliveryRow, delivery } from '../../store/consents/tables.ts';
import { saveRecord } from '../../store/records.ts';
import { ensureHappened } from '../ensure-happened.ts';
import { writeRecord } from '../write-record.ts';

export interface DeliveryChoice {
  mode: DeliveryMode;
  reviewDocument: string | null;
  reviewedBy: string | null;
  reviewedOn: string | null;
}

/**
 * Says how the park hands scores on; straight to banks only with a legal review on record. A review once recorded stays on
 * record whatever is chosen after it, until another takes its place.
 */
export async function chooseDelivery(
  deps: Deps,
  caller: Caller,
  choice: DeliveryChoice,
  ensureSeen: (before: { id: string; version: number } | null) => void,
): Promise<DeliveryRow> {
  const { actor, now } = caller;
  const before = await findDelivery(deps.db.orm, actor.park);
  ensureSeen(before);
  const review = reviewOf(choice, before);
  if (choice.mode === 'direct' && review.reviewDocument === null) throw reviewMissing();
  if (choice.reviewedOn !== null) ensureHappened(caller, '/reviewedOn', choice.reviewedOn);
  const id = before?.id ?? newId();
  return writeRecord<DeliveryRow, DeliveryRow>(deps, caller, {
    kind: 'delivery',
    id,
    before,
    action: 'chosen',
    change: { ...choice, ...review },
    row: (head) => ({ ...choice, ...review, ...head, id, parkId: actor.park, recordedAt: now }),
    save: (tx, row) => saveRecord(tx, delivery, row, before),
    present: (row) => ({ answer: row, kept: undefined }),
  });
}

type Review = Omit<DeliveryChoice, 'mode'>;

/** The review that is stated, whole, or the one on record where none is. */
function reviewOf(choice: Review, before: Review | null): Review {
  const { reviewDocument, reviewedBy, reviewedOn } = choice;
  const stated = [reviewDocument, reviewedBy, reviewedOn];
  if (!stated.includes(null)) return { reviewDocument, reviewedBy, reviewedOn };
  if (stated.some((member) => member !== null)) throw reviewMissing();
  return {
    reviewDocument: before?.reviewDocument ?? null,
    reviewedBy: before?.reviewedBy ?? null,
    reviewedOn: before?.reviewedOn ?? null,
  };
}

function reviewMissing(): Error {
  return fieldRule('/reviewDocument', 'legal-review-missing', {
    zh: '直接向银行提供须先记录法律审查：文号、审查人、日期（征信业务管理办法）',
    en: 'Handing scores straight to banks takes a legal review on record: document, reviewer and day',
  });
}

/** How the park hands scores on; refuses `delivery-missing` where nobody has said: by the enterprise itself, then. */
export async function getDelivery({ db }: Deps, { park }: Actor): Promise<DeliveryRow> {
  const row = await findDelivery(db.orm, park);
  if (row !== null) return row;
  throw refuse('missing', 'delivery-missing', {
    zh: '尚未设定：由企业自行出示',
    en: 'Nothing is chosen: enterprises hand their passports over themselves',
  });
}
