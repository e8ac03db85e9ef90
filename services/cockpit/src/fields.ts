/** Schemas of single fields that bodies and imports share. */
import { SAFE_LINE_NOT_BLANK } from '@qinwu/domain/safe-text';
import { z } from 'zod';

/** One line of text with something to see in it; `max` in code points. */
export function line(max: number): z.ZodString {
  return z.string().min(1).max(max).regex(new RegExp(SAFE_LINE_NOT_BLANK, 'u'));
}

/** A unified social credit code in its form; the check character is a rule. */
export const uscc = z.string().min(18).max(18).describe('统一社会信用代码');

/** The code of a title. */
export const titleCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
  .describe('称号代码，见 /cockpit/v1/title-kinds');
