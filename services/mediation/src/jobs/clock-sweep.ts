import { defineSchedule, type ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { freeSessions } from '../use-cases/free-sessions.ts';
import { sweepClocks } from '../use-cases/sweep-clocks.ts';

/** Lights change and terms end at most this much late. */
const EVERY_SECONDS = 10;

/** Looks for due lights and terms 期限, and for sessions of cases that have ended, all day. */
export function clockSweep(deps: Deps): ScheduleDefinition {
  return defineSchedule({
    name: 'mediation.clock-sweep',
    everySeconds: EVERY_SECONDS,
    run: async () => {
      const changed = await sweepClocks(deps, deps.clock.now());
      const freed = await freeSessions(deps, deps.clock.now());
      if (changed + freed > 0) deps.log.info({ changed, freed }, 'clocks of cases moved, sessions freed');
    },
  });
}
