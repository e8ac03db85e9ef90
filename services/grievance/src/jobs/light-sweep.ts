import { defineSchedule, type ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { sweepLights } from '../use-cases/sweep-lights.ts';

/** Lights change and overdue cases go up at most this much late. */
const EVERY_SECONDS = 10;

/** Looks for due lights 红黄灯 all day. */
export function lightSweep(deps: Deps): ScheduleDefinition {
  return defineSchedule({
    name: 'grievance.light-sweep',
    everySeconds: EVERY_SECONDS,
    run: async () => {
      const changed = await sweepLights(deps, deps.clock.now());
      if (changed > 0) deps.log.info({ changed }, 'lights changed');
    },
  });
}
