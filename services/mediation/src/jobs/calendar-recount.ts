import { defineSchedule, type ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { recountClocks } from '../use-cases/recount-clocks.ts';

/** A notice comes once a year; after a restart with it, due dates are final this much later. */
const EVERY_SECONDS = 60;

/** Counts provisional due dates again once the calendar has changed. */
export function calendarRecount(deps: Deps): ScheduleDefinition {
  return defineSchedule({
    name: 'mediation.calendar-recount',
    everySeconds: EVERY_SECONDS,
    run: async () => {
      const changed = await recountClocks(deps, deps.clock.now());
      if (changed > 0) deps.log.info({ changed, calendar: deps.calendar.id }, 'due dates recounted');
    },
  });
}
