/** Fields that events of several services share. */
import { z } from 'zod';

export const day = z.iso.date();

export const uscc = z
  .string()
  .regex(/^[0-9A-Z]{18}$/)
  .describe('统一社会信用代码');

export const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
