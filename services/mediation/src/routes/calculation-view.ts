import { formatYuan } from '@qinwu/domain/money';
import { z } from 'zod';
import { CALCULATION_KINDS, type Calculation, OUTCOMES } from '../rules/calculations/result.ts';
import { StandardView, standardView } from './standard-view.ts';

const TextView = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'CalculationText' });

export const CalculationView = z
  .object({
    kind: z.enum(CALCULATION_KINDS),
    amount: z.string().nullable().describe('元；final-award 为上限'),
    date: z.string().nullable().describe('时效的最后一日'),
    daysLeft: z.int().nullable(),
    outcome: z.enum(OUTCOMES).nullable(),
    steps: z
      .array(z.object({ text: TextView, formula: z.string(), article: z.string(), value: z.string() }))
      .describe('逐步：说明、算式、依据、结果'),
    standards: z.array(StandardView).describe('所用标准'),
    notes: z.array(TextView),
  })
  .meta({ id: 'Calculation' });

/** A calculation as an answer shows it. */
export function calculationView({
  amount,
  standards,
  ...rest
}: Calculation): z.input<typeof CalculationView> {
  return {
    ...rest,
    amount: amount === null ? null : formatYuan(amount),
    standards: standards.map(standardView),
  };
}
