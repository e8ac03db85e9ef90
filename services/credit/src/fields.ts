/** Schemas of single fields that several bodies share. */
import { SAFE_LINE_NOT_BLANK, SAFE_TEXT_NOT_BLANK } from '@qinwu/domain/safe-text';
import { z } from 'zod';

/** One line of text with something to see in it; `max` in code points. */
export function line(max: number): z.ZodString {
  return z.string().min(1).max(max).regex(new RegExp(SAFE_LINE_NOT_BLANK, 'u'));
}

/** Text of several lines with something to see in it; `max` in code points. */
export function prose(max: number): z.ZodString {
  return z.string().min(1).max(max).regex(new RegExp(SAFE_TEXT_NOT_BLANK, 'u'));
}

/** A code of the directory: category, unit, grid, officer, source. */
export const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** A unified social credit code in its form; the check digit is a rule. 统一社会信用代码 */
export const uscc = z.string().min(18).max(18);

/** An instant, RFC 3339 with its offset. */
export const timestamp = z.iso.datetime({ offset: true });

/** A day of Asia/Shanghai. */
export const day = z.iso.date();
