import { times, toFen } from './fraction.ts';
import { type Calculation, calculation, roundingStep } from './result.ts';
import { type SeveranceInput, type SeveranceStandards, severanceBase, showMonths } from './severance-base.ts';

const ARTICLE = '劳动合同法第八十七条';

/** Damages of an unlawful termination 赔偿金 (劳动合同法 art. 87): twice the severance of art. 47. */
export function unlawfulTermination(input: SeveranceInput, standards: SeveranceStandards): Calculation {
  const { base, halves, steps, notes, ...rest } = severanceBase(input, standards);
  const exact = times(base, BigInt(halves) * 2n, 2n);
  const last = roundingStep(exact, `月工资 × ${showMonths(halves)} × 2`, ARTICLE);
  return calculation({
    kind: 'unlawful-termination',
    amount: toFen(exact),
    steps: [...steps, last],
    notes: [...notes, NOT_BOTH],
    ...rest,
  });
}

const NOT_BOTH = {
  zh: '支付赔偿金的，不再支付经济补偿（劳动合同法实施条例第二十五条，待核对原文）',
  en: 'Who pays these damages owes no severance besides (Implementing Regulations art. 25)',
};
