import { z } from 'zod';
import { decimalText } from '../../rules/explain/decimal-text.ts';
import type { RunReport } from '../../run-shapes.ts';
import type { RunRow } from '../../store/runs/run-table.ts';
import { RUN_STATES } from '../../vocabulary.ts';

const count = z.int().min(0);

export const RunView = z
  .object({
    id: z.uuid(),
    state: z
      .enum(RUN_STATES)
      .describe(
        'PLANNING 划定范围、SCORING 评分、PUBLISHING 发布中、PUBLISHED 已发布、CANCELLED 已取消、FAILED 失败',
      ),
    scheme: z.string().describe('评分方案'),
    model: z.object({ id: z.uuid(), version: z.string(), hash: z.string() }),
    asOf: z.string().describe('截止日期'),
    knownOn: z.string().describe('以该时刻所知为准'),
    division: z.string().nullable().describe('只评这一行业大类；空为全部企业'),
    trial: z.boolean().describe('试评：所用模型当时未施行'),
    current: z.boolean().describe('发布时是否成为园区的现行积分；试评、单一行业、较早日期的批次不成为'),
    enterprises: count.describe('企业数'),
    slices: count.describe('分片数'),
    slicesDone: count.describe('已提交的分片'),
    scored: count.describe('已评出积分的企业数'),
    askedBy: z.string(),
    askedAt: z.string(),
    publishedAt: z.string().nullable(),
    announcedAt: z.string().nullable().describe('变动的积分全部通知完毕的时刻'),
    endedAt: z.string().nullable(),
    comparedWith: z.uuid().nullable().describe('报告所比较的批次，即此前的现行批次'),
    resultHash: z.string().nullable().describe('全部结果的 SHA-256；同一模型、日期、时刻的批次相同'),
    fault: z.string().nullable().describe('失败原因'),
  })
  .meta({ id: 'ScoreRun' });

export function runView(run: RunRow): z.input<typeof RunView> {
  const text = (at: Date | null) => at?.toISOString() ?? null;
  const { id, state, scheme, asOf, division, enterprises, slices, slicesDone, scored, askedBy, trial } = run;
  return {
    id,
    state,
    scheme,
    model: { id: run.modelId, version: run.modelVersion, hash: run.modelHash },
    asOf,
    knownOn: run.knownOn.toISOString(),
    division,
    trial,
    current: run.currentAt !== null,
    enterprises,
    slices,
    slicesDone,
    scored,
    askedBy,
    askedAt: run.askedAt.toISOString(),
    publishedAt: text(run.publishedAt),
    announcedAt: text(run.announcedAt),
    endedAt: text(run.endedAt),
    comparedWith: run.previousRun,
    resultHash: run.resultHash,
    fault: run.fault,
  };
}

const points = z.string().describe('分，十进制');

export const ReportView = z
  .object({
    run: z.uuid(),
    enterprises: count,
    scored: count,
    unscored: z.record(z.string(), count).describe('未评出的企业数，按原因'),
    grades: z.record(z.string(), count).describe('各等级企业数'),
    parts: z
      .array(
        z.object({
          indicator: z.string(),
          missing: count.describe('没有值的企业数'),
          tenths: z.array(count).describe('按所得占该项满分的十分之几，最后一档为满分'),
        }),
      )
      .describe('各指标得分的分布'),
    moves: z
      .object({
        run: z.uuid().describe('与之比较的批次'),
        up: count.describe('升分'),
        down: count.describe('降分'),
        same: count.describe('未变'),
        entered: count.describe('新评出'),
        left: count.describe('不再评出'),
        grades: z
          .array(
            z.object({ before: z.string().nullable(), after: z.string().nullable(), enterprises: count }),
          )
          .describe('等级变动矩阵；空为没有积分'),
        rankCorrelation: z.number().nullable().describe('名次相关系数（Spearman）；只对试评计算'),
        movers: z.array(z.object({ uscc: z.string(), before: points, after: points })).describe('变动最大的'),
        stability: z
          .array(z.object({ indicator: z.string(), index: z.number().nullable() }))
          .describe('各指标得分的群体稳定性指数（PSI）；0.1 以下通常视为稳定，0.25 以上视为漂移'),
      })
      .nullable()
      .describe('没有此前的批次时为空'),
  })
  .meta({ id: 'ScoreRunReport' });

export function reportView(run: string, report: RunReport): z.input<typeof ReportView> {
  const { enterprises, scored, unscored, grades, parts, moves } = report;
  return {
    run,
    enterprises,
    scored,
    unscored,
    grades,
    parts: parts.map(({ indicator, counts: [missing = 0, ...tenths] }) => ({ indicator, missing, tenths })),
    moves:
      moves === null
        ? null
        : {
            ...moves,
            stability: [...moves.stability],
            grades: moves.grades.map(({ before, after, enterprises: of }) => ({
              before,
              after,
              enterprises: of,
            })),
            movers: moves.movers.map(({ uscc, before, after }) => ({
              uscc,
              before: decimalText(before),
              after: decimalText(after),
            })),
          },
  };
}
