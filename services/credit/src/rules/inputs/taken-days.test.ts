import { expect, it } from '@jest/globals';
import { givesWay, type StatedDays, takenDays } from './taken-days.ts';

const stated = (validFrom: string, validUntil: string | null, more: object = {}): StatedDays => ({
  uscc: 'U1',
  code: 'T1',
  source: 'tax',
  validFrom,
  validUntil,
  ...more,
});

it.each([
  ['the day before', '2024-01-01', '2024-12-31', false],
  ['the first day', '2024-01-01', '2025-01-01', true],
  ['days within', '2025-03-01', '2025-04-01', true],
  ['days around', '2024-01-01', null, true],
  ['the last day', '2025-12-31', null, true],
  ['the day after', '2026-01-01', null, false],
])('a value takes %s: %s to %s, %p', (_, from, until, taken) => {
  const standing = stated('2025-01-01', '2025-12-31');
  expect(takenDays([standing]).find(stated(from, until))).toBe(taken ? standing : undefined);
});

it('a value without end takes all days from its first', () => {
  const standing = stated('2025-01-01', null);
  expect(takenDays([standing]).find(stated('2099-01-01', null))).toBe(standing);
  expect(takenDays([standing]).find(stated('2024-01-01', '2024-12-31'))).toBeUndefined();
});

it('another enterprise, indicator or source has days of its own', () => {
  const taken = takenDays([stated('2025-01-01', null)]);
  for (const more of [{ uscc: 'U2' }, { code: 'T2' }, { source: 'bank' }]) {
    expect(taken.find(stated('2025-01-01', null, more))).toBeUndefined();
  }
});

it('a value that is added takes its days from then on', () => {
  const taken = takenDays<StatedDays>([]);
  const added = stated('2025-01-01', null);
  expect(taken.find(added)).toBeUndefined();
  taken.add(added);
  expect(taken.find(stated('2026-01-01', null))).toBe(added);
});

it('of several in the way the one that begins first is found, in the days it has now', () => {
  const [later, first] = [stated('2026-01-01', null), stated('2024-01-01', '2025-12-31')];
  const taken = takenDays<StatedDays>([later, first]);
  expect(taken.find(stated('2025-01-01', null))).toBe(first);
  taken.replace(first, stated('2024-01-01', '2024-12-31'));
  expect(taken.find(stated('2025-01-01', null))).toBe(later);
});

it.each([
  ['2024-01-01', null, true],
  ['2025-01-01', null, false],
  ['2026-01-01', null, false],
  ['2024-01-01', '2025-06-30', false],
])('one from %s to %s gives way to one from 2025-01-01: %p', (from, until, gives) => {
  expect(givesWay(stated(from, until), stated('2025-01-01', null))).toBe(gives);
});
