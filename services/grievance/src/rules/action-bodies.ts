/** What each action asks for; the edge validates with these schemas and the rules get their output. */
import { z } from 'zod';
import { code, line, prose, timestamp } from '../fields.ts';
import { DECLINE_CODES, LIMIT_UNITS, REFERRAL_CONSENTS, RESOLUTIONS } from '../vocabulary.ts';
import type { Action } from './lifecycle.ts';

const note = prose(2000).optional().describe('备注');
const reason = prose(2000).describe('理由');
const files = z.array(z.uuid()).max(10).optional();

/** The body of every action. */
export const actionBodies = {
  accept: z.object({ note }).meta({ id: 'AcceptAction' }),
  decline: z
    .object({ code: z.enum(DECLINE_CODES).describe('不予受理原因'), reason })
    .meta({ id: 'DeclineAction' }),
  assign: z
    .object({
      unit: code.optional().describe('主办单位;不填按自动派单建议'),
      coUnits: z.array(code).max(10).optional().describe('协办单位'),
      grid: code.optional().describe('网格'),
      officer: code.optional().describe('勤务员'),
      note,
    })
    .meta({ id: 'AssignAction' }),
  sign: z.object({ note }).meta({ id: 'SignAction' }),
  return: z.object({ reason }).meta({ id: 'ReturnAction' }),
  'reject-return': z.object({ reason }).meta({ id: 'RejectReturnAction' }),
  start: z.object({ measure: prose(2000).optional().describe('措施'), note }).meta({ id: 'StartAction' }),
  contact: z.object({ note }).meta({ id: 'ContactAction' }),
  reply: z
    .object({
      result: prose(5000).describe('答复内容'),
      progress: prose(2000).optional().describe('进展'),
    })
    .meta({ id: 'ReplyAction' }),
  resolve: z
    .object({
      resolution: z.enum(RESOLUTIONS).describe('解决认定'),
      result: prose(5000).describe('办理结果'),
      files: files.describe('佐证材料'),
    })
    .meta({ id: 'ResolveAction' }),
  'call-back': z
    .object({
      reached: z.boolean().describe('是否联系上'),
      responded: z.boolean().optional().describe('是否响应'),
      resolved: z.boolean().optional().describe('是否解决'),
      satisfaction: z.int().min(1).max(5).optional().describe('满意度 1-5'),
      note,
    })
    .meta({ id: 'CallBackAction' }),
  close: z.object({ note }).meta({ id: 'CloseAction' }),
  redo: z
    .object({ reason, hotlineDueAt: timestamp.optional().describe('热线重办给出的新期限,仅限 12345') })
    .meta({ id: 'RedoAction' }),
  'write-off': z
    .object({
      statement: prose(2000).describe('核验意见'),
      files: files.describe('销号佐证文件'),
      documents: z.array(line(200)).max(10).optional().describe('佐证文号或凭证编号'),
    })
    .meta({ id: 'WriteOffAction' }),
  archive: z.object({ note }).meta({ id: 'ArchiveAction' }),
  'request-extension': z
    .object({
      reason,
      amount: z.number().min(0.5).max(100),
      unit: z.enum(LIMIT_UNITS),
    })
    .meta({ id: 'RequestExtensionAction' }),
  'approve-extension': z.object({ note }).meta({ id: 'ApproveExtensionAction' }),
  'refuse-extension': z.object({ reason }).meta({ id: 'RefuseExtensionAction' }),
  refer: z
    .object({
      reason: prose(500).describe('认定为纠纷的理由'),
      category: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,39}$/)
        .optional()
        .describe('纠纷类别提示,如 wage-arrears,以调解窗口认定为准'),
      consent: z
        .enum(REFERRAL_CONSENTS)
        .describe(
          '诉求人对转调解并提供其信息的同意:书面、口头;匿名或要求保密的须书面;没有诉求人的填 no-reporter',
        ),
    })
    .meta({ id: 'ReferAction' }),
  suspend: z.object({ reason }).meta({ id: 'SuspendAction' }),
  resume: z.object({ note }).meta({ id: 'ResumeAction' }),
  escalate: z.object({ reason }).meta({ id: 'EscalateAction' }),
  supervise: z
    .object({ level: z.int().min(1).max(3).describe('督办级别'), reason })
    .meta({ id: 'SuperviseAction' }),
  'hotline-answer': z
    .object({
      granted: z.boolean().describe('热线是否同意'),
      dueAt: timestamp.optional().describe('热线给出的新期限,仅在同意时生效'),
      note,
    })
    .meta({ id: 'HotlineAnswerAction' }),
} satisfies Record<Action, z.ZodObject>;

/** One action with its body. */
export type Move = {
  [A in Action]: { action: A; body: z.output<(typeof actionBodies)[A]> };
}[Action];

/** The body of one action. */
export type BodyOf<A extends Action> = Extract<Move, { action: A }>['body'];
