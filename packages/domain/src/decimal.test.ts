import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatMu, MU_PATTERN, muToHectares, parseMu } from './area.ts';
import { divideHalfUp } from './decimal.ts';
import { formatYuan, parseMoney, parseYuan, showMoney, YUAN_PATTERN } from './money.ts';
import { showChange, showPercent } from './ratio.ts';

describe('money', () => {
  it('reads 140.68 万元 as 1 406 800 元', () => {
    expect(parseMoney('140.68', '万元')).toBe(140_680_000n);
    expect(formatYuan(140_680_000n)).toBe('1406800.00');
    expect(showMoney(140_680_000n, '万元', 2)).toBe('140.68');
    expect(parseMoney('1', '亿元')).toBe(parseMoney('10000', '万元'));
  });

  it('never passes through a float', () => {
    expect(parseYuan('0.29')).toBe(29n);
    expect(parseYuan('9007199254740993.01')).toBe(900_719_925_474_099_301n);
  });

  it.each(['1.005', '1e3', '１', '', '.5', '5.', '+1', '1,000', '01', 'NaN', '10000000000000000.01'])(
    'refuses %s',
    (text) => expect(() => parseYuan(text)).toThrow('money-invalid'),
  );

  it('keeps every amount through text and back', () => {
    const most = 10n ** 18n;
    fc.assert(
      fc.property(fc.bigInt({ min: -most, max: most }), (fen) =>
        expect(parseYuan(formatYuan(fen))).toBe(fen),
      ),
    );
  });

  it('shows half a unit as a whole one, on both sides of zero', () => {
    expect(showMoney(500_000n, '万元', 0)).toBe('1');
    expect(showMoney(-500_000n, '万元', 0)).toBe('-1');
    expect(showMoney(499_999n, '万元', 0)).toBe('0');
  });
});

describe('area', () => {
  it('keeps three decimals of a mu', () => {
    expect(parseMu('330.492')).toBe(330_492n);
    expect(formatMu(330_492n)).toBe('330.492');
    expect(muToHectares(parseMu('2721'), 2)).toBe('181.40');
  });

  it.each(['-1', '0.0001', 'x'])('refuses %s', (text) => expect(() => parseMu(text)).toThrow('area-invalid'));
});

describe('ratio', () => {
  it('shows the published 88.5 % only for 170 of 192', () => {
    const shown = [169n, 170n, 171n].map((numerator) => showPercent({ numerator, denominator: 192n }, 1));
    expect(shown).toEqual(['88.0', '88.5', '89.1']);
  });

  it('says nothing where there is nothing to divide by', () => {
    expect(showPercent({ numerator: 0n, denominator: 0n }, 1)).toBeNull();
    expect(showChange(5n, 0n, 1)).toBeNull();
  });

  it('shows a change against the year before', () => expect(showChange(77n, 100n, 0)).toBe('-23'));

  it('is never half a unit or more away from the exact quotient', () => {
    const any = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    fc.assert(
      fc.property(any, fc.bigInt({ min: 1n, max: 10n ** 9n }), (numerator, denominator) => {
        const twice = (divideHalfUp(numerator, denominator) * denominator - numerator) * 2n;
        expect(twice <= denominator && twice >= -denominator).toBe(true);
      }),
    );
  });
});

describe('the patterns for schemas', () => {
  it.each([
    ['yuan', YUAN_PATTERN, parseYuan],
    ['mu', MU_PATTERN, parseMu],
  ] as const)('of %s let nothing through that cannot be read', (_name, pattern, parse) => {
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(pattern)), (text) =>
        expect(parse(text)).toBeGreaterThanOrEqual(0n),
      ),
    );
    for (const bad of ['', '-1', '1e3', '01', '1.', '1.0001', ' 1'])
      expect(bad).not.toMatch(new RegExp(pattern));
  });
});
