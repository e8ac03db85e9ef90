import { describe, expect, it } from '@jest/globals';
import { addDays } from '@qinwu/domain/local-date';
import fc from 'fast-check';
import { countSpans, type Piece, type Span } from './count-spans.ts';
import { planCounted, type StandingValue } from './plan-counted.ts';

const DAYS = 40;
const dayAt = (n: number) => addDays('2025-01-01', n);
const span: fc.Arbitrary<Span> = fc
  .record({ from: fc.nat(DAYS), length: fc.option(fc.integer({ min: -2, max: 20 })) })
  .map(({ from, length }) => ({
    from: dayAt(from),
    until: length === null ? null : dayAt(from + length),
  }));
const spans = fc.array(span, { maxLength: 12 });

const covers = ({ from, until }: Span, day: string) => from <= day && (until === null || day <= until);

/** What the pieces say of a day; null where they say nothing. */
function valueOn(pieces: readonly Piece[], day: string): number | null {
  const found = pieces.filter((piece) => covers(piece, day));
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.value ?? null;
}

describe('a count of what holds', () => {
  it('is right on every day, without end, and says nothing of the days before', () => {
    fc.assert(
      fc.property(spans, (given) => {
        const pieces = countSpans(given);
        const real = given.filter(({ from, until }) => until === null || from <= until);
        for (let n = -1; n < 2 * DAYS; n++) {
          const day = dayAt(n);
          const isBefore = real.every(({ from }) => day < from);
          expect(valueOn(pieces, day)).toBe(isBefore ? null : real.filter((one) => covers(one, day)).length);
        }
        if (real.length > 0) expect(pieces.at(-1)?.until).toBeNull();
      }),
    );
  });

  it('adds up what each weighs', () => {
    const one = { from: dayAt(0), until: dayAt(9), weight: 30 };
    const other = { from: dayAt(5), until: null, weight: 12 };
    const pieces = countSpans([one, other]);
    expect([0, 4, 5, 9, 10].map((n) => valueOn(pieces, dayAt(n)))).toEqual([30, 30, 42, 42, 12]);
  });

  it('has no two pieces that follow one another with the same value', () => {
    fc.assert(
      fc.property(spans, (given) => {
        const values = countSpans(given).map(({ value }) => value);
        expect(values.every((value, at) => value !== values[at + 1])).toBe(true);
      }),
    );
  });
});

/** The values after the steps were taken. */
function after(standing: readonly StandingValue[], pieces: readonly Piece[], eventId: string) {
  const byDay = new Map(standing.map((value) => [value.validFrom, value]));
  for (const { piece, state } of planCounted(standing, pieces)) {
    const { from: validFrom, until: validUntil, value } = piece;
    byDay.set(validFrom, { validFrom, validUntil, value, state, eventId });
  }
  return [...byDay.values()];
}

describe('the steps to a count', () => {
  it('lead from any count to any other, and then there are none', () => {
    fc.assert(
      fc.property(fc.array(spans, { minLength: 1, maxLength: 4 }), (counts) => {
        let standing: StandingValue[] = [];
        for (const [at, given] of counts.entries()) {
          const pieces = countSpans(given);
          standing = after(standing, pieces, `event-${at}`);
          const verified = standing.filter(({ state }) => state === 'VERIFIED');
          const byDay = verified.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
          expect(byDay.map(({ validFrom, validUntil, value }) => [validFrom, validUntil, value])).toEqual(
            pieces.map(({ from, until, value }) => [from, until, value]),
          );
          expect(planCounted(standing, pieces)).toEqual([]);
        }
      }),
    );
  });

  it('leave what a person took out, until the count is another', () => {
    const out: StandingValue = {
      validFrom: '2025-01-01',
      validUntil: null,
      value: 3,
      state: 'WITHDRAWN',
      eventId: null,
    };
    const piece = { from: '2025-01-01', until: null, value: 3 };
    expect(planCounted([out], [piece])).toEqual([]);
    expect(planCounted([out], [{ ...piece, value: 4 }])).toHaveLength(1);
    expect(planCounted([{ ...out, eventId: 'event' }], [piece])).toHaveLength(1);
  });
});
