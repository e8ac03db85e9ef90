import { describe, expect, it } from '@jest/globals';
import { addDays } from '@qinwu/domain/local-date';
import fc from 'fast-check';
import { decideGrant } from './decide-title.ts';
import { shippedTitles, titleKinds } from './title-kinds.ts';

const kinds = titleKinds([]);
const today = '2025-09-24';

describe('the term of a title', () => {
  it.each([
    ['hnte', '2024-12-02', undefined, '2027-12-01'],
    ['hnte', '2024-02-29', undefined, '2027-02-27'],
    ['tech-sme', '2025-05-01', undefined, '2026-04-30'],
    ['hnte', '2024-12-02', '2025-12-31', '2025-12-31'],
    ['chain-leader', '2024-12-02', undefined, null],
  ])('%s from %s to %s ends on %s', (titleCode, from, until, last) => {
    expect(decideGrant({ titleCode, from, until }, { kinds, today }).term).toEqual({ from, until: last });
  });

  it('does not overlap with the term of the renewal from the same day of the year', () => {
    const day = fc.integer({ min: 0, max: 7_000 }).map((n) => addDays('2000-01-01', n));
    fc.assert(
      fc.property(day, (from) => {
        const { term } = decideGrant({ titleCode: 'hnte', from, until: undefined }, { kinds, today });
        const isLeapDay = from.endsWith('-02-29');
        const renewal = `${Number(from.slice(0, 4)) + 3}${isLeapDay ? '-02-28' : from.slice(4)}`;
        expect(addDays(term.until ?? '', 1)).toBe(renewal);
      }),
    );
  });
});

describe('the catalogue', () => {
  it('has each code once, and the park’s own in place of the shipped', () => {
    expect(kinds.size).toBe(shippedTitles.length);
    const own = { ...shippedTitles[0], code: 'hnte', termYears: 5, official: true };
    const mine = titleKinds([own as (typeof shippedTitles)[number]]);
    expect([mine.size, mine.get('hnte')?.termYears]).toEqual([kinds.size, 5]);
  });
});
