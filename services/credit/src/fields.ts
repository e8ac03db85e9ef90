/** Schemas of single fields that several bodies share. */
import { SAFE_LINE_NOT_BLANK } from '@qinwu/domain/safe-text';
import { z } from 'zod';
import { DEFAULT_SCHEME } from './vocabulary.ts';

/** A code: of an indicator, a scheme, a stage. */
export const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** One line of text with something to see in it; `max` in code points. */
export function line(max: number): z.ZodString {
  return z.string().min(1).max(max).regex(new RegExp(SAFE_LINE_NOT_BLANK, 'u'));
}

/** A unified social credit code in its form; the check character is a rule. 统一社会信用代码 */
export const uscc = z.string().min(18).max(18);

/** A decimal with up to four places; how far it may go is a rule. */
export const decimal = z
  .string()
  .regex(/^-?(0|[1-9]\d{0,17})(\.\d{1,4})?$/)
  .describe('十进制，至多四位小数');

/** GB/T 4754 division 行业大类. */
export const division = z.string().regex(/^\d{2}$/);

/** A scoring scheme 评分方案. */
export const scheme = code.default(DEFAULT_SCHEME).describe('评分方案');
