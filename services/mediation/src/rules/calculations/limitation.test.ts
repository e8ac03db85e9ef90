import { expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { type LimitationInput, limitation } from './limitation.ts';

const calendar = chinaCalendar();
const of = (asOf: string, input: Partial<LimitationInput> = {}) =>
  limitation(
    { knownOn: '2024-03-05', wagesInEmployment: false, interruptions: [], suspensions: [], ...input },
    asOf,
    calendar,
  );

it.each([
  ['2024-12-04', 'running', 91],
  ['2024-12-05', 'within-90-days', 90],
  ['2025-02-02', 'within-90-days', 31],
  ['2025-02-03', 'within-30-days', 30],
  ['2025-03-05', 'within-30-days', 0],
  ['2025-03-06', 'expired', -1],
])('as of %s a year from Tuesday 2024-03-05 is %s', (asOf, outcome, daysLeft) => {
  expect(of(asOf)).toMatchObject({ date: '2025-03-05', outcome, daysLeft });
});

it('a year from a leap day ends on the 28th; a holiday moves the end', () => {
  expect(of('2024-03-05', { knownOn: '2024-02-29' }).date).toBe('2025-02-28');
  // 1 October 2024 + 1 year: the holidays of 2025 end on 8 October.
  expect(of('2024-12-01', { knownOn: '2024-10-01' }).date).toBe('2025-10-09');
  // Saturday 2025-03-08.
  expect(of('2024-12-01', { knownOn: '2024-03-08' }).date).toBe('2025-03-10');
});

it('an interruption in time begins a new year, one too late does not', () => {
  const at = (on: string) => of('2025-04-30', { interruptions: [{ on, cause: 'claim' }] }).date;
  expect(at('2025-03-05')).toBe('2026-03-05');
  expect(at('2025-03-06')).toBe('2025-03-05');
  expect(at('2024-03-05')).toBe('2025-03-05');
  const twice = of('2025-12-01', {
    interruptions: [
      { on: '2025-11-05', cause: 'acknowledgement' },
      { on: '2025-01-07', cause: 'relief-request' },
    ],
  });
  expect(twice.date).toBe('2026-11-05');
});

it('a suspension adds its days, but none before the start or after the end', () => {
  const paused = (from: string, to: string) =>
    of('2025-04-30', { suspensions: [{ from, to, cause: 'force-majeure' }] }).date;
  expect(paused('2024-06-01', '2024-06-10')).toBe('2025-03-17'); // 15 March is a Saturday
  expect(paused('2024-06-01', '2024-06-01')).toBe('2025-03-06');
  expect(paused('2024-02-01', '2024-03-07')).toBe('2025-03-07'); // only 6 and 7 March count
  expect(paused('2025-03-06', '2025-04-01')).toBe('2025-03-05');
  expect(paused('2025-03-05', '2025-03-06')).toBe('2025-03-07');
});

it('an open suspension keeps the period standing still', () => {
  const suspensions = [{ from: '2025-03-04', cause: 'other-just-cause' as const }];
  const result = of('2025-06-03', { suspensions });
  // Two of its days were left on 4 March: 4 and 5 March become 4 and 5 June.
  expect(result).toMatchObject({ date: '2025-06-05', outcome: 'suspended' });
  const late = of('2025-06-03', { suspensions: [{ from: '2025-03-06', cause: 'force-majeure' }] });
  expect(late).toMatchObject({ date: '2025-03-05', outcome: 'expired' });
});

it('unpaid wages are under no limitation until employment ends, then for a year', () => {
  const wages = { knownOn: '2022-01-10', wagesInEmployment: true };
  expect(of('2025-06-03', wages)).toMatchObject({ date: null, outcome: 'unlimited' });
  const ended = of('2025-06-03', { ...wages, employmentEndedOn: '2024-07-15' });
  expect(ended).toMatchObject({ date: '2025-07-15', outcome: 'within-90-days' });
});

it('refuses days out of order or still to come, each by its field', () => {
  expect(() => of('2024-03-04')).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/asOf' })] }),
  );
  const cause = 'force-majeure' as const;
  const bad: Partial<LimitationInput> = {
    interruptions: [{ on: '2025-01-02', cause: 'claim' }],
    suspensions: [
      { from: '2024-06-10', to: '2024-06-01', cause },
      { from: '2024-07-01', to: '2024-07-10', cause },
      { from: '2024-07-10', to: '2024-07-20', cause },
    ],
  };
  const pointers = ['/interruptions/0/on', '/suspensions/0/to', '/suspensions/2'];
  expect(() => of('2025-01-01', bad)).toThrow(
    expect.objectContaining({ errors: pointers.map((pointer) => expect.objectContaining({ pointer })) }),
  );
});

it('says where the holidays at its end are not known', () => {
  expect(of('2025-03-05').notes).toEqual([]);
  expect(of('2026-12-01', { knownOn: '2026-10-01' })).toMatchObject({
    date: '2027-10-01',
    notes: [{ zh: expect.stringContaining('放假安排') }],
  });
});
