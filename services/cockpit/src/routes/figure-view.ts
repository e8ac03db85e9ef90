import { z } from 'zod';
import { recordLink } from '../rules/record-link.ts';
import type { FactRow } from '../store/read-facts.ts';
import type { FigureAnswer } from '../use-cases/read-figure.ts';

const day = z.iso.date();

const value = z.number().nullable().describe('数值，单位见 unit；比率、平均数没有记录时为空');

const parts = z
  .object({ numerator: z.number(), denominator: z.number().describe('计入的记录数') })
  .nullable()
  .describe('比率、平均数的分子与分母；其他指标为空 / what a quotient is made of');

const FigureGroup = z
  .object({ key: z.string().nullable().describe('分组值；记录未载明的为空'), value, parts })
  .meta({ id: 'FigureGroup' });

/** A figure as the API shows it. */
export const Figure = z
  .object({
    code: z.string().describe('指标代码'),
    id: z.string().describe('工作通报中的编号 / place in the work report'),
    name: z.object({ zh: z.string(), en: z.string() }),
    value,
    parts,
    qualifier: z.literal('eq').describe('eq:由记录逐条计得，准确值 / exact, counted from the records'),
    unit: z.string().describe('单位'),
    kind: z.enum(['flow', 'level']).describe('flow 期内发生数；level 期末时点数'),
    period: z
      .object({ from: day.nullable().describe('起始日；时点数为空'), to: day.describe('截止日，含当日') })
      .describe('业务日期（北京时间），首尾均含'),
    asOf: z.iso.datetime().describe('数据时点 / the answer is as of this instant'),
    knownAt: z.iso
      .datetime()
      .describe('认知时点：以此再问，答案不变 / asked again with it, the answer is the same'),
    definitionVersion: z.int().describe('口径版本'),
    definition: z.string().describe('口径与来源'),
    records: z.string().describe('构成该数的逐条记录 / the records that make up the number'),
    groups: z.array(FigureGroup).optional().describe('按 groupBy 分组；未要求时没有'),
  })
  .meta({ id: 'Figure' });

/** A record behind a figure as the API shows it. */
export const FigureRecord = z
  .object({
    service: z.string(),
    kind: z.string(),
    id: z.string(),
    href: z.string().nullable().describe('记录地址 / address of the record at the service that owns it'),
    on: day.describe('业务日期'),
    until: day.nullable().describe('最后有效日；仍有效为空'),
    amount: z
      .string()
      .nullable()
      .describe('最小单位的金额或数量（分、千分之一亩、件）/ in the smallest unit'),
    distinctKey: z.string().nullable().describe('去重依据'),
    dims: z.record(z.string(), z.string()),
    recordedAt: z.iso.datetime().describe('本数据到达驾驶舱的时刻'),
  })
  .meta({ id: 'FigureRecord' });

/** The address of the rows behind an answer: same period, same known facts. */
function recordsAddress({ definition, period, knownAt }: FigureAnswer): string {
  const query = new URLSearchParams({
    ...(period.from === null ? {} : { from: period.from }),
    to: period.to,
    knownAt: knownAt.toISOString(),
  });
  return `/cockpit/v1/figures/${definition.code}/records?${query}`;
}

function partsView(made: FigureAnswer['parts']): z.output<typeof parts> {
  return made && { numerator: Number(made.numerator), denominator: Number(made.denominator) };
}

/** Builds the view of a figure. */
export function figureView(answer: FigureAnswer): z.output<typeof Figure> {
  const { definition, groups } = answer;
  return {
    code: definition.code,
    id: definition.id,
    name: { zh: definition.zh, en: definition.en },
    value: answer.value,
    parts: partsView(answer.parts),
    qualifier: 'eq',
    unit: definition.unit,
    kind: definition.kind,
    period: answer.period,
    asOf: answer.asOf.toISOString(),
    knownAt: answer.knownAt.toISOString(),
    definitionVersion: definition.version,
    definition: definition.source,
    records: recordsAddress(answer),
    ...(groups !== undefined && {
      groups: groups.map((group) => ({ key: group.key, value: group.value, parts: partsView(group.parts) })),
    }),
  };
}

/** Builds the view of a record behind a figure. */
export function recordView(row: FactRow): z.output<typeof FigureRecord> {
  return {
    service: row.recordService,
    kind: row.recordKind,
    id: row.recordId,
    href: recordLink(row.recordService, row.recordKind, row.recordId),
    on: row.on,
    until: row.until,
    amount: row.amount,
    distinctKey: row.distinctKey,
    dims: row.dims,
    recordedAt: row.recordedAt.toISOString(),
  };
}
