import { times, toFen } from './fraction.ts';
import { type Calculation, calculation, roundingStep } from './result.ts';
import { type SeveranceInput, type SeveranceStandards, severanceBase, showMonths } from './severance-base.ts';

/** Severance 经济补偿 (劳动合同法 art. 47): the monthly base for each year of service. */
export function severance(input: SeveranceInput, standards: SeveranceStandards): Calculation {
  const { base, halves, steps, ...rest } = severanceBase(input, standards);
  const exact = times(base, BigInt(halves), 2n);
  const last = roundingStep(exact, `月工资 × ${showMonths(halves)}`, '劳动合同法第四十七条');
  return calculation({ kind: 'severance', amount: toFen(exact), steps: [...steps, last], ...rest });
}
