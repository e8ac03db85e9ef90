/** Clocks of a case: opened from a term, extended, stopped; the arithmetic is the domain's. */
import type { Calendar } from '@qinwu/domain/calendar';
import { dueOf, extend, openDeadline } from '@qinwu/domain/clock';
import type { Deadline } from '@qinwu/domain/deadline';
import { lightAt, nextLightAt } from '@qinwu/domain/lights';
import type { Limit } from '@qinwu/domain/limit';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
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

/** The clock as it ended with nobody having kept or missed it. */
export function dropClock<C extends RunningClock<string>>(clock: C, at: Date): C {
  return clock.stoppedAt === null
    ? { ...clock, light: 'green', nextLightAt: null, stoppedAt: at, onTime: null }
    : clock;
}

/** The last day on which a clock is kept: it is due at 24:00 of it. */
export function lastDayOf({ dueAt }: Pick<RunningClock<string>, 'dueAt'>): LocalDate {
  return localDateOf(new Date(dueAt.getTime() - 1));
}

/** Ways that are open until then 可选期限: nobody has to take them, so none is overdue. */
const OPTIONS: readonly string[] = ['confirm', 'review'] satisfies ClockKind[];

/** True of an option whose time is over, unused. */
export function hasRunOut({ kind, dueAt, onTime }: RunningClock<string>, now: Date): boolean {
  return OPTIONS.includes(kind) && onTime === null && dueAt <= now;
}

/** True of an option that ended because its time ran out, and not because it was pointless by then. */
export function hasLapsed(clock: RunningClock<string>): boolean {
  return clock.stoppedAt !== null && hasRunOut(clock, clock.stoppedAt);
}

/** What runs besides the promises of an agreement, as it ends with the case; each promise ends by its own payment. */
export function endedWithCase<C extends RunningClock<string>>(clocks: readonly C[], at: Date): C[] {
  return clocks
    .filter(({ kind, stoppedAt }) => kind !== 'instalment' && stoppedAt === null)
    .map((clock) => dropClock(clock, hasRunOut(clock, at) ? clock.dueAt : at));
}

/** A clock that was stopped, running again. */
export function reopenClock<C extends RunningClock<string>>(clock: C, calendar: Calendar, now: Date): C {
  return settled({ ...clock, stoppedAt: null, onTime: null }, calendar, now);
}

/**
 * Options that ended with the case alone, or by a filing that came to nothing meanwhile (`isFree`), as they stand where
 * the case did not end: running, or lapsed on their own day.
 */
export function resumedOptions<C extends RunningClock<string>>(
  clocks: readonly C[],
  isFree: (clock: C) => boolean,
  { calendar, now }: { calendar: Calendar; now: Date },
): C[] {
  return clocks
    .filter(({ kind, stoppedAt }) => OPTIONS.includes(kind) && stoppedAt !== null)
    .filter((clock) => clock.onTime === null || isFree(clock))
    .filter((clock) => !hasLapsed(clock))
    .map((clock) => reopenClock(clock, calendar, now))
    .map((clock) => (hasRunOut(clock, now) ? dropClock(clock, clock.dueAt) : clock));
}

/** The term that still runs and is over: from 24:00 of its last day on, whether or not the sweep has been there. */
export function overTerm(clocks: readonly RunningClock[], now: Date): RunningClock | undefined {
  return clocks.find(
    ({ kind, stoppedAt, dueAt }) => kind === 'mediate' && stoppedAt === null && dueAt <= now,
  );
}

/** A clock that is over where it begins: it has no light left to turn, and the next sweep looks at it all the same. */
export function sweptNext<C extends RunningClock<string>>(clock: C, now: Date): C {
  return clock.dueAt <= now ? { ...clock, nextLightAt: clock.dueAt } : clock;
}

/** The clock with the light it has by now. */
export function relight<C extends RunningClock<string>>(clock: C, calendar: Calendar, now: Date): C {
  return clock.stoppedAt === null ? settled(clock, calendar, now) : clock;
}

/** What the case shows of its clocks: the nearest due date that still matters, with its light. */
export function summarize(
  clocks: readonly RunningClock<string>[],
  now: Date,
): { dueAt: Date | null; light: Light | null } {
  const running = clocks.filter((clock) => clock.stoppedAt === null && !hasRunOut(clock, now));
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
