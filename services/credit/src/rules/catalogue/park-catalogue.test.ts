import { describe, expect, it } from '@jest/globals';
import { type CatalogueIndicator, shippedCatalogue } from '../model/shipped-indicators.ts';
import { laidOver, type StatedIndicator } from './park-catalogue.ts';

const [first] = shippedCatalogue;
if (first === undefined) throw new Error('nothing is shipped');

const stated = (slot: number, more: Partial<StatedIndicator>): StatedIndicator => ({
  ...(shippedCatalogue[slot - 1] ?? { ...first, code: 'X1' }),
  slot,
  precedence: 0,
  version: 1,
  ...more,
});
const codes = (indicators: readonly CatalogueIndicator[]) => indicators.map(({ code }) => code).join(' ');

describe('the shipped catalogue', () => {
  // Kept vectors are read by these places, and behind them stand the parks' own.
  it('has every indicator in the slot it was shipped in, and takes no more', () => {
    expect(codes(shippedCatalogue)).toBe('T1 T2 T3 T4 T5 T6 T7 G1 G2 G3 G4 G5 G6 A1 A2 A3 A4 A5 L1 L2 L3 L4');
  });
});

describe('what a park states', () => {
  it('leaves the shipped catalogue as it is where it is nothing', () => {
    expect(laidOver(shippedCatalogue, [])).toEqual({ indicators: shippedCatalogue, precedence: 0 });
  });

  it('takes the slot of the shipped one, or the next behind the last', () => {
    const { indicators } = laidOver(shippedCatalogue, [
      stated(3, { name: '另名' }),
      stated(23, { code: 'X1' }),
      stated(24, { code: 'X2', state: 'RETIRED' }),
    ]);
    expect(codes(indicators)).toBe(`${codes(shippedCatalogue)} X1 X2`);
    expect(indicators[2]?.name).toBe('另名');
    expect(shippedCatalogue[2]?.name).not.toBe('另名');
  });

  it('counts the orders of its sources over all its definitions', () => {
    const { precedence } = laidOver(shippedCatalogue, [
      stated(1, { precedence: 2 }),
      stated(3, { precedence: 1 }),
    ]);
    expect(precedence).toBe(2);
  });
});
