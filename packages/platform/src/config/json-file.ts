import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A setting that names a JSON file, read while the configuration is: every fault is told by its place in the file. */
export function jsonFile<T extends z.ZodType<unknown, unknown>>(schema: T) {
  return z
    .string()
    .transform((file, context) => {
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as unknown;
      } catch {
        context.addIssue('must name a readable file of JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);
}
