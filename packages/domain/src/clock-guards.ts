/** What may be done to a deadline, and when. */
import type { Deadline } from './deadline.ts';
import { type DomainError, fieldRule, refuse } from './errors.ts';
import type { Limit } from './limit.ts';

const MOST_DAYS = 3660;

/** Refuses `limit-invalid` unless the amount is positive, at most ten years, and whole for calendar days. */
export function checkLimit(limit: Limit, pointer = ''): Limit {
  const most = limit.unit === 'hour' ? MOST_DAYS * 24 : MOST_DAYS;
  const fits = Number.isFinite(limit.amount) && limit.amount > 0 && limit.amount <= most;
  if (fits && (limit.unit !== 'calendar-day' || Number.isInteger(limit.amount))) return limit;
  throw fieldRule(pointer, 'limit-invalid', {
    zh: '时限须为正数，自然日须为整数，最长十年',
    en: 'a limit is positive, whole for calendar days, and at most ten years',
  });
}

function pausedError(): DomainError {
  return refuse('conflict', 'clock-paused', { zh: '计时已暂停', en: 'The clock is paused' });
}

function isPaused(deadline: Deadline): boolean {
  return deadline.pauses.at(-1)?.to === null;
}

/** Times only go forward: each change comes after the one before it. */
function checkOrder(deadline: Deadline, at: Date): void {
  const times = [
    deadline.start,
    ...deadline.pauses.map((pause) => pause.to ?? pause.from),
    ...deadline.extensions.map((extension) => extension.at),
  ];
  if (times.every((time) => Date.parse(time) <= at.getTime())) return;
  throw refuse('conflict', 'clock-out-of-order', {
    zh: '计时变更不得早于前一次变更',
    en: 'A change of the clock cannot come before the one before it',
  });
}

/** Refuses conflict `clock-paused` or `clock-out-of-order`. */
export function checkPause(deadline: Deadline, at: Date): void {
  if (isPaused(deadline)) throw pausedError();
  checkOrder(deadline, at);
}

/** The open pause; refuses conflict `clock-not-paused` or `clock-out-of-order`. */
export function checkResume(deadline: Deadline, at: Date): { from: string; to: null } {
  const open = deadline.pauses.at(-1);
  if (open === undefined || open.to !== null) {
    throw refuse('conflict', 'clock-not-paused', { zh: '计时未暂停', en: 'The clock is not paused' });
  }
  checkOrder(deadline, at);
  return { from: open.from, to: null };
}

/** Refuses `limit-invalid`, conflict `clock-paused` or `clock-out-of-order`. */
export function checkExtension(deadline: Deadline, limit: Limit, at: Date): void {
  checkLimit(limit);
  if (isPaused(deadline)) throw pausedError();
  checkOrder(deadline, at);
}
