import { describe, expect, it } from '@jest/globals';
import { figureParts, figureValue } from './figure-value.ts';

const tenThousandYuan = { of: 'sum', amountPerUnit: 1_000_000n, decimals: 2 } as const;

describe('a figure in its own unit', () => {
  it.each([
    [140_680_000n, 140.68],
    [140_684_999n, 140.68],
    [140_685_000n, 140.69],
    [4_999n, 0],
    [5_000n, 0.01],
    [-5_000n, -0.01],
    [0n, 0],
    [99_999_999_999_990_000n, 99_999_999_999.99],
  ])('%s fen are %d 万元', (fen, expected) => {
    expect(figureValue(tenThousandYuan, { total: fen, over: 1n })).toBe(expected);
  });

  it('of 330,492 thousandths is 330.492 亩', () => {
    const mu = { of: 'sum', amountPerUnit: 1_000n, decimals: 3 } as const;
    expect(figureValue(mu, { total: 330_492n, over: 5n })).toBe(330.492);
  });

  it('counts as they are', () => {
    expect(figureValue({ of: 'count' }, { total: 9_684n, over: 9_684n })).toBe(9_684);
    expect(figureValue({ of: 'distinct' }, { total: 144n, over: 150n })).toBe(144);
  });

  const percent = { of: 'ratio', decimals: 1 } as const;
  it.each([
    [170n, 192n, 88.5],
    [0n, 7n, 0],
    [7n, 7n, 100],
    [1n, 3n, 33.3],
    [2n, 3n, 66.7],
    [1n, 2_000n, 0.1],
    [1n, 2_001n, 0],
    [333_333_333_333_333n, 1_000_000_000_000_000n, 33.3],
  ])('%s of %s are %d %%', (total, over, expected) => {
    expect(figureValue(percent, { total, over })).toBe(expected);
  });

  it('means by the number of records, rounded once', () => {
    const days = { of: 'average', amountPerUnit: 1n, decimals: 1 } as const;
    expect(figureValue(days, { total: 61n, over: 4n })).toBe(15.3);
    expect(figureValue(days, { total: 0n, over: 4n })).toBe(0);
    const yuan = { of: 'average', amountPerUnit: 100n, decimals: 2 } as const;
    expect(figureValue(yuan, { total: 1_000n, over: 3n })).toBe(3.33);
  });

  it('says nothing where a quotient is over nothing, and is the numerator and denominator of it', () => {
    expect(figureValue(percent, { total: 0n, over: 0n })).toBeNull();
    expect(
      figureValue({ of: 'average', amountPerUnit: 1n, decimals: 1 }, { total: 0n, over: 0n }),
    ).toBeNull();
    expect(figureParts(percent, { total: 170n, over: 192n })).toEqual({ numerator: 170n, denominator: 192n });
    expect(figureParts({ of: 'count' }, { total: 170n, over: 170n })).toBeNull();
  });
});
