import { defineSchedule, type ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { sweepPerformance } from '../use-cases/sweep-performance.ts';

/** Reminders and breaches of instalments come at most this much late. */
const EVERY_SECONDS = 10;

/** Looks for instalments that fall due 履行期限 all day. */
export function performanceSweep(deps: Deps): ScheduleDefinition {
  return defineSchedule({
    name: 'mediation.performance-sweep',
    everySeconds: EVERY_SECONDS,
    run: async () => {
      const changed = await sweepPerformance(deps, deps.clock.now());
      if (changed > 0) deps.log.info({ changed }, 'instalments fell due');
    },
  });
}
