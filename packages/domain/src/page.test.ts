import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from './id.ts';
import { decodeCursor, encodeCursor } from './page.ts';

const text = fc.string({ unit: 'grapheme' }).filter((value) => /^[^\p{C}]*$/u.test(value));
const position = fc.array(fc.oneof(text, fc.integer()), { maxLength: 4 });
const filter = fc.dictionary(
  fc.constantFrom('state', 'grid', 'from'),
  fc.oneof(text, fc.integer(), fc.constant(null)),
);

describe('cursor', () => {
  it('comes back under its own filter, in whatever order its members stand', () => {
    fc.assert(
      fc.property(position, filter, (at, where) => {
        const turned = Object.fromEntries(Object.entries(where).reverse());
        expect(decodeCursor(encodeCursor(at, where), { ...turned, absent: undefined })).toEqual(at);
      }),
    );
  });

  it('is refused under any other filter', () => {
    fc.assert(
      fc.property(position, filter, filter, (at, where, other) => {
        const same = (a: object) => JSON.stringify(Object.entries(a).sort());
        fc.pre(same(where) !== same(other));
        expect(() => decodeCursor(encodeCursor(at, where), other)).toThrow('cursor-invalid');
      }),
    );
  });

  it('tells a list from the text of it', () => {
    const cursor = encodeCursor([1], { state: ['A', 'B'] });
    expect(() => decodeCursor(cursor, { state: 'A,B' })).toThrow('cursor-invalid');
    expect(() => decodeCursor(cursor, { state: ['B', 'A'] })).toThrow('cursor-invalid');
  });

  it.each(['', 'x', '!!!', 'e30', encodeCursor([1], {}).slice(0, -4), 'A'.repeat(3000), '\u0000'])(
    'is refused as %j',
    (cursor) => expect(() => decodeCursor(cursor, {})).toThrow('cursor-invalid'),
  );

  it('never lets through what the database would choke on', () => {
    const forged = ['a\u0000b', '\ud800'].map((value) => encodeCursor([value], {}));
    for (const cursor of forged) expect(() => decodeCursor(cursor, {}, ['text'])).toThrow('cursor-invalid');
  });

  it('has the shape that was asked for', () => {
    const id = newId();
    const at = ['2025-08-31T01:02:03.456789Z', id, 7, '2025-08-31', 'x'];
    const shape = ['instant', 'id', 'integer', 'date', 'text'] as const;
    expect(decodeCursor(encodeCursor(at, {}), {}, shape)).toEqual(at);
    expect(() => decodeCursor(encodeCursor(at.slice(1), {}), {}, shape)).toThrow('cursor-invalid');
    for (const kind of ['instant', 'id', 'integer', 'date'] as const) {
      expect(() => decodeCursor(encodeCursor(['2025-02-30T00:00:00Z'], {}), {}, [kind])).toThrow(
        'cursor-invalid',
      );
    }
  });
});
