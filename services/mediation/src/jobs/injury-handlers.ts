import { injuryMoved, injuryReceived, injuryReported } from '@qinwu/contracts/events/mediation';
import { type EventHandler, onEvent } from '@qinwu/platform/events/event-handler';
import type { Deps } from '../deps.ts';
import { bringCourse } from '../use-cases/injury/bring-course.ts';
import { openReported } from '../use-cases/injury/open-reported.ts';

/** A case that tells of a work injury opens an application; the application's course comes back to the case. */
export function injuryHandlers(deps: Deps): EventHandler[] {
  return [
    onEvent(injuryReported, async (tx, reports) => {
      for (const report of reports) await openReported(deps, tx, report);
    }),
    onEvent(injuryReceived, async (tx, events) => {
      for (const { park, data } of events) await bringCourse(deps, tx, { park, ...data });
    }),
    onEvent(injuryMoved, async (tx, events) => {
      for (const { park, data } of events) await bringCourse(deps, tx, { park, ...data });
    }),
  ];
}
