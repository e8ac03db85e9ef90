import { expect, it } from '@jest/globals';
import type { Standard, StandardKind } from '../../standard.ts';
import { dailyWage } from './daily-wage.ts';
import { type AwardHead, finalAward } from './final-award.ts';
import { noticePay } from './notice-pay.ts';
import { overdueAddition } from './overdue-addition.ts';
import { overtime } from './overtime.ts';

const standard = (kind: StandardKind, value: bigint): Standard => ({
  kind,
  value,
  region: '350582',
  validFrom: '2025-01-01',
  validUntil: null,
  source: '测试',
  official: true,
});
const days = standard('month-days', 2_175n);

it('daily wage: 6000 ÷ 21.75 = 275.862…', () => {
  expect(dailyWage({ monthlyWage: '6000.00' }, days)).toMatchObject({ amount: 27_586n, notes: [] });
  expect(dailyWage({ monthlyWage: '5220' }, days).amount).toBe(24_000n);
  // The divisor is configuration.
  expect(dailyWage({ monthlyWage: '6000' }, standard('month-days', 2_083n)).amount).toBe(28_805n);
});

it('overtime: 150, 200 and 300 % of 30 yuan an hour', () => {
  const of = { monthlyWage: '5220', workdayHours: '20', restDayHours: '16', holidayHours: '8' };
  const result = overtime(of, days);
  expect(result.amount).toBe(258_000n);
  expect(result.steps.map(({ value }) => value)).toEqual([
    '240.00',
    '30.00',
    '900.00',
    '960.00',
    '720.00',
    '2580.00',
  ]);
});

it('overtime is rounded once, at the end', () => {
  // 6000 ÷ 21.75 ÷ 8 × 1.5 × 10 = 517.241…; from a rounded 34.48 an hour it would be 517.20.
  expect(overtime({ monthlyWage: '6000', workdayHours: '10' }, days).amount).toBe(51_724n);
});

it.each([
  [{}, '/workdayHours'],
  [{ workdayHours: '-1' }, '/workdayHours'],
  [{ holidayHours: '1.125' }, '/holidayHours'],
  [{ restDayHours: '10001' }, '/restDayHours'],
])('overtime refuses %j', (hours, pointer) => {
  expect(() => overtime({ monthlyWage: '6000', ...hours }, days)).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
  );
});

it('the addition is owed from the day after the period ordered', () => {
  const of = (asOf: string, percent = 50) =>
    overdueAddition({ unpaid: '18600.01', deadline: '2025-06-30', percent }, asOf);
  expect(of('2025-06-30')).toMatchObject({ amount: 0n, outcome: 'not-overdue' });
  expect(of('2025-07-01')).toMatchObject({ amount: 930_001n, outcome: null });
  expect(of('2025-07-01', 100).amount).toBe(1_860_001n);
  expect(of('2025-07-01').steps[1]).toMatchObject({ value: '9300.01 至 18600.01' });
});

it('pay in place of notice is one month', () => {
  expect(noticePay({ lastMonthWage: '6850.5' }).amount).toBe(685_050n);
});

it('an award is final where no item is above 12 months of minimum wage', () => {
  const minimum = standard('minimum-wage', 200_000n);
  const of = (...items: [AwardHead, string][]) =>
    finalAward(
      items.map(([head, amount]) => ({ head, amount })),
      minimum,
    );
  expect(of(['wages', '24000.00'], ['compensation', '24000'])).toMatchObject({
    amount: 2_400_000n,
    outcome: 'final',
  });
  expect(of(['wages', '24000.01'])).toMatchObject({ outcome: 'not-final' });
  expect(of(['wages', '100'], ['damages', '24000.01'])).toMatchObject({ outcome: 'not-final' });
  expect(of(['labour-standard', '99999'])).toMatchObject({ outcome: 'final' });
  expect(of(['other', '1'])).toMatchObject({ outcome: 'not-final' });
});
