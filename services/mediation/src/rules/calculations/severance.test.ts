import { expect, it } from '@jest/globals';
import { defaultStandards } from '../default-standards.ts';
import { chooseStandard } from '../standards.ts';
import { severance } from './severance.ts';
import { unlawfulTermination } from './unlawful-termination.ts';

const one = (kind: 'average-wage' | 'minimum-wage', value: bigint) => ({
  ...chooseStandard(defaultStandards(), { kind, on: '2025-01-01', region: null }),
  value,
});
const standards = {
  averageWage: one('average-wage', 700_000n),
  minimumWage: one('minimum-wage', 200_000n),
};
const of = (startedOn: string, endedOn: string, averageMonthlyWage = '6000.00') =>
  severance({ startedOn, endedOn, averageMonthlyWage }, standards);

it.each([
  // First day, last day (both included), months paid × 6000.
  ['2024-01-01', '2024-06-30', 600_000n, 'exactly six months count as a year'],
  ['2024-01-01', '2024-06-29', 300_000n, 'five months and 29 days as half'],
  ['2024-01-01', '2024-01-01', 300_000n, 'a single day as half a month'],
  ['2020-01-01', '2022-12-31', 1_800_000n, 'three whole years'],
  ['2020-01-01', '2023-01-01', 2_100_000n, 'three years and a day'],
  ['2020-01-01', '2023-06-30', 2_400_000n, 'three years and six months'],
  ['2020-02-29', '2021-02-27', 600_000n, 'from a leap day to the eve of the 28th is a year'],
  ['2020-02-29', '2021-02-28', 900_000n, 'one day more begins the next'],
  ['2020-02-29', '2024-02-28', 2_400_000n, 'to the eve of the next leap day'],
  ['2023-08-31', '2024-02-28', 600_000n, 'August 31 to the eve of a leap day are six months'],
  ['2008-01-01', '2022-12-31', 9_000_000n, 'no cap of years below three times the average'],
])('%s to %s', (startedOn, endedOn, amount, _why) => {
  expect(of(startedOn, endedOn).amount).toBe(amount);
});

it('caps wage and years only above three times the local average', () => {
  // 3 × 7000 = 21000, 15 years.
  expect(of('2008-01-01', '2022-12-31', '21000.00').amount).toBe(31_500_000n);
  expect(of('2008-01-01', '2022-12-31', '21000.01').amount).toBe(25_200_000n);
  expect(of('2020-01-01', '2022-12-31', '30000').amount).toBe(6_300_000n);
});

it('counts no wage below the minimum, and takes the mean of the months without rounding it', () => {
  expect(of('2020-01-01', '2022-12-31', '1500').amount).toBe(600_000n);
  const wages = [...Array<string>(11).fill('5000.00'), '5000.10'];
  const result = severance({ startedOn: '2020-01-01', endedOn: '2025-12-31', wages }, standards);
  // 60000.10 ÷ 12 × 6 = 30000.05; rounding the mean first would give 30000.06.
  expect(result.amount).toBe(3_000_005n);
  expect(result.steps[0]).toMatchObject({ value: '≈5000.0083' });
  expect(result.steps.at(-1)?.text.zh).toContain('四舍五入到分');
  expect(result.steps.every((step) => step.article !== '')).toBe(true);
});

it('rounds half a fen up', () => {
  expect(of('2024-01-01', '2024-02-01', '6000.01').amount).toBe(300_001n);
});

it('says which standards are not official, and that service before 2008 is another matter', () => {
  const notes = of('2005-01-01', '2024-06-30').notes.map(({ zh }) => zh);
  expect(notes).toEqual([
    expect.stringContaining('2008-01-01'),
    expect.stringContaining('average-wage'),
    expect.stringContaining('minimum-wage'),
  ]);
});

it('damages of an unlawful termination are twice that', () => {
  const input = { startedOn: '2024-01-01', endedOn: '2024-02-01', averageMonthlyWage: '6000.01' };
  // 6000.01 × 0.5 × 2: nothing to round.
  expect(unlawfulTermination(input, standards).amount).toBe(600_001n);
});

it.each([
  [{ endedOn: '2023-12-31', averageMonthlyWage: '1' }, '/endedOn', 'dates-reversed'],
  [{ endedOn: '2024-12-31', averageMonthlyWage: '-1' }, '/averageMonthlyWage', 'amount-out-of-range'],
  [{ endedOn: '2024-12-31', averageMonthlyWage: '0' }, '/averageMonthlyWage', 'wage-zero'],
  [{ endedOn: '2024-12-31', averageMonthlyWage: '1.005' }, '/averageMonthlyWage', 'money-invalid'],
  [{ endedOn: '2024-12-31' }, '/averageMonthlyWage', 'one-of-two'],
  [{ endedOn: '2024-12-31', averageMonthlyWage: '1', wages: ['1'] }, '/averageMonthlyWage', 'one-of-two'],
  [{ endedOn: '2024-12-31', wages: ['5000'] }, '/wages', 'wages-count'],
  [{ endedOn: '2024-06-30', wages: Array<string>(5).fill('5000') }, '/wages', 'wages-count'],
  [{ endedOn: '2024-06-30', wages: Array<string>(7).fill('5000') }, '/wages', 'wages-count'],
  [
    { endedOn: '2024-06-30', wages: ['5000', '-2', ...Array<string>(4).fill('5000')] },
    '/wages/1',
    'amount-out-of-range',
  ],
])('refuses %j', (input, pointer, code) => {
  expect(() => severance({ startedOn: '2024-01-01', ...input }, standards)).toThrow(
    expect.objectContaining({ kind: 'rule', errors: [expect.objectContaining({ pointer, code })] }),
  );
});
