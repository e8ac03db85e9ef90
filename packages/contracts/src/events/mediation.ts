import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/**
 * How a mediation case ended 调解结果: an agreement, none, one party refusing, the applicant withdrawing, the time
 * over, or not accepted at all.
 */
export const MEDIATION_OUTCOMES = [
  'agreed',
  'failed',
  'refused',
  'withdrawn',
  'timed-out',
  'not-accepted',
] as const;

export type MediationOutcome = (typeof MEDIATION_OUTCOMES)[number];

const day = z.iso.date();
const code = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const number = z.string().min(1).max(40);
/** Yuan to the fen, `"1406800.00"`. */
const yuan = z.string().regex(/^(0|[1-9]\d{0,12})\.\d{2}$/);
const imported = z.boolean().optional().describe('导入的历史记录');
const caseId = z.uuid().describe('调解案件标识');
const grievanceId = z.uuid().optional().describe('转来的诉求');

/** What every event of a case says of it: the dimensions its figures are taken apart by. */
const about = {
  caseId,
  labour: z.boolean().describe('劳动争议(调解仲裁法第二条)'),
  category: code.describe('纠纷类别'),
  mode: code.nullable().describe('调解方式,未定为空'),
};

/** A dispute was entered in the register of mediation 登记. */
export const caseRegistered = defineEvent(
  'qinwu.mediation.case-registered.v1',
  z.object({
    ...about,
    number: number.describe('案件编号'),
    registeredOn: day.describe('登记日期(业务日期)'),
    grievanceId,
    imported,
  }),
);

/** A case came to its end; sent again with a higher sequence where a word of it changed, the highest stands. */
export const caseConcluded = defineEvent(
  'qinwu.mediation.case-concluded.v1',
  z.object({
    ...about,
    number: number.describe('案件编号'),
    outcome: z.enum(MEDIATION_OUTCOMES).describe('结果'),
    registeredOn: day.describe('登记日期'),
    concludedOn: day.describe('结案日期'),
    amountClaimed: yuan.describe('争议金额(元)'),
    amountAgreed: yuan.nullable().describe('协议金额(元),未达成为空'),
    workers: z.int().min(0).max(1_000_000).describe('涉及人数'),
    agreementNumber: z.string().min(1).max(100).nullable().describe('调解协议书编号,口头协议为空'),
    effectiveOn: day.nullable().describe('协议生效日期'),
    grievanceId,
    imported,
  }),
);

/** An agreement was performed to its end 履行完毕; sent again with `withdrawn` where a payment was voided 作废 and it was not. */
export const casePerformed = defineEvent(
  'qinwu.mediation.case-performed.v1',
  z.object({
    ...about,
    performedOn: day.describe('履行完毕日期'),
    onTime: z.boolean().describe('按期履行'),
    withdrawn: z.boolean().optional().describe('付款作废,履行未毕,不再计数'),
  }),
);

/** An agreement was breached 违约; sent again with `cured` where the breach was made good 补救. */
export const caseBreached = defineEvent(
  'qinwu.mediation.case-breached.v1',
  z.object({ ...about, breachedOn: day.describe('违约日期'), cured: z.boolean().describe('已补救') }),
);

/** A dispute tells of a work injury: the same service opens an application for it 工伤认定申请. */
export const injuryReported = defineEvent(
  'qinwu.mediation.injury-reported.v1',
  z.object({
    caseId,
    number: number.describe('案件编号'),
    renamed: z.array(z.uuid()).min(1).optional().describe('姓名或者名称有更正的当事人'),
  }),
);

const application = {
  applicationId: z.uuid().describe('工伤认定申请标识'),
  receivedOn: day.describe('收件日期'),
  caseId: caseId.optional(),
  imported,
};

/** An application for recognition of a work injury was received 收件. */
export const injuryReceived = defineEvent(
  'qinwu.mediation.injury-received.v1',
  z.object({
    ...application,
    number: number.describe('申请编号'),
    transferredOn: day.optional().describe('导入的历史记录已移交的日期'),
  }),
);

/** An application moved, here or, mirrored, at the authority; the newest version stands. */
export const injuryMoved = defineEvent(
  'qinwu.mediation.injury-moved.v1',
  z.object({
    ...application,
    state: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{0,39}$/)
      .describe('申请的状态'),
    movedOn: day.describe('变动日期'),
    transferredOn: day.nullable().describe('移交人社部门日期,未移交为空'),
    duplicateOf: z.uuid().optional().describe('作为重复件办结时,继续办理的另一件申请;本件不再计数'),
    openedInError: z.literal(true).optional().describe('作为误立办结;本件不再计数'),
  }),
);
