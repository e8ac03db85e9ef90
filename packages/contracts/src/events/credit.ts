import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

const day = z.iso.date();
const uscc = z
  .string()
  .regex(/^[0-9A-Z]{18}$/)
  .describe('统一社会信用代码');
const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
/** Points as a decimal with up to four places, `"78.25"`. */
const points = z.string().regex(/^(0|[1-9]\d{0,6})(\.\d{1,4})?$/);

/** What an enterprise is scored on was changed: the service itself scores it anew 指标变动. */
export const inputsChanged = defineEvent(
  'qinwu.credit.inputs-changed.v1',
  z.object({
    uscc,
    codes: z.array(code).min(1).max(500).describe('变动的指标'),
    changedAt: z.iso.datetime().describe('变动时刻'),
  }),
);

/** An enterprise has another score than before 积分变动; a score that stayed is not announced. */
export const scoreChanged = defineEvent(
  'qinwu.credit.score-changed.v1',
  z.object({
    uscc,
    scheme: code.describe('评分方案'),
    modelVersion: code.describe('模型版本'),
    asOf: day.describe('截止日期'),
    total: points.nullable().describe('总分,不再评分为空'),
    grade: code.nullable().describe('等级'),
    previousTotal: points.nullable().describe('上次总分,首次为空'),
    previousGrade: code.nullable().describe('上次等级'),
    runId: z.uuid().nullable().describe('评分批次,单独重算为空'),
  }),
);
