/** Amounts in capital numerals 人民币大写, after 《支付结算办法》 annex I: what no pen can alter. */
import { fieldRule } from '@qinwu/domain/errors';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];
// Sixteen digits of yuan.
const MOST_FEN = 10n ** 18n;

/** Fen as 人民币壹拾贰万叁仟肆佰伍拾陆元柒角捌分; 整 (正) ends an amount without 分. Refuses a negative amount. */
export function rmbCapitals(fen: bigint, pointer = ''): string {
  if (fen < 0n || fen >= MOST_FEN) {
    throw fieldRule(pointer, 'money-out-of-range', {
      zh: '大写金额须不小于零且少于一亿亿元',
      en: 'an amount in capital numerals must be zero or more and below 10^16 yuan',
    });
  }
  const yuan = fen / 100n;
  const jiao = Number((fen / 10n) % 10n);
  const cents = Number(fen % 10n);
  const whole = yuan === 0n ? '' : `${integer(yuan)}元`;
  if (jiao === 0 && cents === 0) return `人民币${whole || '零元'}整`;
  const tenths = jiao > 0 ? `${DIGITS[jiao]}角` : '';
  // 零 stands for the missing 角 between 元 and 分.
  const gap = jiao === 0 && whole !== '' ? '零' : '';
  const hundredths = cents > 0 ? `${DIGITS[cents]}分` : '整';
  return `人民币${whole}${gap}${tenths}${hundredths}`;
}

/** Groups of four digits; one 零 for any run of zeros between digits. */
function integer(yuan: bigint): string {
  let text = '';
  let zero = false;
  for (let group = GROUPS.length - 1; group >= 0; group--) {
    const digits = Number((yuan / 10n ** BigInt(4 * group)) % 10_000n);
    if (digits === 0) {
      zero = text !== '';
      continue;
    }
    if (text !== '' && (zero || digits < 1000)) text += '零';
    text += fourDigits(digits) + groupName(group, yuan);
    zero = false;
  }
  return text;
}

/** 万亿 is written 万 where 亿 follows with digits of its own. */
function groupName(group: number, yuan: bigint): string {
  const hundredMillions = (yuan / 100_000_000n) % 10_000n;
  return group === 3 && hundredMillions > 0n ? '万' : (GROUPS[group] ?? '');
}

function fourDigits(value: number): string {
  let text = '';
  let zero = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      zero = text !== '';
      continue;
    }
    text += `${zero ? '零' : ''}${DIGITS[digit]}${PLACES[place]}`;
    zero = false;
  }
  return text;
}
