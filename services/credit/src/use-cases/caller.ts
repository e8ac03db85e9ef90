import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { KeptAnswer } from '@qinwu/platform/db/idempotency';

/** Who calls, when, and on whose trace. */
export interface Caller {
  actor: Actor;
  now: Date;
  traceparent?: string | undefined;
}

/** Makes the answer of a change, and the copy of it that is stored in the same commit. */
export type Present<R, A> = (row: R) => { answer: A; kept: KeptAnswer | undefined };

/** Refuses `version-stale` unless the caller's version, if any, is the record's. */
export function ensureVersion(row: { version: number }, ifMatch: number | null): void {
  if (ifMatch === null || ifMatch === row.version) return;
  throw refuse('stale', 'version-stale', {
    zh: '该记录已被他人更新，请刷新后重试',
    en: 'The record was changed meanwhile; read it again',
  });
}
