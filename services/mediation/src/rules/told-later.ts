/**
 * What happened on a day and is recorded on another 补录: it counts by its own day. An end that was recorded first does not
 * undo what bound before it.
 */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { BodyOf } from './action-bodies.ts';
import { checkNotBefore, checkNotFuture } from './calculations/inputs.ts';
import type { DisputeCase } from './case.ts';
import { lastDayOf, type RunningClock, stopClock } from './case-clock.ts';
import { ensureJoinedBy } from './joined.ts';
import { lifecycle } from './lifecycle.ts';
import { lastSpokenOn } from './move-words.ts';
import type { Standing } from './standing.ts';

type Withdrawal = Pick<BodyOf<'withdraw'>, 'withdrawnOn' | 'spoken' | 'words'>;

/** The day of a withdrawal as its record has it: as it is written, else the one on which the last of them said so. */
export function toldWithdrawal(body: Withdrawal): LocalDate | undefined {
  return body.withdrawnOn ?? lastSpokenOn(body);
}

/** The day of a withdrawal, which may be recorded later: what took effect before it stays. */
export function withdrawnOn(
  { found, standing, now }: { found: DisputeCase; standing: Standing; now: Date },
  body: Withdrawal,
): LocalDate {
  const { withdrawnOn: day } = body;
  const spokenOn = lastSpokenOn(body);
  // The day of what was spoken is looked at with the word itself.
  if (day === undefined) return spokenOn ?? localDateOf(now);
  if (standing.as === 'party') {
    throw fieldRule('/withdrawnOn', 'recorded-by-staff', {
      zh: '本人撤回以作出之时为准，不另填日期',
      en: 'A withdrawal of your own is of the moment it is made',
    });
  }
  checkNotBefore(day, found.receivedOn, '/withdrawnOn');
  checkNotFuture(day, localDateOf(now), '/withdrawnOn');
  if (spokenOn !== undefined) checkNotBefore(day, spokenOn, '/withdrawnOn');
  return day;
}

/** Refuses a withdrawal before a signature under the agreement: who signs after it goes back on it. */
export function ensureNotSignedSince(
  day: LocalDate | undefined,
  signatures: readonly { signerKind: string; signedAt: Date; voidedAt: Date | null }[],
): void {
  if (day === undefined) return;
  const signed = signatures
    .filter(({ signerKind, voidedAt }) => signerKind === 'party' && voidedAt === null)
    .map(({ signedAt }) => localDateOf(signedAt))
    .find((each) => each > day);
  if (signed === undefined) return;
  throw fieldRule('/withdrawnOn', 'signed-since', {
    zh: `当事人在${signed}签署了协议，撤回不能在此之前`,
    en: `A party signed the agreement on ${signed}: a withdrawal is not of a day before`,
  });
}

/** An oral agreement binds from the day it was reached (人民调解法 art. 28), which may be recorded later. */
export function reachedOn(
  { found, clocks, now }: { found: DisputeCase; clocks: readonly RunningClock[]; now: Date },
  { reachedOn: day, lateReason }: BodyOf<'agree-orally'>,
): LocalDate {
  const isLate = found.state === 'TIMED_OUT';
  if (isLate !== (lateReason !== undefined)) throw lateReasonAmiss(isLate);
  if (isLate) checkInTerm(day, clocks);
  if (day === undefined) return localDateOf(now);
  ensureJoinedBy(found.parties, day, '/reachedOn');
  if (found.startedAt !== null) checkNotBefore(day, localDateOf(found.startedAt), '/reachedOn');
  checkNotFuture(day, localDateOf(now), '/reachedOn');
  return day;
}

function lateReasonAmiss(isLate: boolean): Error {
  return isLate
    ? fieldRule('/lateReason', 'late-reason-missing', {
        zh: '期限届满后补录的，须写明未及时记录的原因',
        en: 'Say why it was not recorded before the time-out',
      })
    : fieldRule('/lateReason', 'late-reason-not-asked', {
        zh: '仅在期限届满后补录时填写',
        en: 'Only for what is recorded after the time-out',
      });
}

/** The term ended what was not agreed by its last day, and nothing else. */
function checkInTerm(day: LocalDate | undefined, clocks: readonly RunningClock[]): void {
  const last =
    clocks
      .filter(({ kind }) => kind === 'mediate')
      .map(lastDayOf)
      .at(0) ?? '';
  if (day !== undefined && day <= last) return;
  throw fieldRule('/reachedOn', 'reached-after-term', {
    zh: `期限届满后补录的，须写明在期限之内（${last} 及以前）的达成之日`,
    en: `After the time-out only what was reached by ${last}, the last day of the term, is recorded`,
  });
}

/** The term as an agreement of that day keeps or misses it, also where it had run out meanwhile. */
export function keptByDay(clocks: readonly RunningClock[], day: LocalDate, now: Date): RunningClock[] {
  return clocks
    .filter(({ kind }) => kind === 'mediate')
    .map((clock) => ({ ...stopClock(clock, now), onTime: day <= lastDayOf(clock) }));
}

/** A paper as it is put on record: the day that stands on it, and its scan. */
export interface Paper {
  /** Undefined where it bears no day of its own. */
  on: { day: LocalDate | undefined; pointer: string } | null;
  scan: string | undefined;
}

/** True where the case ended before this is recorded, and only what was on paper before the end is taken. */
export function isToldAfterEnd({ state }: Pick<DisputeCase, 'state'>): boolean {
  return state !== 'AGREED' && lifecycle.allowedActions(state).includes('take-effect');
}

/** Refuses, after the end, what is not shown by a paper of a day before it: of the same day nobody knows which was first. */
export function ensureBeforeEnd(
  { concludedOn }: Pick<DisputeCase, 'concludedOn'>,
  { on, scan }: Paper,
): void {
  if (scan === undefined) {
    throw refuse('conflict', 'agreement-not-open-to-signing', {
      zh: '案件已结束，只能附扫描件补录结束之前在纸面签署的文件',
      en: 'The case has ended: only what was on paper before it is still recorded, with its scan',
    });
  }
  if (on === null || concludedOn === null) return;
  if (on.day !== undefined && on.day < concludedOn) return;
  throw fieldRule(on.pointer, 'after-the-end', {
    zh: `案件已于${concludedOn}结束，只能补录在此之前签署的`,
    en: `The case ended on ${concludedOn}: only what was signed before that day is still recorded`,
  });
}
