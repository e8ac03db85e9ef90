import type { Caller } from '@qinwu/domain/caller';
import { fieldRule } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';

/** Refuses a day to come. */
export function ensureHappened({ now }: Pick<Caller, 'now'>, pointer: string, day: string): void {
  if (day <= localDateOf(now)) return;
  throw fieldRule(pointer, 'date-in-future', { zh: '不能晚于今天', en: 'Not later than today' });
}
