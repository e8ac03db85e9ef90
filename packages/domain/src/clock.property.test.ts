import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chinaCalendar, rollToWorkday } from './calendar.ts';
import { dueOf, openDeadline, pause, resume } from './clock.ts';
import type { Deadline } from './deadline.ts';
import { lightAt, nextLightAt } from './lights.ts';
import type { Limit } from './limit.ts';
import { addDays, endOfDay, type LocalDate, localDateOf } from './local-date.ts';
import { DEFAULT_HOURS, WHOLE_DAYS, workingTime } from './work-hours.ts';

const calendar = chinaCalendar();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const first = Date.parse('2025-01-01T00:00:00Z');

const start = fc.integer({ min: 0, max: 500 * 24 * 60 }).map((minutes) => new Date(first + minutes * MINUTE));
const hours = fc.constantFrom(DEFAULT_HOURS, null);
const wholeDays = fc.integer({ min: 1, max: 20 });
const limit: fc.Arbitrary<Limit> = fc.oneof(
  fc.record({
    unit: fc.constant('workday' as const),
    amount: fc.oneof(wholeDays, fc.constantFrom(0.5, 1.5)),
  }),
  fc.record({ unit: fc.constant('calendar-day' as const), amount: wholeDays }),
  fc.record({ unit: fc.constant('hour' as const), amount: fc.integer({ min: 1, max: 48 }) }),
);
const workLimit = limit.filter(({ unit }) => unit === 'workday');
/** Pauses as waits and lengths in minutes, one after the other. */
const pauses = fc.array(fc.tuple(fc.nat(5000), fc.nat(5000)), { maxLength: 4 });

function withPauses(deadline: Deadline, spans: readonly (readonly [number, number])[]): Deadline {
  let at = Date.parse(deadline.start);
  return spans.reduce((running, [wait, length]) => {
    const stopped = pause(running, new Date(at + wait * MINUTE));
    at += (wait + length) * MINUTE;
    return resume(stopped, new Date(at));
  }, deadline);
}

/** A deadline that stands for whole days, as waits and lengths, and those days; what begins after its end is left out. */
function standing(plain: Deadline, spans: readonly (readonly [number, number])[]) {
  const taken = new Set<LocalDate>();
  let deadline = plain;
  let at = endOfDay(localDateOf(new Date(plain.start))).getTime();
  let counted = 0;
  for (const [wait, length] of spans) {
    counted += wait;
    if (counted >= plain.limit.amount) break;
    const stop = at + wait * DAY;
    at = stop + length * DAY;
    deadline = resume(pause(deadline, new Date(stop)), new Date(at));
    for (let day = stop; day < at; day += DAY) taken.add(localDateOf(new Date(day)));
  }
  return { deadline, taken };
}

describe('both clocks', () => {
  it('a pause resumed at once changes nothing', () => {
    fc.assert(
      fc.property(start, limit, hours, fc.nat(60_000), (from, amount, day, wait) => {
        const deadline = openDeadline(from, amount);
        const touched = withPauses(deadline, [[wait, 0]]);
        const [before, after] = [dueOf(deadline, calendar, day), dueOf(touched, calendar, day)];
        expect([after.at, after.lights]).toEqual([before.at, before.lights]);
      }),
    );
  });

  it('pauses conserve the working time the limit grants', () => {
    fc.assert(
      fc.property(start, workLimit, hours, pauses, (from, amount, day, spans) => {
        const { between } = workingTime(calendar, day ?? WHOLE_DAYS);
        const plain = openDeadline(from, amount);
        const deadline = withPauses(plain, spans);
        const origin = (Number.isInteger(amount.amount) ? endOfDay(localDateOf(from)) : from).getTime();
        const end = dueOf(deadline, calendar, day).at.getTime();
        const stopped = deadline.pauses.reduce((sum, span) => {
          const stop = Math.max(origin, Date.parse(span.from));
          const go = Math.max(origin, Date.parse(span.to ?? span.from));
          return Date.parse(span.from) < end ? sum + between(stop, Math.min(go, end)) : sum;
        }, 0);
        const granted = between(origin, dueOf(plain, calendar, day).at.getTime());
        expect(between(origin, end) - stopped).toBe(granted);
      }),
    );
  });

  it('calendar days are those that a pause does not take, counted one by one; the last of them alone rolls', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 })), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(start, wholeDays, spans, (from, amount, given) => {
        const plain = openDeadline(from, { unit: 'calendar-day', amount });
        const { deadline, taken } = standing(plain, given);
        let last = localDateOf(from);
        for (let left = amount; left > 0; left -= taken.has(last) ? 0 : 1) last = addDays(last, 1);
        const due = dueOf(deadline, calendar, null).at;
        expect(due).toEqual(endOfDay(rollToWorkday(last, calendar)));
      }),
    );
  });

  it('a due date is after its start, and never earlier for a pause', () => {
    fc.assert(
      fc.property(start, limit, hours, pauses, (from, amount, day, spans) => {
        const plain = openDeadline(from, amount);
        const { at } = dueOf(plain, calendar, day);
        expect(at > from).toBe(true);
        expect(dueOf(withPauses(plain, spans), calendar, day).at >= at).toBe(true);
      }),
    );
  });

  it('a whole-day due date is on a working day', () => {
    fc.assert(
      fc.property(start, limit, hours, (from, amount, day) => {
        fc.pre(amount.unit !== 'hour');
        const { at } = dueOf(openDeadline(from, amount), calendar, day);
        expect(calendar.isWorkday(localDateOf(new Date(at.getTime() - 1)))).toBe(true);
      }),
    );
  });

  it('an open pause answers as one resumed at its own start, but for the lights still to come', () => {
    fc.assert(
      fc.property(start, limit, hours, fc.nat(30_000), (from, amount, day, wait) => {
        const at = new Date(from.getTime() + wait * MINUTE);
        const due = dueOf(pause(openDeadline(from, amount), at), calendar, day);
        expect(due.at).toEqual(dueOf(openDeadline(from, amount), calendar, day).at);
        const later = [due.lights.yellow, due.lights.orange, due.lights.red].filter(
          (light) => light && light > at,
        );
        if (at < due.at) expect(later).toEqual([]);
      }),
    );
  });
});

