import type { Actor } from '@qinwu/domain/actor';
import type { KeptAnswer } from '@qinwu/platform/db/idempotency';

/** Who calls, when, and on whose trace. */
export interface Caller {
  actor: Actor;
  now: Date;
  traceparent?: string | undefined;
}

/** Makes the answer of a change, and the copy of it that is stored in the same commit. */
export type Present<R, A> = (row: R) => { answer: A; kept: KeptAnswer | undefined };
