import { defineSchedule, type ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { sweepInjuryClocks } from '../use-cases/injury/sweep-injury-clocks.ts';

/** Looks for due lights of work-injury applications all day. */
export function injurySweep(deps: Deps): ScheduleDefinition {
  return defineSchedule({
    name: 'mediation.injury-sweep',
    everySeconds: 10,
    run: async () => {
      const changed = await sweepInjuryClocks(deps, deps.clock.now());
      if (changed > 0) deps.log.info({ changed }, 'clocks of injury applications moved');
    },
  });
}
