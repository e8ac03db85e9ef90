/**
 * A score model 评分模型 as a document: what is counted, with which weight at which stage, and how a value becomes
 * points. Shape after the 创新积分制工作指引（全国试行版）of 2024; the weights of a model say themselves whether they are
 * official.
 */
import { z } from 'zod';

/** How a value becomes a share of its weight. */
export const METHODS = ['LINEAR', 'STEP', 'INDUSTRY_PERCENTILE', 'LOG'] as const;
export type Method = (typeof METHODS)[number];

const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const label = z.string().min(1).max(100);
/** A number with at most four decimals; more is a rule's to refuse, so that it can say where. */
const decimal = z.number().min(-1e11).max(1e11);
const perStage = z.record(code, decimal);

const Bounds = z.object({
  gte: decimal.optional().describe('下限（含）'),
  lt: decimal.optional().describe('上限（不含）'),
});

const Step = Bounds.extend({ share: z.number().min(0).max(1).describe('得分占权重的比例') });

const measured = {
  code: code.describe('指标代码'),
  name: label.describe('指标名称'),
  nameEn: label.describe('英文名称'),
  unit: z.string().min(1).max(20).describe('计量单位，须与指标目录一致'),
  method: z.enum(METHODS).describe('LINEAR 线性，STEP 分档，INDUSTRY_PERCENTILE 行业百分位，LOG 对数'),
  floor: z.union([decimal, perStage]).optional().describe('得零分的值；各阶段不同时按阶段给出；缺省 0'),
  full: z.union([decimal, perStage]).optional().describe('满分值；小于 floor 时越低越好'),
  steps: z.array(Step).min(1).max(50).optional().describe('分档，自低到高，首尾相接'),
  source: z.array(code).max(10).default([]).describe('数据来源'),
};

export const ModelIndicator = z
  .object({ ...measured, weight: perStage.describe('各阶段的权重，分') })
  .meta({ id: 'ModelIndicator' });
export type ModelIndicator = z.output<typeof ModelIndicator>;

export const BonusItem = z
  .object({ ...measured, weight: decimal.min(0).describe('满分，分') })
  .meta({ id: 'ModelBonus' });
export type BonusItem = z.output<typeof BonusItem>;

export const NegativeItem = z
  .object({
    code: code.describe('负面事项代码'),
    name: label,
    nameEn: label,
    points: decimal.max(0).describe('每件扣分，负数'),
    atMost: decimal.max(0).describe('最多扣分，负数'),
  })
  .meta({ id: 'ModelNegative' });
export type NegativeItem = z.output<typeof NegativeItem>;

export const ScoreModelDocument = z
  .object({
    scheme: code.describe('评分方案'),
    version: code.describe('版本'),
    official: z.boolean().describe('权重与口径是否出自公布的文件'),
    basis: z.string().min(1).max(500).describe('依据'),
    effectiveFrom: z.iso.date().describe('施行日'),
    effectiveTo: z.iso.date().nullable().describe('止日（含），未定为空'),
    total: decimal.min(1).max(100_000).describe('总分'),
    stages: z
      .array(z.object({ code, name: label, nameEn: label }))
      .min(1)
      .max(10)
      .describe('发展阶段，自低到高'),
    stageRule: z
      .object({ by: code.describe('据以划分的指标'), bounds: z.record(code, Bounds) })
      .describe('阶段划分，各段首尾相接'),
    groups: z
      .array(
        z.object({ code, name: label, nameEn: label, indicators: z.array(ModelIndicator).min(1).max(100) }),
      )
      .min(1)
      .max(20)
      .describe('一级指标与二级指标'),
    bonus: z
      .object({ cap: decimal.min(0), items: z.array(BonusItem).max(100) })
      .describe('加分，合计以 cap 为限'),
    negative: z.array(NegativeItem).max(50).describe('扣分，总分不低于零'),
    grades: z
      .array(z.object({ code, name: label, gte: decimal }))
      .min(1)
      .max(20)
      .describe('等级，自高到低'),
    minimumPeers: z.int().min(1).max(10_000).describe('行业百分位所需的同行数，不足时取全阶段'),
  })
  .meta({ id: 'ScoreModelDocument' });
export type ScoreModelDocument = z.output<typeof ScoreModelDocument>;

/** A document from the text it is kept as. */
export function readDocument(text: string): ScoreModelDocument {
  return ScoreModelDocument.parse(JSON.parse(text));
}

/** Points and values are integers of 1/10,000. */
export const SCALE = 10_000;

/** A number of the document in 1/10,000; its four decimals survive whatever binary made of them. */
export function scaled(value: number): number {
  return Math.round(value * SCALE);
}

/** True where a number has no more than four decimals. */
export function isScaled(value: number): boolean {
  return Math.abs(value * SCALE - Math.round(value * SCALE)) <= Math.max(1e-6, Math.abs(value) * 1e-9);
}
