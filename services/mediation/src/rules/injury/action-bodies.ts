/** What each action on an application asks for. */
import { z } from 'zod';
import { day, line, prose, uscc } from '../../fields.ts';
import { DECISIONS, EXCLUDED_REASONS, NOT_TRANSFERRED_REASONS, REMEDIES } from '../../injury-vocabulary.ts';
import { MaterialBody } from './intake-body.ts';
import type { OwnAction } from './lifecycle.ts';

const note = prose(2000).optional().describe('备注');

export const injuryBodies = {
  'request-correction': z
    .object({
      items: z
        .array(
          z.object({
            code: line(64).describe('材料清单中的代码'),
            arisenOn: day.optional().describe('再次告知时：首次告知之后才产生需要之日'),
          }),
        )
        .max(50)
        .default([])
        .describe('除必备而未交的以外，另需补正的材料；必备的自动列入'),
      note,
    })
    .meta({ id: 'RequestCorrectionAction' }),
  'add-materials': z
    .object({ materials: z.array(MaterialBody).min(1).max(50), note })
    .meta({ id: 'AddMaterialsAction' }),
  complete: z.object({ note }).meta({ id: 'CompleteInjuryAction' }),
  'extend-employer-limit': z
    .object({
      days: z.int().min(1).max(365).describe('延长的自然日'),
      documentNumber: line(100).describe('批准文号'),
      approvedOn: day.describe('批准之日'),
      authority: line(200).describe('批准的人社部门'),
      note,
    })
    .meta({ id: 'ExtendEmployerLimitAction' }),
  'exclude-period': z
    .object({
      from: day.describe('起日（含）'),
      to: day.optional().describe('止日（含）；尚未结束的不填，期限自起日停止计算'),
      reason: z.enum(EXCLUDED_REASONS).describe('法释〔2014〕9号第七条的情形'),
      basis: prose(2000).describe('事实和证明'),
    })
    .meta({ id: 'ExcludePeriodAction' }),
  'end-excluded-period': z
    .object({ to: day.describe('止日（含）'), note })
    .meta({ id: 'EndExcludedPeriodAction' }),
  'void-employer-extension': z
    .object({
      documentNumber: line(100).describe('误登的批准文号'),
      reason: prose(2000).describe('作废的原因'),
    })
    .meta({ id: 'VoidEmployerExtensionAction' }),
  'void-excluded-period': z
    .object({
      from: day.describe('误登期间的起日'),
      to: day.optional().describe('误登期间的止日；尚未结束的不填'),
      reason: prose(2000).describe('作废的原因'),
    })
    .meta({ id: 'VoidExcludedPeriodAction' }),
  transfer: z
    .object({
      receiver: line(200).describe('接收的人社部门'),
      receiptNumber: line(100).describe('回执编号'),
      transferredOn: day.optional().describe('移交之日，默认今天'),
      note,
    })
    .meta({ id: 'TransferInjuryAction' }),
  'complete-details': z
    .object({
      eventDay: day.optional().describe('事故伤害发生之日，或者职业病诊断、鉴定之日'),
      employerCode: uscc.optional().describe('用人单位统一社会信用代码'),
      sensitiveConsent: z
        .literal(true)
        .optional()
        .describe('单独同意处理伤情等敏感个人信息（个人信息保护法第二十九条）'),
      note,
    })
    .meta({ id: 'CompleteInjuryDetailsAction' }),
  'pass-on-materials': z
    .object({
      receiver: line(200).describe('接收的人社部门'),
      receiptNumber: line(100).describe('回执编号'),
      passedOn: day.optional().describe('转交之日，默认今天'),
      materials: z
        .array(line(64))
        .min(1)
        .max(50)
        .optional()
        .describe('转交的材料，以清单代码写明，补全的内容为 event-day、employer-code；默认为待转交的全部'),
      note,
    })
    .meta({ id: 'PassOnMaterialsAction' }),
  'not-transfer': z
    .object({
      reason: z.enum(NOT_TRANSFERRED_REASONS).describe('理由；调解、和解不是理由'),
      withdrawalFile: z.uuid().optional().describe('申请人书面撤回的扫描件，窗口登记撤回时必附'),
      withdrawalRecord: prose(2000).optional().describe('申请人撤回的书面说明；申请人本人撤回时可代替扫描件'),
      noMoreFile: z
        .uuid()
        .optional()
        .describe('申请人书面表示不再补交的扫描件，补正期限未满而以材料不齐不移交时必附'),
      note,
    })
    .meta({ id: 'NotTransferInjuryAction' }),
  'close-duplicate': z
    .object({ of: z.uuid().describe('继续办理的另一件申请'), note })
    .meta({ id: 'CloseDuplicateAction' }),
  'close-opened-in-error': z
    .object({ note: prose(2000).describe('误立的原因') })
    .meta({ id: 'CloseOpenedInErrorAction' }),
} satisfies Record<OwnAction, z.ZodObject>;

export const DecisionBody = z
  .object({
    decision: z.enum(DECISIONS).describe('人社部门的决定，据其文书登记'),
    documentNumber: line(100).optional().describe('文号；撤回终止没有文书的可以不填，其他必填'),
    decidedOn: day.describe('文书日期；送达登记送达之日'),
    authority: line(200).describe('作出决定的机关；维持、撤销为复议机关或人民法院'),
    remedy: z
      .enum(REMEDIES)
      .optional()
      .describe('用于维持、撤销：行政复议或行政诉讼（工伤保险条例第五十五条）'),
    simple: z.boolean().optional().describe('仅用于受理：事实清楚、权利义务明确，十五日内决定'),
    withdrawalFile: z
      .uuid()
      .optional()
      .describe('仅用于撤回终止：终止通知书或者申请人撤回书面材料的扫描件，没有文号的必附'),
    note,
  })
  .meta({ id: 'RecordInjuryDecision' });
export type DecisionBody = z.output<typeof DecisionBody>;

/** One action with its body. */
export type InjuryMove =
  | { [A in OwnAction]: { action: A; body: z.output<(typeof injuryBodies)[A]> } }[OwnAction]
  | { action: 'record-decision'; body: DecisionBody };
