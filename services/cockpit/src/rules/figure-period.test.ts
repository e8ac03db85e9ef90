import { describe, expect, it } from '@jest/globals';
import { isDomainError } from '@qinwu/domain/errors';
import { checkKnownAt, figurePeriod } from './figure-period.ts';

const today = '2025-09-24';

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return isDomainError(error) ? `${error.kind}:${error.code}` : String(error);
  }
  return undefined;
}

describe('the period of a figure', () => {
  it.each([
    ['flow', {}, { from: '2025-01-01', to: today }],
    ['flow', { to: '2024-03-31' }, { from: '2024-01-01', to: '2024-03-31' }],
    ['flow', { from: '2024-07-01' }, { from: '2024-07-01', to: today }],
    ['flow', { from: today, to: today }, { from: today, to: today }],
    ['level', {}, { from: null, to: today }],
    ['level', { from: '2025-01-01', to: '2025-08-31' }, { from: null, to: '2025-08-31' }],
  ] as const)('of a %s asked as %j is %j', (kind, asked, expected) => {
    expect(figurePeriod(kind, asked, today)).toEqual(expected);
  });

  it.each([
    [{ to: '2025-09-25' }, 'rule:period-in-future'],
    [{ from: '2025-09-25' }, 'rule:period-reversed'],
    [{ from: '2025-09-01', to: '2025-08-31' }, 'rule:period-reversed'],
  ])('asked as %j is refused', (asked, expected) => {
    expect(codeOf(() => figurePeriod('flow', asked, today))).toBe(expected);
    expect(codeOf(() => figurePeriod('level', asked, today))).toBe(expected);
  });
});

describe('the instant of what is known', () => {
  const now = new Date('2025-09-24T08:00:00Z');
  const later = new Date('2025-09-24T08:00:00.001Z');
  it.each([
    [now, null, undefined],
    [new Date('2025-06-30T00:00:00Z'), null, undefined],
    [later, null, 'rule:known-at-in-future'],
    [later, later, undefined],
    [later, now, 'rule:known-at-in-future'],
  ])('%j with the latest fact of %j: %s', (asked, latest, expected) => {
    expect(codeOf(() => checkKnownAt(asked, now, latest))).toBe(expected);
  });
});
