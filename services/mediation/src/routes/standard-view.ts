import { writeDecimal } from '@qinwu/domain/decimal';
import { z } from 'zod';
import { STANDARD_KINDS, type Standard } from '../standard.ts';
import { FILERS } from '../who.ts';

/** Whoever may bring a dispute in may calculate, and so may who keeps the standards. */
export const CALCULATORS = [...FILERS, 'admin'] as const;

/** A division code (GB/T 2260); 000000 is the whole country. */
export const region = z.string().regex(/^(000000|[1-8]\d{5})$/);

export const StandardView = z
  .object({
    kind: z.enum(STANDARD_KINDS),
    region: z.string(),
    validFrom: z.string(),
    validUntil: z.string().nullable(),
    value: z.string().describe('元/月，或天数'),
    source: z.string(),
    official: z.boolean().describe('false：未经核实的默认值或建议'),
  })
  .meta({ id: 'StandardUsed' });

/** A standard as answers show it. */
export function standardView(of: Standard): z.input<typeof StandardView> {
  const { kind, region: place, validFrom, validUntil, value, source, official } = of;
  return { kind, region: place, validFrom, validUntil, value: writeDecimal(value, 2), source, official };
}
