import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shippedCatalogue } from '../model/shipped-indicators.ts';
import { effectiveValues } from './effective-values.ts';

const at = (source: string, validFrom: string, known = 0) => ({
  code: 'G6',
  source,
  validFrom,
  knownAt: new Date(known),
});

it.each([
  ['the first source of the indicator', at('tax', '2024-01-01'), at('declaration', '2025-01-01')],
  ['the second source before the third', at('bank', '2024-01-01'), at('declaration', '2025-01-01')],
  ['of one source the newest', at('tax', '2025-01-01'), at('tax', '2024-01-01', 9)],
  ['of one day what became known last', at('tax', '2025-01-01', 9), at('tax', '2025-01-01', 1)],
])('%s counts', (_, first, second) => {
  expect(effectiveValues([first, second], shippedCatalogue).get('G6')).toBe(first);
  expect(effectiveValues([second, first], shippedCatalogue).get('G6')).toBe(first);
});

it('does not hang on the order the values are read in', () => {
  const value = fc
    .tuple(fc.constantFrom('tax', 'bank', 'declaration'), fc.integer({ min: 1, max: 9 }), fc.nat(9))
    .map(([source, month, known]) => at(source, `2025-0${month}-01`, known));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      const one = effectiveValues(values, shippedCatalogue).get('G6');
      expect(effectiveValues(values.toReversed(), shippedCatalogue).get('G6')).toEqual(one);
    }),
  );
});

it('leaves out what the catalogue does not know', () => {
  expect(effectiveValues([{ ...at('tax', '2025-01-01'), code: 'X1' }], shippedCatalogue).size).toBe(0);
});
