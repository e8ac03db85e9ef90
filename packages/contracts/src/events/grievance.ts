import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** Where a grievance comes from; it decides which figure counts it. 问题来源(决定计数口径)。 */
export const GRIEVANCE_ORIGINS = ['patrol', 'citizen', 'enterprise', 'inspection', 'project'] as const;

/** Who serves as an officer 勤务员; party members of enterprises (企业党员) are counted apart. */
export const OFFICER_KINDS = ['staff', 'enterprise-party-member', 'volunteer'] as const;

const origin = z.enum(GRIEVANCE_ORIGINS).describe('问题来源');
const grievanceId = z.uuid().describe('诉求标识');
const day = z.iso.date();
const imported = z.boolean().optional().describe('导入的历史记录,不计入按期率');

/** A grievance was entered in the register 登记. */
export const grievanceRegistered = defineEvent(
  'qinwu.grievance.registered.v1',
  z.object({
    grievanceId,
    number: z.string().min(1).max(40).describe('编号'),
    origin,
    registeredOn: day.describe('登记日期(业务日期)'),
    imported,
  }),
);

/** A grievance was accepted 受理. */
export const grievanceAccepted = defineEvent(
  'qinwu.grievance.accepted.v1',
  z.object({ grievanceId, origin, acceptedOn: day.describe('受理日期'), imported }),
);

/** A grievance was declined 不予受理; where it had been accepted before, it no longer counts as accepted. */
export const grievanceDeclined = defineEvent(
  'qinwu.grievance.declined.v1',
  z.object({ grievanceId, origin, declinedOn: day.describe('不予受理日期'), imported }),
);

/** A grievance was closed 办结. */
export const grievanceClosed = defineEvent(
  'qinwu.grievance.closed.v1',
  z.object({ grievanceId, origin, closedOn: day.describe('办结日期'), imported }),
);

/** A grievance was written off the ledger 销号. */
export const grievanceWrittenOff = defineEvent(
  'qinwu.grievance.written-off.v1',
  z.object({ grievanceId, origin, writtenOffOn: day.describe('销号日期'), imported }),
);

/** A grievance went up a grid level because nobody moved it in time 吹哨上报. */
export const grievanceEscalated = defineEvent(
  'qinwu.grievance.escalated.v1',
  z.object({
    grievanceId,
    level: z.int().min(1).max(9).describe('升级层级,1 为最近一级'),
    dueOn: day.describe('原办理期限'),
  }),
);

/** An officer was entered, changed or ended in the directory 勤务员名册; the newest version stands. */
export const officerListed = defineEvent(
  'qinwu.grievance.officer-listed.v1',
  z.object({
    officerId: z.uuid().describe('勤务员标识'),
    kind: z.enum(OFFICER_KINDS).describe('身份'),
    activeFrom: day.describe('到岗日期'),
    activeUntil: day.nullable().describe('最后在岗日期,空为在岗'),
  }),
);

/** A patrol visit was recorded; one without problems counts as well 巡查走访. */
export const visitRecorded = defineEvent(
  'qinwu.grievance.visit-recorded.v1',
  z.object({
    visitId: z.uuid().describe('走访标识'),
    visitedOn: day.describe('走访日期'),
    problems: z.int().min(0).max(1000).describe('发现问题数'),
    enterprise: z.string().length(18).optional().describe('统一社会信用代码'),
  }),
);

/** The most files a referral points at. */
export const MOST_REFERRED_FILES = 10;

/** What a referral says of people and their dispute; it travels as ciphertext for mediation alone (`content`). */
export const DisputeContent = z.object({
  title: z.string(),
  text: z.string(),
  /** True where the text was too long to travel: the whole of it is in the grievance. */
  textCut: z.boolean(),
  /** Why whoever referred it takes it for a dispute. */
  reason: z.string(),
  enterpriseName: z.string().nullable(),
  /** Null where nobody gave a name or number, or the person was erased. */
  reporter: z
    .object({
      name: z.string().nullable(),
      phone: z.string().nullable(),
      idType: z.string().nullable(),
      idNumber: z.string().nullable(),
      address: z.string().nullable(),
    })
    .nullable(),
  attachments: z
    .array(
      z.object({
        fileId: z.uuid(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        name: z.string(),
        contentType: z.string(),
      }),
    )
    .max(MOST_REFERRED_FILES),
});

export type DisputeContent = z.output<typeof DisputeContent>;

/** A grievance was found to be a dispute and referred to mediation 转调解; once per grievance. */
export const disputeReferred = defineEvent(
  'qinwu.grievance.dispute-referred.v1',
  z.object({
    grievanceId,
    number: z.string().min(1).max(40).describe('诉求编号'),
    referralId: z.uuid().describe('转办标识'),
    referredOn: day.describe('转办日期'),
    category: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/)
      .optional()
      .describe('纠纷类别提示,以调解窗口认定为准'),
    enterprise: z.string().length(18).optional().describe('统一社会信用代码'),
    content: z
      .string()
      .min(1)
      .max(15_000)
      .describe('DisputeContent 的密文,仅调解服务可解 / sealed for mediation: title, text, people, files'),
  }),
);
