import { z } from 'zod';
import { decimalText } from '../../rules/explain/decimal-text.ts';
import { UNREACHED, UNREACHED_CODES } from '../../rules/explain/unreached.ts';
import type { Proposal } from '../../rules/explain/what-would-raise.ts';
import type { Trial } from '../../use-cases/models/explain-score.ts';

const points = z.string().describe('分，十进制');

const ProposalView = z
  .object({
    changes: z.array(z.object({ code: z.string(), from: z.string().nullable(), to: z.string() })),
    cost: z.number().describe('改变量占指标上限的比例之和，越小越省'),
    total: points,
    grade: z.string(),
  })
  .meta({ id: 'Proposal' });

export const TrialView = z
  .object({
    model: z.object({
      id: z.uuid(),
      scheme: z.string(),
      version: z.string(),
      hash: z.string(),
      official: z.boolean().describe('权重与口径是否出自公布的文件'),
    }),
    engine: z.string().describe('计算程序的版本'),
    stage: z.string().describe('发展阶段'),
    total: points,
    grade: z.string().describe('等级'),
    missing: z.array(z.string()).describe('缺失的指标'),
    contributions: z.array(
      z.object({
        code: z.string(),
        group: z.string(),
        value: z.string().nullable(),
        unit: z.string(),
        most: points,
        nominal: points.describe('数值本身所值的分，未计上限'),
        points,
        zh: z.string(),
        en: z.string(),
      }),
    ),
    reasons: z.object({
      above: z.array(z.object({ code: z.string(), difference: points })).describe('得分最多的在前'),
      below: z.array(z.object({ code: z.string(), difference: points })).describe('失分最多的在前'),
    }),
    raise: z
      .object({
        target: points,
        singles: z.array(ProposalView).describe('改变一项，最省的在前'),
        pair: ProposalView.nullable().describe('比任何单项都省的两项组合；至多组合两项'),
        exhaustive: z.boolean().describe('两项组合已全部比较；个别指标步长极细时为否'),
        reachable: z.boolean().describe('改变一项或两项可以达到'),
        reason: z
          .object({ code: z.enum(UNREACHED_CODES), zh: z.string(), en: z.string() })
          .nullable()
          .describe('达不到的原因'),
      })
      .nullable()
      .describe('已在最高等级或已达目标时为空'),
  })
  .meta({ id: 'Trial' });

export function trialView(trial: Trial): z.input<typeof TrialView> {
  const { model, engine, stage, score, contributions, above, below, target, raise } = trial;
  const reason = ({ code, difference }: { code: string; difference: number }) => ({
    code,
    difference: decimalText(difference),
  });
  return {
    model,
    engine,
    stage,
    total: decimalText(score.total),
    grade: score.grade,
    missing: score.missing.map((at) => contributions[at]?.code ?? ''),
    contributions: contributions.map(({ code, group, value, unit, most, nominal, points: got, words }) => ({
      code,
      group,
      value: valueText(group, value),
      unit,
      most: decimalText(most),
      nominal: decimalText(nominal),
      points: decimalText(got),
      ...words,
    })),
    reasons: { above: above.map(reason), below: below.map(reason) },
    raise:
      target === null || raise === null
        ? null
        : {
            target: decimalText(target),
            singles: raise.singles.map(proposalView),
            pair: raise.pair === null ? null : proposalView(raise.pair),
            exhaustive: raise.exhaustive,
            reachable: raise.unreached === null,
            reason:
              raise.unreached === null ? null : { code: raise.unreached, ...UNREACHED[raise.unreached] },
          },
  };
}

/** Of a negative item the number of documents, which is no decimal. */
function valueText(group: string, value: number | null): string | null {
  if (value === null) return null;
  return group === 'negative' ? String(value) : decimalText(value);
}

function proposalView({ changes, cost, total, grade }: Proposal): z.input<typeof ProposalView> {
  return {
    changes: changes.map(({ code, from, to }) => ({
      code,
      from: from === null ? null : decimalText(from),
      to: decimalText(to),
    })),
    cost,
    total: decimalText(total),
    grade,
  };
}
