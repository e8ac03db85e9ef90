import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shippedCatalogue } from '../model/shipped-indicators.ts';
import { inputVector, type SpannedDocument, type SpannedValue } from './input-vector.ts';

const slotOf = (code: string): number => shippedCatalogue.findIndex((indicator) => indicator.code === code);

function value(
  code: string,
  amount: number,
  validFrom: string,
  validUntil: string | null = null,
): SpannedValue {
  return { code, source: 'tax', value: amount, validFrom, validUntil, knownAt: new Date('2025-01-01') };
}

describe('an input vector', () => {
  it('has what counts on the day in its slots, and says for which days that holds', () => {
    const values = [
      value('T1', 1, '2024-01-01'),
      value('T1', 2, '2025-01-01'),
      value('T3', 3, '2025-03-01', '2025-12-31'),
    ];
    const { slots, exactFrom, exactUntil } = inputVector(
      { values, documents: [] },
      shippedCatalogue,
      '2025-06-30',
    );
    expect([slots[slotOf('T1')], slots[slotOf('T3')], slots[slotOf('T5')]]).toEqual([2, 3, null]);
    expect({ exactFrom, exactUntil }).toEqual({ exactFrom: '2025-03-01', exactUntil: '2026-01-01' });
  });

  it('counts the documents in force', () => {
    const documents = [
      { code: 'N1', from: '2025-01-10', until: null },
      { code: 'N2', from: '2025-01-10', until: '2025-02-09' },
      { code: 'N2', from: '2025-02-01', until: null },
    ];
    const on = (day: string) => inputVector({ values: [], documents }, shippedCatalogue, day);
    expect(on('2025-01-09')).toMatchObject({ negatives: {}, exactFrom: null, exactUntil: '2025-01-10' });
    expect(on('2025-02-05')).toMatchObject({ negatives: { N1: 1, N2: 2 }, exactUntil: '2025-02-10' });
    expect(on('2025-02-10')).toMatchObject({
      negatives: { N1: 1, N2: 1 },
      exactFrom: '2025-02-10',
      exactUntil: null,
    });
  });

  it('is the same on every day for which it says it holds', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2025-02-${String(n).padStart(2, '0')}`);
    const end = fc.option(day, { nil: null });
    const values = fc.array(
      fc.tuple(fc.constantFrom('T1', 'T3', 'G3'), fc.nat(9), day, end).map((given) => value(...given)),
      { maxLength: 8 },
    );
    const documents: fc.Arbitrary<SpannedDocument[]> = fc.array(
      fc.record({ code: fc.constantFrom('N1', 'N2'), from: day, until: end }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.record({ values, documents }), day, day, (known, at, other) => {
        const vector = inputVector(known, shippedCatalogue, at);
        const holds =
          (vector.exactFrom === null || vector.exactFrom <= other) &&
          (vector.exactUntil === null || other < vector.exactUntil);
        fc.pre(holds);
        const { slots, negatives } = inputVector(known, shippedCatalogue, other);
        expect({ slots, negatives }).toEqual({ slots: vector.slots, negatives: vector.negatives });
      }),
    );
  });
});
