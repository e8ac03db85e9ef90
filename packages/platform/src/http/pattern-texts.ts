/** What the patterns that many fields share ask for, in words: a person who types has no use for an expression. */
import type { Text } from '@qinwu/domain/errors';
import { YUAN_PATTERN } from '@qinwu/domain/money';
import { SAFE_LINE_NOT_BLANK, SAFE_TEXT, SAFE_TEXT_NOT_BLANK } from '@qinwu/domain/safe-text';

const WORDS: ReadonlyMap<string, Text> = new Map([
  [
    YUAN_PATTERN,
    {
      zh: '金额须为不带正负号、千分位和单位的十进制数，至多十三位整数、两位小数',
      en: 'must be an amount in plain decimal digits, at most 13 and two after the point',
    },
  ],
  [
    SAFE_LINE_NOT_BLANK,
    {
      zh: '须为一行可见的文字，不含换行、控制字符和改变书写方向的字符',
      en: 'must be one line with something to see in it, without control or bidi characters',
    },
  ],
  [
    SAFE_TEXT_NOT_BLANK,
    {
      zh: '须有可见的文字，不含控制字符和改变书写方向的字符',
      en: 'must have something to see in it, without control or bidi characters',
    },
  ],
  [
    SAFE_TEXT,
    {
      zh: '不得含有控制字符和改变书写方向的字符',
      en: 'must be without control or bidi characters',
    },
  ],
]);

/** What the pattern of a field asks for. */
export function textOfPattern(pattern: unknown): Text {
  return WORDS.get(String(pattern)) ?? { zh: '格式不符', en: 'does not match the required pattern' };
}

const FORMATS: Readonly<Record<string, Text>> = {
  date: { zh: '应为存在的日期，如 2025-03-01', en: 'must be a day that exists, such as 2025-03-01' },
  'date-time': {
    zh: '应为带时区的时间，如 2025-03-01T09:30:00+08:00',
    en: 'must be an instant with its offset, such as 2025-03-01T09:30:00+08:00',
  },
};

/** What the format of a field asks for. */
export function textOfFormat(format: unknown): Text {
  return (
    FORMATS[String(format)] ?? {
      zh: `格式应为 ${String(format)}`,
      en: `must match the format ${String(format)}`,
    }
  );
}
