import { z } from 'zod';
import { lifecycle } from '../rules/lifecycle.ts';
import {
  CHANNELS,
  CLOCK_KINDS,
  COMPLEXITIES,
  CONFIDENTIALITIES,
  COORDINATE_SYSTEMS,
  DECLINE_CODES,
  DEMAND_TYPES,
  HOTLINE_MATTERS,
  ID_TYPES,
  LIGHTS,
  LIMIT_UNITS,
  ORIGINS,
  REFERRAL_CONSENTS,
  REFERRAL_OUTCOMES,
  RESOLUTIONS,
  ROUTED_BY,
  UNROUTED_REASONS,
  URGENCIES,
} from '../vocabulary.ts';

const text = z.string().nullable();
const at = z.iso.datetime().nullable();

export const State = z.enum(lifecycle.states).meta({ id: 'GrievanceState', description: '诉求状态' });
export const Action = z
  .enum(lifecycle.actionNames)
  .meta({ id: 'GrievanceAction', description: '可执行操作' });

export const ClockView = z
  .object({
    kind: z.enum(CLOCK_KINDS).describe('派单、签收、首次联系、答复'),
    cycle: z.int(),
    run: z.int().describe('本周期内第几次起算；签收时限随改派重新起算'),
    startedAt: z.iso.datetime(),
    dueAt: z.iso.datetime().describe('到期'),
    provisional: z.boolean().describe('放假安排未公布，暂定'),
    governedBy: z.enum(['profile', 'hotline']).describe('依本园区时限或热线期限'),
    light: z.enum(LIGHTS).describe('红黄灯'),
    paused: z.boolean(),
    stoppedAt: at,
    onTime: z.boolean().nullable().describe('是否按期'),
  })
  .meta({ id: 'Clock' });

const ReporterView = z
  .object({
    anonymous: z.boolean(),
    callbackConsent: z.boolean(),
    name: text,
    phone: text,
    idType: z.enum(ID_TYPES).nullable(),
    idNumber: text,
    address: text,
    masked: z.boolean().describe('是否已脱敏'),
    erased: z.boolean().describe('个人信息已删除'),
  })
  .meta({ id: 'ReporterView' });

const PlaceView = z
  .object({
    text,
    grid: text.describe('诉求人填写的网格'),
    region: text,
    point: z
      .object({ longitude: z.number(), latitude: z.number(), system: z.enum(COORDINATE_SYSTEMS) })
      .nullable()
      .describe('按提交的坐标系'),
    wgs84: z.object({ longitude: z.number(), latitude: z.number() }).nullable(),
  })
  .meta({ id: 'PlaceView' });

const CallbackView = z
  .object({
    at: z.iso.datetime(),
    by: z.string(),
    source: z.enum(['park', 'hotline']),
    reached: z.boolean(),
    responded: z.boolean().nullable(),
    resolved: z.boolean().nullable(),
    satisfaction: z.int().nullable(),
    note: text,
  })
  .meta({ id: 'Callback' });

const ExtensionView = z
  .object({
    status: z.enum(['requested', 'approved', 'refused']),
    by: z.string(),
    at: z.iso.datetime(),
    reason: z.string(),
    amount: z.number(),
    unit: z.enum(LIMIT_UNITS),
    decidedBy: text,
    decidedAt: at,
  })
  .meta({ id: 'ExtensionRequest' });

const ReferralView = z
  .object({
    id: z.uuid().describe('转办标识'),
    at: z.iso.datetime(),
    by: z.string(),
    consent: z.enum(REFERRAL_CONSENTS).describe('诉求人的同意'),
    category: text.describe('纠纷类别提示'),
    caseId: z.uuid().nullable().describe('调解案件'),
    caseNumber: text.describe('调解案件编号'),
    outcome: z.enum(REFERRAL_OUTCOMES).nullable().describe('调解结果'),
    concludedOn: z.iso.date().nullable(),
    agreementNumber: text.describe('调解协议书编号'),
  })
  .meta({ id: 'Referral' });

/** What a list shows of a grievance. */
export const GrievanceSummary = z
  .object({
    id: z.uuid(),
    number: z.string().describe('台账编号'),
    version: z.int(),
    state: State,
    origin: z.enum(ORIGINS).describe('问题来源'),
    channel: z.enum(CHANNELS).describe('受理渠道'),
    demandType: z.enum(DEMAND_TYPES).describe('诉求类型'),
    urgency: z.enum(URGENCIES),
    categoryCode: text,
    title: z.string(),
    enterprise: z.object({ uscc: text, name: text }),
    unit: text.describe('主办单位'),
    grid: text.describe('网格'),
    officer: text.describe('勤务员'),
    unroutedReason: z.enum(UNROUTED_REASONS).nullable().describe('待派原因'),
    dueAt: at.describe('办理期限'),
    light: z.enum(LIGHTS).nullable(),
    escalationLevel: z.int(),
    externalRef: text,
    registeredAt: z.iso.datetime().describe('登记时间'),
    acceptedAt: at,
    closedAt: at,
  })
  .meta({ id: 'GrievanceSummary' });

/** A whole grievance. */
export const GrievanceView = GrievanceSummary.extend({
  cycle: z.int().describe('办理周期，重办加一'),
  complexity: z.enum(COMPLEXITIES),
  confidentiality: z.enum(CONFIDENTIALITIES),
  text: z.string(),
  occurredAt: at,
  place: PlaceView,
  reporter: ReporterView.nullable().describe('诉求人；无权查看时为 null'),
  privacyNotice: text,
  source: text,
  extension: z.record(z.string(), z.unknown()),
  imported: z.boolean(),
  attachments: z.array(z.uuid()),
  duplicateOf: z.uuid().nullable(),
  coUnits: z.array(z.string()).describe('协办单位'),
  routedBy: z.enum(ROUTED_BY).nullable().describe('派单依据'),
  measure: text.describe('措施'),
  progress: text.describe('进展'),
  result: text.describe('办理结果'),
  resolution: z.enum(RESOLUTIONS).nullable().describe('解决认定'),
  declineCode: z.enum(DECLINE_CODES).nullable(),
  declineNote: text,
  callback: CallbackView.nullable().describe('回访'),
  evidence: z.array(z.uuid()).describe('佐证'),
  evidenceDocuments: z.array(z.string()).describe('佐证文号'),
  evidenceNote: text.describe('核验意见'),
  verifiedBy: text.describe('核验人'),
  extensionRequest: ExtensionView.nullable().describe('延期'),
  suspendedSince: at.describe('挂起'),
  supervisionLevel: z.int().describe('督办级别'),
  hotlineDueAt: at,
  hotlinePending: z.enum(HOTLINE_MATTERS).nullable().describe('待热线答复'),
  referral: ReferralView.nullable().describe('转调解'),
  clocks: z.array(ClockView),
  dispatchedAt: at,
  signedAt: at,
  contactedAt: at,
  repliedAt: at,
  declinedAt: at,
  writtenOffAt: at,
  archivedAt: at,
  recordedAt: z.iso.datetime(),
  allowedActions: z.array(Action).describe('当前用户可执行的操作'),
}).meta({ id: 'Grievance' });
