import { describe, expect, it } from '@jest/globals';
import { chinaCalendar } from './calendar.ts';
import { dueAt, dueOf, extend, openDeadline, pause, resume } from './clock.ts';
import { describeStep } from './due-step.ts';
import type { Limit } from './limit.ts';
import { DEFAULT_HOURS } from './work-hours.ts';

const calendar = chinaCalendar();

function beijing(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}:00+08:00`);
}

function wall(instant: Date | null): string | null {
  if (instant === null) return null;
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

const workdays = (amount: number): Limit => ({ unit: 'workday', amount });
const days = (amount: number): Limit => ({ unit: 'calendar-day', amount });
const hours = (amount: number): Limit => ({ unit: 'hour', amount });

describe('whole days', () => {
  it.each([
    ['2025-09-26', 5, '2025-10-11 00:00'],
    ['2025-09-30', 1, '2025-10-10 00:00'],
    ['2025-01-24', 5, '2025-02-08 00:00'],
    ['2025-04-24', 5, '2025-05-01 00:00'],
    ['2026-02-13', 5, '2026-02-28 00:00'],
    ['2026-09-30', 3, '2026-10-11 00:00'],
    ['2025-12-31', 2, '2026-01-06 00:00'],
    ['2025-08-29', 15, '2025-09-20 00:00'],
  ])('%s + %i working days end at 24:00, which is %s', (date, amount, due) => {
    for (const time of ['00:00', '10:30', '23:59']) {
      expect(wall(dueAt(beijing(`${date} ${time}`), workdays(amount), calendar, null).at)).toBe(due);
    }
  });

  it('end at the close of business where there are business hours', () =>
    expect(wall(dueAt(beijing('2025-09-26 10:30'), workdays(5), calendar, DEFAULT_HOURS).at)).toBe(
      '2025-10-10 17:30',
    ));

  it.each([
    ['2025-09-16', 15, '2025-10-10 00:00'],
    ['2025-12-20', 15, '2026-01-05 00:00'],
  ])('%s + %i calendar days roll over rest days to %s', (date, amount, due) =>
    expect(wall(dueAt(beijing(`${date} 23:59`), days(amount), calendar, null).at)).toBe(due),
  );
});

describe('parts of days', () => {
  it.each([
    ['2025-09-26 09:00', 0.5, '2025-09-26 12:00'],
    ['2025-09-26 16:30', 0.5, '2025-09-28 11:00'],
    ['2025-09-30 17:30', 0.5, '2025-10-09 12:00'],
    ['2025-10-03 10:00', 0.5, '2025-10-09 12:00'],
    ['2025-09-26 10:00', 1.5, '2025-09-28 15:30'],
  ])('%s + %f working days in shifts is %s', (start, amount, due) =>
    expect(wall(dueAt(beijing(start), workdays(amount), calendar, DEFAULT_HOURS).at)).toBe(due),
  );

  it('counts hours over the midday break and the night', () => {
    expect(wall(dueAt(beijing('2025-09-26 11:00'), hours(2), calendar, DEFAULT_HOURS).at)).toBe(
      '2025-09-26 15:30',
    );
    expect(wall(dueAt(beijing('2025-09-26 17:00'), hours(2), calendar, DEFAULT_HOURS).at)).toBe(
      '2025-09-28 10:30',
    );
  });

  it('counts hours round the clock where there are no business hours, and never provisionally', () => {
    const due = dueAt(beijing('2030-10-01 23:00'), hours(24), calendar, null);
    expect([wall(due.at), due.provisional]).toEqual(['2030-10-02 23:00', false]);
  });
});

describe('beyond the last published year', () => {
  it('is provisional, and settles when the year is added', () => {
    const deadline = openDeadline(beijing('2026-12-30 10:00'), workdays(5));
    expect(dueOf(deadline, calendar, null)).toMatchObject({
      provisional: true,
      at: beijing('2027-01-07 00:00'),
    });
    const off = ['2027-01-01', '2027-01-04'].map((date) => ({ date, name: '元旦' }));
    const longer = chinaCalendar([{ year: 2027, off, work: [] }]);
    expect(dueOf(deadline, longer, null)).toMatchObject({
      provisional: false,
      at: beijing('2027-01-09 00:00'),
    });
  });

  it('is certain up to 24:00 of the last day', () => {
    expect(dueAt(beijing('2026-12-30 10:00'), workdays(1), calendar, null).provisional).toBe(false);
    expect(dueAt(beijing('2026-12-31 10:00'), workdays(1), calendar, null).provisional).toBe(true);
  });
});

describe('pause and extension', () => {
  const start = beijing('2025-09-22 10:00');

  it('resumes with the working time that was left', () => {
    const paused = pause(openDeadline(start, workdays(5)), beijing('2025-09-24 10:00'));
    const resumed = resume(paused, beijing('2025-09-25 15:30'));
    // It stood for 5 h of Wednesday and 4 h of Thursday; nine hours after Sunday's close is Tuesday noon.
    expect(wall(dueOf(resumed, calendar, DEFAULT_HOURS).at)).toBe('2025-09-30 12:00');
  });

  it('does nothing on the excluded first day, nor after the end', () => {
    const deadline = openDeadline(start, workdays(2));
    const due = dueOf(deadline, calendar, DEFAULT_HOURS).at;
    const early = resume(pause(deadline, beijing('2025-09-22 11:00')), beijing('2025-09-22 17:00'));
    const late = resume(pause(deadline, beijing('2025-09-25 11:00')), beijing('2025-09-26 17:00'));
    expect([early, late].map((d) => dueOf(d, calendar, DEFAULT_HOURS).at)).toEqual([due, due]);
  });

  it('ends a calendar-day limit with its day again, and many short pauses do not add up to days', () => {
    let deadline = openDeadline(start, days(3));
    expect(wall(dueOf(deadline, calendar, null).at)).toBe('2025-09-26 00:00');
    for (let i = 0; i < 30; i += 1) {
      const at = beijing('2025-09-24 10:00').getTime() + i * 120_000;
      deadline = resume(pause(deadline, new Date(at)), new Date(at + 60_000));
    }
    expect(wall(dueOf(deadline, calendar, null).at)).toBe('2025-09-27 00:00');
  });

  // Only the last day of all rolls (民法典 art. 203): not the one the limit would have had without its pauses.
  it.each([
    // 15 days end on 1 October, with three more on the 4th: both roll to the 9th.
    ['2025-09-16', 15, '2025-09-18', '2025-09-21', '2025-10-10 00:00'],
    // 5 days end on a Saturday, with two more on the Monday, which is a working day.
    ['2025-09-01', 5, '2025-09-03', '2025-09-05', '2025-09-09 00:00'],
    // 15 days end on Wednesday the 24th, with three more on Saturday the 27th, which rolls to a Sunday that is worked.
    ['2025-09-09', 15, '2025-09-15', '2025-09-18', '2025-09-29 00:00'],
    // Over on Saturday, it stands from the Sunday on: that day and the Monday of the roll are still to come.
    ['2025-09-01', 5, '2025-09-07', '2025-09-10', '2025-09-12 00:00'],
    // Over with the Monday of the roll: nothing was left to stand still.
    ['2025-09-01', 5, '2025-09-09', '2025-09-12', '2025-09-09 00:00'],
  ])('%s + %i calendar days, standing from %s to %s, is %s', (from, amount, stop, go, due) => {
    const stopped = pause(openDeadline(beijing(`${from} 10:00`), days(amount)), beijing(`${stop} 00:00`));
    expect(wall(dueOf(resume(stopped, beijing(`${go} 00:00`)), calendar, null).at)).toBe(due);
  });

  it('extends from where a limit had rolled to', () => {
    const late = extend(
      openDeadline(beijing('2025-09-16 10:00'), days(15)),
      days(15),
      beijing('2025-09-20 10:00'),
    );
    expect(wall(dueOf(late, calendar, null).at)).toBe('2025-10-25 00:00');
  });

  it('ends a calendar-day limit at the close of the next day where a pause carries it past the close', () => {
    const stopped = pause(openDeadline(start, days(3)), beijing('2025-09-24 10:00'));
    const resumed = resume(stopped, beijing('2025-09-24 13:00'));
    expect(wall(dueOf(openDeadline(start, days(3)), calendar, DEFAULT_HOURS).at)).toBe('2025-09-25 17:30');
    expect(wall(dueOf(resumed, calendar, DEFAULT_HOURS).at)).toBe('2025-09-26 17:30');
  });

  it('extends from the due date as it stands', () => {
    const extended = extend(openDeadline(start, workdays(15)), workdays(15), beijing('2025-09-30 10:00'));
    expect(wall(dueOf(extended, calendar, null).at)).toBe('2025-11-08 00:00');
    const calendarDays = extend(
      openDeadline(beijing('2025-03-03 10:00'), days(60)),
      days(30),
      beijing('2025-04-01 10:00'),
    );
    expect(wall(dueOf(calendarDays, calendar, null).at)).toBe('2025-06-06 00:00');
  });

  it('keeps the due date as it stood while paused, and shows no light that did not begin', () => {
    const paused = pause(openDeadline(start, workdays(5)), beijing('2025-09-25 10:00'));
    const due = dueOf(paused, calendar, DEFAULT_HOURS);
    expect([due.paused, wall(due.at)]).toEqual([true, '2025-09-28 17:30']);
    expect([wall(due.lights.yellow), due.lights.orange, due.lights.red]).toEqual([null, null, null]);
  });

  it('refuses what the clock cannot do', () => {
    const deadline = openDeadline(start, workdays(5));
    const paused = pause(deadline, beijing('2025-09-24 10:00'));
    expect(() => pause(paused, beijing('2025-09-24 11:00'))).toThrow('clock-paused');
    expect(() => extend(paused, workdays(1), beijing('2025-09-24 11:00'))).toThrow('clock-paused');
    expect(() => resume(deadline, beijing('2025-09-24 11:00'))).toThrow('clock-not-paused');
    expect(() => resume(paused, beijing('2025-09-24 09:00'))).toThrow('clock-out-of-order');
    expect(() => pause(deadline, beijing('2025-09-21 10:00'))).toThrow('clock-out-of-order');
  });

  it.each([
    workdays(0),
    workdays(-1),
    days(1.5),
    hours(Number.NaN),
    days(3661),
    hours(Number.POSITIVE_INFINITY),
  ])('refuses the limit %j', (limit) => expect(() => openDeadline(start, limit)).toThrow('limit-invalid'));
});

describe('explanation', () => {
  it('names calendar, excluded day, skipped days and the roll', () => {
    const due = dueAt(beijing('2025-09-16 10:00'), days(15), calendar, null);
    expect(due.steps.map((step) => step.rule)).toEqual(['start', 'count', 'roll', 'due']);
    const [first = '', , roll = '', end = ''] = due.steps.map((step) => describeStep(step).zh);
    expect(first).toContain(calendar.id);
    expect(roll).toBe('2025-10-01 为休息日，顺延至 2025-10-09');
    expect(end).toBe('到期 2025-10-09 24:00');
  });

  it('tells of pauses and extensions in both languages', () => {
    const paused = pause(openDeadline(beijing('2025-09-22 10:00'), workdays(5)), beijing('2025-09-24 10:00'));
    const extended = extend(
      resume(paused, beijing('2025-09-25 10:00')),
      workdays(2),
      beijing('2025-09-26 10:00'),
    );
    const texts = dueOf(extended, calendar, DEFAULT_HOURS).steps.map(describeStep);
    expect(texts.map((text) => text.zh).join('\n')).toMatch(
      /暂停，2025-09-25 10:00 恢复，剩余 1380 分钟\n.*延期 2个工作日/u,
    );
    expect(texts.map((text) => text.en).join('\n')).toMatch(
      /resumed 2025-09-25 10:00 with 1380 minutes left/,
    );
  });
});

describe('cases of one day', () => {
  it('fall due together, each telling of its own start', () => {
    const dues = ['08:00', '19:30'].map((time) =>
      dueAt(beijing(`2025-09-22 ${time}`), workdays(5), calendar, null),
    );
    expect(dues.map((due) => wall(due.at))).toEqual(['2025-09-29 00:00', '2025-09-29 00:00']);
    const starts = dues.map((due) => due.steps[0]).map((step) => (step?.rule === 'start' ? step.at : null));
    expect(starts).toEqual(['2025-09-22T00:00:00.000Z', '2025-09-22T11:30:00.000Z']);
  });

  it('are kept apart by calendar, hours and thresholds', () => {
    const deadline = openDeadline(beijing('2025-09-22 08:00'), workdays(5));
    const other = chinaCalendar([{ year: 2025, off: [], work: [] }]);
    expect(wall(dueOf(deadline, other, null).at)).toBe('2025-09-30 00:00');
    expect(wall(dueOf(deadline, calendar, DEFAULT_HOURS).at)).toBe('2025-09-28 17:30');
    expect(wall(dueOf(deadline, calendar, null).at)).toBe('2025-09-29 00:00');
    const early = dueOf(deadline, calendar, null, { yellow: 0.2, orange: 0.4 }).lights;
    expect([wall(early.yellow), wall(early.orange)]).toEqual(['2025-09-24 00:00', '2025-09-25 00:00']);
  });
});
