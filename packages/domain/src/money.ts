/** Money in whole fen (1 元 = 100 分) as bigint; in JSON a decimal string of yuan. */
import { divideHalfUp, readDecimal, writeDecimal } from './decimal.ts';
import { fieldRule } from './errors.ts';

/** Source of an amount of yuan as text, for schemas: no sign, no exponent, at most two digits after the point. */
export const YUAN_PATTERN = '^(0|[1-9]\\d{0,12})(\\.\\d{1,2})?$';

const UNITS = { 元: 100n, 万元: 1_000_000n, 亿元: 10_000_000_000n } as const;
export type MoneyUnit = keyof typeof UNITS;

// Below 2^63 in Postgres and beyond any budget: a hundred million 亿元.
const MOST_FEN = 10n ** 18n;

/** Yuan text such as '1406800.00' or '-3.5' in fen; refuses `money-invalid`. */
export function parseYuan(text: string, pointer = ''): bigint {
  return parseMoney(text, '元', pointer);
}

/** Fen as yuan text with two digits, '1406800.00'. */
export function formatYuan(fen: bigint): string {
  return writeDecimal(fen, 2);
}

/** Text in 元, 万元 or 亿元 in fen, exactly: '140.68' 万元 is 140680000 fen. Refuses `money-invalid`. */
export function parseMoney(text: string, unit: MoneyUnit, pointer = ''): bigint {
  const digits = UNITS[unit].toString().length - 1;
  const fen = readDecimal(text.trim(), digits);
  if (fen !== null && fen <= MOST_FEN && fen >= -MOST_FEN) return fen;
  throw fieldRule(pointer, 'money-invalid', {
    zh: `金额须为十进制数（${unit}），精确到分`,
    en: 'must be a decimal number with no fraction of a fen',
  });
}

/** Fen in a unit for display, rounded half up to so many digits: 140680000n in 万元 with 2 is '140.68'. */
export function showMoney(fen: bigint, unit: MoneyUnit, digits: number): string {
  return writeDecimal(divideHalfUp(fen * 10n ** BigInt(digits), UNITS[unit]), digits);
}
