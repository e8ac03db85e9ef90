/** What a deadline is made of, and what comes of it; `clock.ts` counts it. */
import type { DueStep } from './due-step.ts';
import type { Lights } from './lights.ts';
import type { Limit } from './limit.ts';

/** All that moves a due date, as plain JSON to store as it is; instants are ISO text in UTC. */
export interface Deadline {
  start: string;
  limit: Limit;
  pauses: readonly { from: string; to: string | null }[];
  extensions: readonly { at: string; limit: Limit }[];
}

export interface Due {
  /** The first instant that is too late. While paused: as it stood when the pause began. */
  at: Date;
  /** True while a pause is open: nothing falls due and no light changes. */
  paused: boolean;
  /** True where a year's holidays were not yet announced: compute again when they are. */
  provisional: boolean;
  lights: Lights;
  /** Why `at` is what it is, in order. */
  steps: readonly DueStep[];
}
