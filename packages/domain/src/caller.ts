import type { Actor } from './actor.ts';

/** Who calls, when, and on whose trace. */
export interface Caller {
  actor: Actor;
  now: Date;
  traceparent?: string | undefined;
}
