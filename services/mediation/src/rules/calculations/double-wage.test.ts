import { expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { doubleWage } from './double-wage.ts';

const calendar = chinaCalendar();
const of = (signedOn?: string, endedOn?: string, asOf = '2025-12-31') =>
  doubleWage({ startedOn: '2024-01-01', signedOn, endedOn, monthlyWage: '6000.00' }, asOf, calendar);

it('owes nothing for the first month, and begins with the second', () => {
  expect(of('2024-02-01').amount).toBe(0n);
  expect(of(undefined, '2024-01-31').amount).toBe(0n);
  // 1 February 2024 is one of 18 working days (holidays 10-17 February, worked 4 and 18).
  expect(of('2024-02-02').amount).toBe(33_333n);
  expect(of('2024-03-01').amount).toBe(600_000n);
});

it('ends with the twelfth month: eleven shares at most', () => {
  expect(of('2024-12-01').amount).toBe(6_000_000n);
  expect(of(undefined, '2024-12-31').amount).toBe(6_600_000n);
  expect(of().amount).toBe(6_600_000n);
  expect(of('2025-01-01').amount).toBe(6_600_000n);
});

it('says that a year without contract makes it open-ended', () => {
  const isSaid = (notes: readonly { zh: string }[]) => notes.some(({ zh }) => zh.includes('无固定期限'));
  expect(isSaid(of().notes)).toBe(true);
  expect(isSaid(of('2024-12-01').notes)).toBe(false);
});

it('counts up to the day judged', () => {
  expect(of(undefined, undefined, '2024-03-31').amount).toBe(1_200_000n);
});

it('counts months from a leap day, and from the last day of a month', () => {
  const from = (startedOn: string, signedOn: string) =>
    doubleWage({ startedOn, signedOn, monthlyWage: '6000' }, '2025-12-31', calendar).amount;
  expect(from('2024-02-29', '2025-02-28')).toBe(6_600_000n);
  expect(from('2024-01-31', '2024-02-29')).toBe(0n);
  expect(from('2024-01-31', '2024-03-31')).toBe(600_000n);
});

it('refuses an end before the start', () => {
  expect(() => of(undefined, '2023-12-31')).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/endedOn' })] }),
  );
});

it('owes nothing for the time before the law was in force', () => {
  const from = (startedOn: string, signedOn: string) =>
    doubleWage({ startedOn, signedOn, monthlyWage: '6000' }, '2025-12-31', calendar);
  expect(from('2007-06-01', '2008-02-01').amount).toBe(0n);
  const late = from('2007-06-01', '2008-04-01');
  expect(late.amount).toBe(1_200_000n);
  expect(late.notes).toContainEqual(expect.objectContaining({ zh: expect.stringContaining('第九十七条') }));
  expect(from('2008-01-01', '2008-04-01').notes).toHaveLength(2);
});

it('says where the holidays of a part of a month are not known', () => {
  const isSaid = (signedOn: string) =>
    doubleWage({ startedOn: '2026-09-01', signedOn, monthlyWage: '6000' }, '2027-12-31', calendar).notes.some(
      ({ zh }) => zh.includes('放假安排'),
    );
  expect(isSaid('2026-12-15')).toBe(false);
  expect(isSaid('2027-01-15')).toBe(true);
  expect(isSaid('2027-02-01')).toBe(false);
});
