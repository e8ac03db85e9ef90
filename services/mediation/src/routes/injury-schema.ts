/** What answers show of an application for recognition of a work injury. */
import { z } from 'zod';
import {
  APPLICANT_KINDS,
  CLOSED_REASONS,
  CONCLUSIONS,
  DECISIONS,
  EXCLUDED_REASONS,
  EXCLUSION_HINTS,
  INJURY_CAUSES,
  INJURY_CLOCKS,
  INJURY_DETAILS,
  LEGAL_HEADS,
  REMEDIES,
} from '../injury-vocabulary.ts';
import { injuryLifecycle } from '../rules/injury/lifecycle.ts';
import { LIGHTS } from '../vocabulary.ts';

export const InjuryStateSchema = z.enum(injuryLifecycle.states).describe('状态');

const text = z.string().nullable();
const day = z.iso.date().nullable();
const instant = z.iso.datetime().nullable();

export const InjurySummary = z
  .object({
    id: z.uuid(),
    number: z.string().describe('申请编号'),
    version: z.int(),
    state: InjuryStateSchema,
    applicantKind: z.enum(APPLICANT_KINDS).describe('申请人'),
    cause: z.enum(INJURY_CAUSES),
    legalHead: z.enum(LEGAL_HEADS).nullable(),
    employer: text.describe('用人单位统一社会信用代码'),
    caseId: z.uuid().nullable().describe('由此调解案件引出；近亲属、工会和代为申请的人看不到'),
    partyId: z.uuid().nullable().describe('该案件中受伤的当事人'),
    delegated: z.boolean().describe('受人社部门委托收件'),
    appliedOn: z.iso.date().describe('申请日期'),
    receivedOn: z.iso.date().describe('收件日期'),
    completeOn: day,
    transferredOn: day,
    acceptedOn: day,
    withdrawnOn: day.describe('移交之后申请人向人社部门撤回、程序终止之日'),
    concludedOn: day,
    conclusion: z.enum(CONCLUSIONS).nullable().describe('人社部门的结论'),
    dueAt: instant.describe('最近的期限'),
    light: z.enum(LIGHTS).nullable(),
    missing: z.int().describe('缺少的必备材料数'),
    waiting: z.boolean().describe('有移交之后补交、尚待转交的材料'),
    imported: z.boolean(),
  })
  .meta({ id: 'InjurySummary' });

export const InjuryClockView = z
  .object({
    id: z.uuid(),
    kind: z.enum(INJURY_CLOCKS).describe('移交、用人单位申请、职工申请、受理、决定'),
    of: z
      .enum(['window', 'employer', 'worker', 'authority'])
      .describe('谁的期限；authority 为人社部门，仅镜像'),
    article: z.string().describe('依据'),
    official: z.boolean().describe('是否有公开依据；否为默认建议'),
    dueAt: z.iso.datetime(),
    daysLeft: z.int().nullable().describe('剩余天数；最后一日为 0，已过为负，停止或中止为空'),
    provisional: z.boolean(),
    light: z.enum(LIGHTS),
    paused: z.boolean(),
    stoppedAt: instant,
    onTime: z.boolean().nullable(),
  })
  .meta({ id: 'InjuryClock' });

const FlagView = z
  .object({ code: z.string(), article: z.string(), text: z.string() })
  .meta({ id: 'InjuryFlag' })
  .describe('提示，供核对，不是认定');

export const NamedInjuryView = z
  .object({ id: z.uuid(), number: z.string() })
  .meta({ id: 'NamedInjuryApplication' });

const voidedOn = day.describe('作废之日；作废的不影响期限');

const Paper = z
  .object({
    decision: z.enum(DECISIONS),
    documentNumber: text.describe('文号；没有文书的撤回终止为空'),
    decidedOn: z.iso.date(),
    authority: z.string(),
    remedy: z.enum(REMEDIES).optional().describe('维持、撤销经行政复议或行政诉讼'),
  })
  .meta({ id: 'InjuryDecisionPaper' });

