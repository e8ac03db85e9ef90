import { formatYuan } from '@qinwu/domain/money';
import type { Standard } from '../../standard.ts';
import { unchecked } from '../unchecked.ts';
import { readAmount } from './inputs.ts';
import { type Calculation, calculation, type Step, step } from './result.ts';

/** Heads of a claim that 调解仲裁法 art. 47 names; `labour-standard` is its second item, whatever the amount. */
export const AWARD_HEADS = [
  'wages',
  'injury-medical',
  'compensation',
  'damages',
  'labour-standard',
  'other',
] as const;
export type AwardHead = (typeof AWARD_HEADS)[number];

export interface AwardItem {
  head: AwardHead;
  amount: string;
}

const ARTICLE = '劳动争议调解仲裁法第四十七条';
const EACH = `${ARTICLE}；${unchecked('法释〔2020〕26号第四十六条')}`;
const MONTHS = 12n;

/** Whether the award would be final 一裁终局 (调解仲裁法 art. 47): no item above 12 months of minimum wage. */
export function finalAward(items: readonly AwardItem[], minimumWage: Standard): Calculation {
  const limit = minimumWage.value * MONTHS;
  const judged = items.map((item, i) => judge(item, i, limit));
  const isFinal = judged.every((one) => one.isFinal);
  const limitStep = step('上限：当地月最低工资标准十二个月金额', 'Limit: 12 months of local minimum wage', {
    formula: `${formatYuan(minimumWage.value)} × 12`,
    article: ARTICLE,
    value: formatYuan(limit),
  });
  return calculation({
    kind: 'final-award',
    amount: limit,
    outcome: isFinal ? 'final' : 'not-final',
    steps: [limitStep, ...judged.map((one) => one.step)],
    standards: [minimumWage],
    notes: [isFinal ? FINAL : NOT_FINAL],
  });
}

function judge({ head, amount }: AwardItem, i: number, limit: bigint): { isFinal: boolean; step: Step } {
  const fen = readAmount(amount, `/items/${i}/amount`);
  if (head === 'labour-standard' || head === 'other') {
    const isFinal = head === 'labour-standard';
    const words: readonly [string, string] = isFinal
      ? ['执行国家劳动标准（工时、休假、社会保险等）的争议', 'On national labour standards']
      : ['不属于第四十七条所列事项', 'Not among the heads of art. 47'];
    const formula = `${head} ${formatYuan(fen)}`;
    return { isFinal, step: step(...words, { formula, article: ARTICLE, value: String(isFinal) }) };
  }
  const isFinal = fen <= limit;
  const formula = `${head} ${formatYuan(fen)} ${isFinal ? '≤' : '>'} ${formatYuan(limit)}`;
  return {
    isFinal,
    step: step('逐项与上限比较', 'Each item is held against the limit', {
      formula,
      article: EACH,
      value: String(isFinal),
    }),
  };
}

const FINAL = {
  zh: '裁决自作出之日起生效；劳动者不服可十五日内起诉，用人单位可三十日内申请撤销（第四十八、四十九条）',
  en: 'Effective at once; the worker may sue within 15 days, the employer apply to set it aside within 30',
};
const NOT_FINAL = {
  zh: '不服可自收到裁决书之日起十五日内起诉（第五十条）；终局与非终局事项可分别裁决',
  en: 'Either party may sue within 15 days of receipt (art. 50)',
};
