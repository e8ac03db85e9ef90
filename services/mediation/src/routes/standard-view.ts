import { writeDecimal } from '@qinwu/domain/decimal';
import { z } from 'zod';
import { timestamp } from '../fields.ts';
import { STANDARD_KINDS, type Standard } from '../standard.ts';
import type { Look } from '../use-cases/read-standards.ts';
import { FILERS } from '../who.ts';

/** Whoever may bring a dispute in may calculate, and so may who keeps the standards. */
export const CALCULATORS = [...FILERS, 'admin'] as const;

/** A division code (GB/T 2260); 000000 is the whole country. */
export const region = z.string().regex(/^(000000|[1-8]\d{5})$/);

/** As known when: the same question asked again is answered the same, whatever was entered since. */
export const knownOn = timestamp.optional().describe('以该时刻已登记的标准为准，默认现在');

/** What is looked for, as a request says it. */
export function lookOf(said: { region?: string | undefined; knownOn?: string | undefined }): Look {
  return {
    region: said.region ?? null,
    knownOn: said.knownOn === undefined ? null : new Date(said.knownOn),
  };
}

export const StandardView = z
  .object({
    kind: z.enum(STANDARD_KINDS),
    region: z.string(),
    validFrom: z.string(),
    validUntil: z.string().nullable(),
    value: z.string().describe('元/月，或天数'),
    source: z.string(),
    official: z.boolean().describe('false：未经核实的默认值或建议'),
    version: z.int().nullable().describe('登记的版本，各版本存于台账；null 为默认值'),
  })
  .meta({ id: 'StandardUsed' });

/** A standard as answers show it. */
export function standardView(of: Standard): z.input<typeof StandardView> {
  const { kind, region: place, validFrom, validUntil, value, source, official, version = null } = of;
  const dates = { validFrom, validUntil };
  return { kind, region: place, ...dates, value: writeDecimal(value, 2), source, official, version };
}
