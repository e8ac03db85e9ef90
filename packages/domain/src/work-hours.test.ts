import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chinaCalendar } from './calendar.ts';
import {
  checkWorkHours,
  closeOf,
  DEFAULT_HOURS,
  dayLength,
  shiftsOn,
  type WorkHours,
  workingTime,
} from './work-hours.ts';

const calendar = chinaCalendar();
const summer: WorkHours = {
  ...DEFAULT_HOURS,
  seasons: [
    {
      from: '06-01',
      to: '09-30',
      shifts: [
        { from: '08:00', to: '12:00' },
        { from: '15:00', to: '18:00' },
      ],
    },
  ],
};

describe('work hours', () => {
  it('change with the season', () => {
    expect(shiftsOn(summer, '2025-05-31')).toBe(DEFAULT_HOURS.shifts);
    expect([dayLength(summer, '2025-06-01'), dayLength(summer, '2025-10-01')]).toEqual([
      7 * 3_600_000,
      6 * 3_600_000,
    ]);
    expect(closeOf(summer, '2025-09-30').toISOString()).toBe('2025-09-30T10:00:00.000Z');
  });

  it('may have a season over the turn of the year', () => {
    const winter = {
      ...DEFAULT_HOURS,
      seasons: [{ from: '12-01', to: '02-28', shifts: [{ from: '10:00', to: '16:00' }] }],
    };
    expect(['2025-12-01', '2025-01-15', '2025-03-01'].map((day) => shiftsOn(winter, day).length)).toEqual([
      1, 1, 2,
    ]);
  });

  it.each([
    [[]],
    [[{ from: '12:00', to: '09:00' }]],
    [
      [
        { from: '09:00', to: '12:00' },
        { from: '11:00', to: '17:00' },
      ],
    ],
    [[{ from: '9:00', to: '12:00' }]],
    [[{ from: '09:00', to: '24:01' }]],
  ])('are refused as %j', (shifts) => expect(() => checkWorkHours({ shifts })).toThrow('work-hours-invalid'));

  it('are taken in order', () => {
    expect(checkWorkHours(summer)).toBe(summer);
    expect(() =>
      checkWorkHours({ ...summer, seasons: [{ from: '13-01', to: '09-30', shifts: [] }] }),
    ).toThrow('work-hours-invalid');
  });

  it('add what they measure', () => {
    const { between, after } = workingTime(calendar, summer);
    const instant = fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2026-06-01') });
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 30 * 7 * 3_600_000 }), (from, amount) => {
        const end = after(from, amount);
        expect(between(from, end)).toBe(amount);
        // The earliest such instant: one millisecond before it, not all has passed.
        expect(between(from, end - 1)).toBe(amount - 1);
      }),
    );
  });
});
