import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatCaseNumber, parseCaseNumber } from './case-number.ts';
import { addDays } from './local-date.ts';
import { isInPeriod, parsePeriod, periodOf, yearBefore } from './period.ts';

describe('period', () => {
  it.each([
    ['2025-H1', '2025-01-01', '2025-06-30'],
    ['2025-M8', '2025-01-01', '2025-08-31'],
    ['2025', '2025-01-01', '2025-12-31'],
    ['2025-Q4', '2025-10-01', '2025-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
  ])('%s runs from %s to %s, both included', (key, from, to) => {
    const period = parsePeriod(key);
    expect(period).toEqual({ from, to });
    expect([from, to].every((date) => isInPeriod(date, period))).toBe(true);
    expect([addDays(from, -1), addDays(to, 1)].some((date) => isInPeriod(date, period))).toBe(false);
  });

  it.each(['2025-H3', '2025-13', '2025-M0', '25', '0000', '2025-Q5'])('refuses %s', (key) =>
    expect(() => parsePeriod(key)).toThrow('period-invalid'),
  );

  it('refuses dates out of order', () =>
    expect(() => periodOf('2025-02-01', '2025-01-31')).toThrow('period-invalid'));

  it('compares with the year before', () => {
    expect(yearBefore({ from: '2024-01-01', to: '2024-02-29' })).toEqual({
      from: '2023-01-01',
      to: '2023-02-28',
    });
    expect(yearBefore({ from: null, to: '2025-08-31' })).toEqual({ from: null, to: '2024-08-31' });
  });
});

describe('case number', () => {
  it('is written with six digits, and more where a day has more', () => {
    expect(formatCaseNumber('GR', '2025-08-31', 123)).toBe('GR-20250831-000123');
    expect(formatCaseNumber('GR', '2025-08-31', 1_234_567)).toBe('GR-20250831-1234567');
  });

  it('reads back what it wrote', () => {
    const date = fc.integer({ min: 0, max: 9000 }).map((n) => addDays('2015-01-01', n));
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 999_999_999 }), (day, n) => {
        expect(parseCaseNumber(formatCaseNumber('DM', day, n).toLowerCase())).toEqual({
          prefix: 'DM',
          date: day,
          n,
        });
      }),
    );
  });

  it.each(['GR-20250230-000123', 'GR-20250831-000000', 'GR-20250831-0000123', 'GR-20250831-123', 'x'])(
    'does not read %s',
    (text) => expect(parseCaseNumber(text)).toBeNull(),
  );

  it('is not written without a count', () =>
    expect(() => formatCaseNumber('GR', '2025-08-31', 0)).toThrow(RangeError));
});
