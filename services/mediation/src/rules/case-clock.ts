/** Clocks of a case: opened from a term, extended, stopped; the arithmetic is the domain's. */
import type { Calendar } from '@qinwu/domain/calendar';
import { dueOf, extend, openDeadline } from '@qinwu/domain/clock';
import type { Deadline } from '@qinwu/domain/deadline';
import { lightAt, nextLightAt } from '@qinwu/domain/lights';
import type { Limit } from '@qinwu/domain/limit';
import type { ClockKind, Light } from '../vocabulary.ts';

/** A limit with where it comes from. */
export interface Term {
  limit: Limit;
  article: string;
  official: boolean;
}

export interface RunningClock<K extends string = ClockKind> {
  id: string;
  kind: K;
  ref: string | null;
  article: string;
  official: boolean;
  calendar: string;
  deadline: Deadline;
  dueAt: Date;
  provisional: boolean;
  light: Light;
  nextLightAt: Date | null;
  stoppedAt: Date | null;
  onTime: boolean | null;
}

function settled<C extends RunningClock<string>>(clock: C, calendar: Calendar, now: Date): C {
  const due = dueOf(clock.deadline, calendar, null);
  return {
    ...clock,
    calendar: calendar.id,
    dueAt: due.at,
    provisional: due.provisional,
    light: lightAt(due.lights, now),
    nextLightAt: nextLightAt(due.lights, now),
  };
}

/** A clock that begins to run at `start`. */
export function openClock<K extends string = ClockKind>(
  of: { id: string; kind: K; ref?: string },
  { limit, article, official }: Term,
  { start, now, calendar }: { start: Date; now: Date; calendar: Calendar },
): RunningClock<K> {
  const clock: RunningClock<K> = {
    id: of.id,
    kind: of.kind,
    ref: of.ref ?? null,
    article,
    official,
    calendar: calendar.id,
    deadline: openDeadline(start, limit),
    dueAt: start,
    provisional: false,
    light: 'green',
    nextLightAt: null,
    stoppedAt: null,
    onTime: null,
  };
  return settled(clock, calendar, now);
}

/** The clock with more time, counted on from where it was due. */
export function extendClock<C extends RunningClock<string>>(
  clock: C,
  limit: Limit,
  calendar: Calendar,
  now: Date,
): C {
  return settled({ ...clock, deadline: extend(clock.deadline, limit, now) }, calendar, now);
}

/** The clock as it ended. */
export function stopClock<C extends RunningClock<string>>(clock: C, at: Date): C {
  return clock.stoppedAt === null
    ? { ...clock, stoppedAt: at, onTime: at < clock.dueAt, nextLightAt: null }
    : clock;
}

/** The clock with the light it has by now. */
export function relight<C extends RunningClock<string>>(clock: C, calendar: Calendar, now: Date): C {
  return clock.stoppedAt === null ? settled(clock, calendar, now) : clock;
}

/** What the case shows of its clocks: the nearest due date still running, and the worst light. */
export function summarize(clocks: readonly RunningClock<string>[]): {
  dueAt: Date | null;
  light: Light | null;
} {
  const running = clocks.filter(({ stoppedAt }) => stoppedAt === null);
  const [nearest] = running.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  return nearest === undefined
    ? { dueAt: null, light: null }
    : { dueAt: nearest.dueAt, light: nearest.light };
}

/** What the ledger keeps of a clock. */
export function clockLine({
  kind,
  ref,
  dueAt,
  stoppedAt,
  onTime,
}: RunningClock<string>): Record<string, unknown> {
  const about = ref === null ? {} : { ref };
  const stopped = stoppedAt === null ? {} : { stoppedAt: stoppedAt.toISOString(), onTime };
  return { kind, ...about, dueAt: dueAt.toISOString(), ...stopped };
}
