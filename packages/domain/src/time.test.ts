import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isId, newId } from './id.ts';
import {
  addDays,
  addYears,
  daysBetween,
  endOfDay,
  isLocalDate,
  localDateOf,
  parseLocalDate,
  startOfDay,
  weekdayOf,
} from './local-date.ts';
import { parseOfficialTime } from './official-time.ts';

describe('local date', () => {
  it('is the date on the wall in Shanghai', () => {
    expect(localDateOf(new Date('2025-08-30T16:00:00Z'))).toBe('2025-08-31');
    expect(localDateOf(new Date('2025-08-30T15:59:59.999Z'))).toBe('2025-08-30');
    expect(startOfDay('2025-08-31').toISOString()).toBe('2025-08-30T16:00:00.000Z');
    expect(endOfDay('2025-08-31')).toEqual(startOfDay('2025-09-01'));
  });

  it('agrees with the zone data of the platform', () => {
    const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
    const min = new Date('1992-01-01T00:00:00Z');
    fc.assert(
      fc.property(fc.date({ min, max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }), (instant) => {
        expect(localDateOf(instant)).toBe(wall.format(instant));
      }),
    );
  });

  it.each(['2026-02-30', '2025-02-29', '2025-13-01', '2025-1-1', '20250101', '', '2025-01-01T00:00'])(
    'refuses %s',
    (text) => {
      expect(isLocalDate(text)).toBe(false);
      expect(() => parseLocalDate(text)).toThrow('date-invalid');
    },
  );

  it('adds days and counts them back', () => {
    const date = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1992-01-01', n));
    fc.assert(
      fc.property(date, fc.integer({ min: -4000, max: 4000 }), (day, n) => {
        const other = addDays(day, n);
        expect(isLocalDate(other)).toBe(true);
        expect(daysBetween(day, other)).toBe(n);
        expect(weekdayOf(other)).toBe(((((weekdayOf(day) - 1 + n) % 7) + 7) % 7) + 1);
      }),
    );
    expect(weekdayOf('2025-09-28')).toBe(7);
  });

  it.each([
    ['2024-12-02', 3, '2027-12-02'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2024-02-29', 1, '2025-02-28'],
    ['2025-03-01', -1, '2024-03-01'],
  ])('%s and %i years is %s', (date, years, later) => {
    expect(addYears(date, years)).toBe(later);
  });
});

describe('official time', () => {
  it.each([
    ['2019/4/25 9:32:09', '2019-04-25T01:32:09.000Z'],
    [' 2019-04-25 ', '2019-04-24T16:00:00.000Z'],
    ['2019.4.25 9:32', '2019-04-25T01:32:00.000Z'],
    ['2019年4月25日', '2019-04-24T16:00:00.000Z'],
    ['2019年4月25日 下午3:05', '2019-04-25T07:05:00.000Z'],
    ['2019年4月25日上午12时05分', '2019-04-24T16:05:00.000Z'],
    ['２０１９／４／２５　９：３２：０９', '2019-04-25T01:32:09.000Z'],
    ['2019-04-25T09:32:09+08:00', '2019-04-25T01:32:09.000Z'],
    ['2019-04-25T09:32:09', '2019-04-25T01:32:09.000Z'],
    ['\uFEFF2019/4/25\u00A0 9:32:09\n', '2019-04-25T01:32:09.000Z'],
    ['2019-04-25 09:32:09.0', '2019-04-25T01:32:09.000Z'],
  ])('reads %j', (text, instant) => expect(parseOfficialTime(text)?.toISOString()).toBe(instant));

  it.each([
    '',
    '2019/2/30',
    '2019/4/25 24:00:00',
    '2019/4/25 9:60',
    '4/25/2019',
    '昨天',
    '2019-02-30T00:00:00Z',
    '20190425',
  ])('does not read %j', (text) => expect(parseOfficialTime(text)).toBeNull());
});

describe('id', () => {
  it('is a UUID of version 7, and later ones sort later', () => {
    const ids = Array.from({ length: 1000 }, newId);
    expect(ids.every((id) => isId(id) && id[14] === '7')).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(1000);
  });

  it.each(['', 'x', '00000000-0000-0000-0000-000000000000', newId().toUpperCase()])('is not %s', (text) =>
    expect(isId(text)).toBe(false),
  );
});
