import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addWorkdays, chinaCalendar, rollToWorkday, workdaysBetween } from './calendar.ts';
import { addDays, type LocalDate, weekdayOf } from './local-date.ts';

const calendar = chinaCalendar();

function span(from: LocalDate, to: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

// The State Council's notices for 2025 and 2026, typed here by hand: the data set is checked against them.
const notices = [
  {
    year: 2025,
    off: [
      ['2025-01-01', '2025-01-01'],
      ['2025-01-28', '2025-02-04'],
      ['2025-04-04', '2025-04-06'],
      ['2025-05-01', '2025-05-05'],
      ['2025-05-31', '2025-06-02'],
      ['2025-10-01', '2025-10-08'],
    ] as const,
    work: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  {
    year: 2026,
    off: [
      ['2026-01-01', '2026-01-03'],
      ['2026-02-15', '2026-02-23'],
      ['2026-04-04', '2026-04-06'],
      ['2026-05-01', '2026-05-05'],
      ['2026-06-19', '2026-06-21'],
      ['2026-09-25', '2026-09-27'],
      ['2026-10-01', '2026-10-07'],
    ] as const,
    work: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
];

describe('the published years', () => {
  it.each(notices)('$year is the notice, day by day', ({ year, off, work }) => {
    const holidays = new Set(off.flatMap(([from, to]) => span(from, to)));
    const days = span(`${year}-01-01`, `${year}-12-31`);
    for (const day of days) {
      const expected = work.includes(day) || (weekdayOf(day) < 6 && !holidays.has(day));
      expect([day, calendar.isWorkday(day)]).toEqual([day, expected]);
    }
    expect(days.filter(calendar.isWorkday)).toHaveLength(248);
    expect(workdaysBetween(`${year - 1}-12-31`, `${year}-12-31`, calendar)).toBe(248);
  });

  it('end where no notice is out', () => {
    expect(calendar.isPublished('2026-12-31')).toBe(true);
    expect(calendar.isPublished('2027-01-01')).toBe(false);
  });

  it('say why a day is off', () => {
    expect(calendar.restName('2025-10-01')).toBe('国庆节');
    expect(calendar.restName('2025-09-27')).toBe('周末');
    expect(calendar.restName('2025-09-28')).toBeNull();
  });
});

describe('working days', () => {
  it.each([
    ['2025-09-26', 5, '2025-10-10'],
    ['2025-09-30', 1, '2025-10-09'],
    ['2025-01-24', 5, '2025-02-07'],
    ['2025-04-24', 5, '2025-04-30'],
    ['2026-02-13', 5, '2026-02-27'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2025-12-31', 2, '2026-01-05'],
    ['2025-08-29', 15, '2025-09-19'],
  ])('%s + %i is %s', (from, count, to) => {
    expect(addWorkdays(from, count, calendar)).toBe(to);
    expect(workdaysBetween(from, to, calendar)).toBe(count);
  });

  it.each([
    ['2025-09-16', 15, '2025-10-09'],
    ['2025-12-20', 15, '2026-01-04'],
  ])('%s + %i calendar days ends on %s', (from, count, to) =>
    expect(rollToWorkday(addDays(from, count), calendar)).toBe(to),
  );

  it('add up, and count back what they added', () => {
    const date = fc.integer({ min: 0, max: 690 }).map((n) => addDays('2025-01-01', n));
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (day, a, b) => {
        const there = addWorkdays(day, a + b, calendar);
        expect(addWorkdays(addWorkdays(day, a, calendar), b, calendar)).toBe(there);
        expect(workdaysBetween(day, there, calendar)).toBe(a + b);
        expect(calendar.isWorkday(there)).toBe(true);
      }),
    );
  });
});

describe("a deployer's year", () => {
  const holiday = { date: '2027-01-01', name: '元旦' };

  it('is published once added, and changes the id', () => {
    const longer = chinaCalendar([{ year: 2027, off: [holiday], work: ['2027-01-09'] }]);
    expect(longer.isPublished('2027-06-01')).toBe(true);
    expect(longer.isWorkday('2027-01-01')).toBe(false);
    expect(longer.isWorkday('2027-01-09')).toBe(true);
    expect(longer.isWorkday('2026-10-10')).toBe(true);
    expect(longer.id).not.toBe(calendar.id);
    expect(chinaCalendar().id).toBe(calendar.id);
  });

  it('replaces a published year', () => {
    const changed = chinaCalendar([{ year: 2026, off: [], work: [] }]);
    expect(changed.isWorkday('2026-10-01')).toBe(true);
    expect(changed.isWorkday('2025-10-01')).toBe(false);
  });

  it('may begin in the December before, and no earlier', () => {
    const early = chinaCalendar([{ year: 2027, off: [{ date: '2026-12-31', name: '元旦' }], work: [] }]);
    expect(early.isWorkday('2026-12-31')).toBe(false);
    expect(() => chinaCalendar([{ year: 2027, off: [], work: ['2026-11-28'] }])).toThrow(
      'calendar-year-invalid',
    );
    expect(() => chinaCalendar([{ year: 2027, off: [{ date: '2027-02-30', name: 'x' }], work: [] }])).toThrow(
      'calendar-year-invalid',
    );
  });

  it('without a working day stops the search instead of hanging it', () => {
    const off = span('2027-01-01', '2027-12-31').map((date) => ({ date, name: 'x' }));
    expect(() => rollToWorkday('2027-02-01', chinaCalendar([{ year: 2027, off, work: [] }]))).toThrow(
      RangeError,
    );
  });
});
