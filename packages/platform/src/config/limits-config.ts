import { z } from 'zod';
import { DEFAULT_READ_LIMITS, type ReadLimits } from '../bulk/read/source-row.ts';
import type { HttpLimits } from '../http/limits.ts';

const whole = z.int('must be a whole number').positive('must be above 0');

const names = z.strictObject({
  bodyBytes: whole.optional(),
  bodyTimeoutMs: whole.optional(),
  headersTimeoutMs: whole.optional(),
  handlerTimeoutMs: whole.optional(),
  keepAliveTimeoutMs: whole.optional(),
  maxEventLoopDelayMs: z.int('must be a whole number').min(0, 'must not be below 0').optional(),
  ratePerMinute: whole.optional(),
  importRows: whole.optional(),
  importBytes: whole.optional(),
});

/** The names `LIMITS` may set. */
export const LIMIT_NAMES: readonly string[] = Object.keys(names.shape);

/** The limits that differ from the platform's, by name. */
export type Limits = z.output<typeof names>;

/** `LIMITS`: a JSON object of limits by name; a name there is no limit of is a fault. */
export const limits = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('must be a JSON object of whole numbers');
      return z.NEVER;
    }
  })
  .pipe(names);

/** What of the limits concerns the HTTP edge. */
export function httpLimits({
  importRows,
  importBytes,
  ratePerMinute,
  ...given
}: Limits): Partial<HttpLimits> {
  const rate = ratePerMinute === undefined ? {} : { rate: { max: ratePerMinute, windowSeconds: 60 } };
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(set), ...rate };
}

/** What of the limits concerns imported files. */
export function readLimits({ importRows, importBytes }: Limits): ReadLimits {
  const { maxRows, maxBytes } = DEFAULT_READ_LIMITS;
  return { maxRows: importRows ?? maxRows, maxBytes: importBytes ?? maxBytes };
}