export const InjuryView = InjurySummary.extend({
  worker: z
    .object({
      name: text,
      idType: text,
      idNumber: text,
      phone: text,
      gender: text,
      address: text,
      position: text,
      masked: z.boolean(),
    })
    .describe('职工'),
  applicant: z
    .object({ name: z.string(), phone: text, relation: text, masked: z.boolean() })
    .nullable()
    .describe('近亲属或工会'),
  employerName: text,
  employerContact: text,
  employerPhone: text,
  baseOn: day.describe('申请期限起算之日：事故伤害发生或职业病诊断、鉴定'),
  occurredAt: text,
  firstDiagnosedAt: text,
  diedAt: text,
  place: text,
  course: text,
  injury: text,
  hospital: text,
  hints: z.array(z.enum(EXCLUSION_HINTS)),
  materials: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      required: z.boolean(),
      official: z.boolean().describe('法定材料（第十八条）'),
      providedOn: day,
      deFacto: z.boolean().describe('事实劳动关系'),
      files: z.array(z.uuid()),
    }),
  ),
  laterMaterials: z
    .array(
      z.object({
        code: z.string(),
        broughtOn: z.iso.date(),
        deFacto: z.boolean(),
        files: z.array(z.uuid()),
        passed: z
          .object({ receiver: z.string(), receiptNumber: z.string(), passedOn: z.iso.date() })
          .nullable()
          .describe('转交人社部门的回执；待转交的为空'),
      }),
    )
    .describe(
      '材料未齐即移交之后补交的材料，以及补全而须转交的内容（event-day、employer-code）；materials 保持移交时的样子',
    ),
  missingMaterials: z.array(z.string()),
  missingDetails: z.array(z.enum(INJURY_DETAILS)).describe('材料之外尚未补全的内容'),
  notices: z
    .array(
      z.object({
        on: z.iso.date(),
        items: z.array(z.string()),
        details: z.array(z.enum(INJURY_DETAILS)).optional().describe('材料之外须补全的内容'),
        supplyBy: z.iso.date().optional().describe('补正期限的最后一日'),
      }),
    )
    .describe('补正告知'),
  supplyBy: day.describe(
    '补正期限的最后一日；届满之前，不得以告知后材料仍不齐（materials-missing-after-notice）不移交，除非申请人书面表示不再补交',
  ),
  excludedPeriods: z.array(
    z.object({
      from: z.iso.date(),
      to: day.describe('尚未结束的为空'),
      reason: z.enum(EXCLUDED_REASONS),
      voidedOn,
    }),
  ),
  employerExtensions: z.array(
    z.object({
      days: z.int(),
      documentNumber: z.string(),
      approvedOn: z.iso.date(),
      authority: z.string(),
      voidedOn,
    }),
  ),
  transfer: z
    .object({
      receiver: z.string(),
      receiptNumber: z.string(),
      transferredOn: z.iso.date(),
      incomplete: z.boolean().describe('为赶期限，材料未齐即移交'),
    })
    .nullable(),
  notTransferredReason: z.enum(CLOSED_REASONS).nullable(),
  duplicateOf: NamedInjuryView.nullable().describe('作为重复件办结时，继续办理的另一件申请；仅窗口可见'),
  duplicates: z.array(NamedInjuryView).describe('为本件办结的重复件；仅窗口可见'),
  possibleDuplicates: z
    .array(NamedInjuryView)
    .optional()
    .describe(
      '可能重复的申请：职工同名，且事故之日相同，或者一件未填日期而用人单位相同；仅 GET 申请、仅向窗口提示，不据此拒收',
    ),
  decisions: z.array(Paper).describe('人社部门的文书，据实登记'),
  clocks: z.array(InjuryClockView),
  flags: z.array(FlagView),
  sensitiveConsent: z.boolean(),
  closingNote: text,
  erased: z.boolean().describe('个人信息已删除'),
  standing: z.enum(['window', 'worker', 'employer', 'applicant', 'filer']).describe('调用者的身份'),
  allowedActions: z
    .array(z.string())
    .describe(
      '调用者现在可以执行的操作；close-opened-in-error 以 GET 申请所答为准：办理后的回答不查台账，已有人提出申请或交来材料的，仍可能答 409 applied-for',
    ),
  allowedDecisions: z.array(z.string()).describe('record-decision 现在可登记的决定'),
}).meta({ id: 'InjuryApplication' });
