import { readdir, readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** Payloads of an event as they were once sent, with the fields every one of them had to carry. */
const Golden = z.strictObject({
  type: z.string(),
  required: z.array(z.string()),
  payloads: z.array(z.record(z.string(), z.unknown())).min(1),
});

export type Golden = z.output<typeof Golden>;

const folder = new URL('../golden/', import.meta.url);

/** All committed golden files, in the order of their names. */
export async function readGoldens(): Promise<Golden[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.golden.json')).sort();
  return Promise.all(
    names.map(async (name) => Golden.parse(JSON.parse(await readFile(new URL(name, folder), 'utf8')))),
  );
}

/** The fields a schema demands, sorted. */
export function requiredFields(schema: z.ZodObject): string[] {
  return Object.entries(schema.shape)
    .filter(([, field]) => !z.safeParse(field, undefined).success)
    .map(([name]) => name)
    .sort();
}

/** What in a schema breaks with payloads already sent or with readers already running; empty when nothing does. */
export function contractBreaks(schema: z.ZodObject, golden: Golden): string[] {
  const breaks: string[] = [];
  for (const [index, payload] of golden.payloads.entries()) {
    const read = schema.safeParse(payload);
    if (!read.success) breaks.push(`payload ${index} is refused: ${z.prettifyError(read.error)}`);
    else if (!isDeepStrictEqual(read.data, payload)) breaks.push(`payload ${index} loses or changes a field`);
  }
  const now = requiredFields(schema);
  for (const field of golden.required.filter((name) => !now.includes(name))) {
    breaks.push(`${field} was always sent and now may be missing`);
  }
  for (const field of now.filter((name) => !golden.required.includes(name))) {
    breaks.push(`${field} is required now and was not`);
  }
  return breaks;
}
