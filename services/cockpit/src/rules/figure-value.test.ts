import { describe, expect, it } from '@jest/globals';
import { figureValue } from './figure-value.ts';

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
    expect(figureValue(tenThousandYuan, fen)).toBe(expected);
  });

  it('of 330,492 thousandths is 330.492 亩', () => {
    expect(figureValue({ of: 'sum', amountPerUnit: 1_000n, decimals: 3 }, 330_492n)).toBe(330.492);
  });

  it('counts as they are', () => {
    expect(figureValue({ of: 'count' }, 9_684n)).toBe(9_684);
    expect(figureValue({ of: 'distinct' }, 144n)).toBe(144);
  });
});