describe('lights', () => {
  it('begin at their share of the running time, pauses not counted', () => {
    fc.assert(
      fc.property(start, workLimit, hours, pauses, (from, amount, day, spans) => {
        const { between } = workingTime(calendar, day ?? WHOLE_DAYS);
        const plain = openDeadline(from, amount);
        const deadline = withPauses(plain, spans);
        const origin = (Number.isInteger(amount.amount) ? endOfDay(localDateOf(from)) : from).getTime();
        const { yellow } = dueOf(deadline, calendar, day).lights;
        if (yellow === null) throw new Error('no pause is open');
        const stopped = deadline.pauses.reduce((sum, span) => {
          const stop = Math.max(origin, Date.parse(span.from));
          const go = Math.max(origin, Math.min(Date.parse(span.to ?? span.from), yellow.getTime()));
          return sum + between(stop, go);
        }, 0);
        const granted = between(origin, dueOf(plain, calendar, day).at.getTime());
        expect(between(origin, yellow.getTime()) - stopped).toBe(granted / 2);
      }),
    );
  });

  it('have begun where the clock stops at that very moment', () => {
    const plain = openDeadline(new Date('2025-09-22T02:00:00Z'), { unit: 'workday', amount: 4 });
    const { yellow } = dueOf(plain, calendar, null).lights;
    expect(yellow).toEqual(endOfDay('2025-09-24'));
    const stopped = pause(plain, endOfDay('2025-09-24'));
    expect(dueOf(stopped, calendar, null).lights).toEqual({ yellow, orange: null, red: null });
    expect(dueOf(resume(stopped, endOfDay('2025-09-26')), calendar, null).lights.yellow).toEqual(yellow);
  });

  it('begin in order, and the sweep meets each of them once', () => {
    fc.assert(
      fc.property(start, limit, hours, pauses, (from, amount, day, spans) => {
        const { lights, at } = dueOf(withPauses(openDeadline(from, amount), spans), calendar, day);
        const seen = [lightAt(lights, from)];
        for (let now = nextLightAt(lights, from); now !== null; now = nextLightAt(lights, now)) {
          expect(lightAt(lights, new Date(now.getTime() - 1))).toBe(seen.at(-1));
          seen.push(lightAt(lights, now));
        }
        expect(seen).toEqual(['green', 'yellow', 'orange', 'red']);
        expect(lights.red).toEqual(at);
      }),
    );
  });

  it('begin at half and four fifths of the working time', () => {
    const due = dueOf(
      openDeadline(new Date('2025-09-22T02:00:00Z'), { unit: 'workday', amount: 10 }),
      calendar,
      DEFAULT_HOURS,
    );
    const { between } = workingTime(calendar, DEFAULT_HOURS);
    const origin = endOfDay('2025-09-22').getTime();
    const used = (light: Date | null) =>
      between(origin, light?.getTime() ?? 0) / between(origin, due.at.getTime());
    expect([used(due.lights.yellow), used(due.lights.orange)]).toEqual([0.5, 0.8]);
    // The fifth working day after the 22nd is Sunday the 28th, a make-up day.
    expect(due.lights.yellow?.toISOString()).toBe('2025-09-28T09:30:00.000Z');
  });
});
