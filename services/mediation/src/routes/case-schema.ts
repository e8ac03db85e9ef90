/** What answers show of a case. */
import { z } from 'zod';
import { CLOSED_REASONS } from '../injury-vocabulary.ts';
import { lifecycle } from '../rules/lifecycle.ts';
import {
  AGREEMENT_FORMS,
  CATEGORY_CODES,
  CHANNELS,
  CLOCK_KINDS,
  CONSENTS,
  DELEGATIONS,
  HEADS,
  LIGHTS,
  MODES,
  NOT_ACCEPTED_CODES,
  ORGANISATIONS,
  OUTCOMES,
  PARTY_KINDS,
  POWERS,
  SIDES,
} from '../vocabulary.ts';
import { NamedInjuryView } from './injury-schema.ts';

export const State = z.enum(lifecycle.states).describe('状态');

const text = z.string().nullable();
const day = z.iso.date().nullable();
const instant = z.iso.datetime().nullable();

export const CaseSummary = z
  .object({
    id: z.uuid(),
    number: z.string().describe('案号'),
    version: z.int(),
    state: State,
    category: z.enum(CATEGORY_CODES),
    head: z.enum(HEADS).describe('调解仲裁法第二条的六类，或其他民事纠纷'),
    labour: z.boolean().describe('劳动争议'),
    channel: z.enum(CHANNELS),
    organisation: z.enum(ORGANISATIONS),
    mode: z.enum(MODES).nullable(),
    grid: text,
    workers: z.int().describe('涉及劳动者人数'),
    group: z.boolean().describe('集体争议（十人以上）'),
    amountClaimed: z.string().describe('请求金额（元）'),
    amountAgreed: text.describe('协议金额（元）'),
    outcome: z.enum(OUTCOMES).nullable(),
    dueAt: instant.describe('最近的期限'),
    light: z.enum(LIGHTS).nullable(),
    receivedOn: z.iso.date().describe('收到申请之日'),
    registeredAt: z.iso.datetime(),
    concludedOn: day,
  })
  .meta({ id: 'CaseSummary' });

const InjuryCourse = z
  .object({
    id: z.uuid(),
    number: z.string(),
    state: z.string(),
    reason: z.enum(CLOSED_REASONS).optional().describe('未移交的原因，如作为重复件办结、误立'),
    duplicateOf: NamedInjuryView.optional().describe(
      '作为重复件办结时，继续办理的另一件申请；仅 GET 案件，仅向可以查阅该件的人',
    ),
    party: z.uuid().optional().describe('受伤的当事人'),
  })
  .meta({ id: 'CaseInjuryCourse' });

export const PartyView = z
  .object({
    id: z.uuid(),
    side: z.enum(SIDES),
    kind: z.enum(PARTY_KINDS),
    uscc: text,
    consent: z.enum(CONSENTS).describe('调解意愿'),
    joinedOn: z.iso.date().optional().describe('加入案件之日，仅后来加入的当事人有'),
    name: text,
    idType: text,
    idNumber: text,
    phone: text,
    gender: text,
    age: z.int().nullable(),
    occupation: text,
    employer: text,
    address: text,
    addressSealed: z.boolean().describe('住址对对方保密'),
    legalRepresentative: text,
    position: text,
    representative: z
      .object({
        name: z.string(),
        phone: text,
        capacity: text,
        powers: z.enum(POWERS).nullable().describe('代理权限：一般授权、特别授权'),
        mandate: z.uuid().nullable().describe('授权委托书；限该当事人一方、收件的勤务员、窗口与承办调解员'),
      })
      .nullable(),
    injured: z.boolean().describe('受伤职工，由此引出其工伤认定申请'),
    masked: z.boolean().describe('是否脱敏显示'),
  })
  .meta({ id: 'CasePartyView' });

export const ClockView = z
  .object({
    id: z.uuid(),
    kind: z.enum(CLOCK_KINDS).describe('调解、司法确认、仲裁审查、履行、其他程序'),
    ref: z.uuid().nullable().describe('所指的分期或程序'),
    article: z.string().describe('依据'),
    official: z.boolean().describe('是否有公开依据；否为默认建议'),
    dueAt: z.iso.datetime(),
    provisional: z.boolean(),
    light: z.enum(LIGHTS),
    stoppedAt: instant,
    onTime: z.boolean().nullable().describe('是否按期；未使用的可选期限为 null'),
    lapsed: z.boolean().describe('可选期限（司法确认、仲裁审查）已过，未使用'),
  })
  .meta({ id: 'CaseClock' });

const WarningView = z
  .object({ code: z.string(), text: z.string() })
  .meta({ id: 'CaseWarning' })
  .describe('提示，如时效将届满；文字依 Accept-Language');

export const NextStepView = z
  .object({
    code: z.string(),
    text: z.object({ zh: z.string(), en: z.string() }),
    article: z.string().describe('依据'),
    until: day.describe('最后一日；没有确定日期的为 null'),
  })
  .meta({ id: 'NextStep' })
  .describe('可走的程序');

export const CaseView = CaseSummary.extend({
  delegation: z
    .enum(DELEGATIONS)
    .nullable()
    .describe('法院移交方式：立案前委派、立案后委托（普通或简易程序）；没有注明的为 null'),
  oral: z.boolean().describe('口头申请'),
  injury: z.boolean().describe('涉及工伤'),
  accidentOn: day.describe('事故伤害发生之日'),
  title: text.describe('案由'),
  facts: text.describe('基本情况、争议事项和理由'),
  claims: z.array(z.object({ type: z.string(), amount: z.string(), note: text })),
  parties: z.array(PartyView),
  mediators: z.array(z.uuid()),
  clocks: z.array(ClockView),
  warnings: z.array(WarningView),
  limitationFrom: day.describe('知道或应当知道权利被侵害之日；与仲裁时效一样只告知窗口、调解员和申请人一方'),
  extended: z.boolean().describe('调解期限已由双方同意延长'),
  agreementForm: z.enum(AGREEMENT_FORMS).nullable(),
  agreementNumber: text.describe('协议编号'),
  notAcceptedCode: z.enum(NOT_ACCEPTED_CODES).nullable(),
  closingNote: text.describe('不予受理、调解不成、拒绝或撤回的理由'),
  archiveNumber: text,
  referralReason: text.describe('转办理由，只供窗口与承办调解员'),
  referredFiles: z
    .array(z.object({ fileId: z.uuid(), sha256: z.string(), name: z.string() }))
    .describe('随诉求转来的附件，存于诉求服务'),
  attachments: z
    .array(z.object({ fileId: z.uuid(), sha256: z.string() }))
    .optional()
    .describe('随申请提交的附件，仅 GET 案件时给出；申请一方、登记人、窗口与承办调解员可见，其他人没有此项'),
  grievanceId: z.uuid().nullable().describe('由此诉求转来'),
  injuryApplication: InjuryCourse.nullable().describe('由此引出的工伤认定申请及其进展；个人当事人只见本人的'),
  otherInjuryApplications: z
    .array(InjuryCourse)
    .optional()
    .describe('由此引出的其他工伤认定申请：其他受伤职工的，以及未移交的'),
  source: text,
  externalRef: text,
  extension: z.record(z.string(), z.unknown()),
  imported: z.boolean(),
  sealed: z.boolean().describe('案件封存'),
  erased: z.boolean().describe('个人信息已删除'),
  acceptedAt: instant,
  startedAt: instant,
  agreedAt: instant,
  effectiveOn: day,
  performedOn: day,
  breachedOn: day.describe('最近一次违约之日'),
  curedOn: day.describe('该次违约补救之日；尚未补救或已直接履行完毕的为 null'),
  nextSteps: z
    .array(NextStepView)
    .describe(
      '违约后，或未达成协议而终结后可走的程序；已经提起或者已有结果的程序计算在内；仲裁时效的最后一日只告知窗口、调解员和申请人一方',
    ),
  archivedAt: instant,
  standing: z.enum(['window', 'mediator', 'party', 'both-sides', 'filer']).describe('调用者在本案中的身份'),
  allowedActions: z
    .array(z.string())
    .describe(
      '现在可办理的操作；调解员须回避或异议未处理时，须待其解决的操作不列出，草案约定的日期已过的不列出 agree。草案署名的调解员其后被更换的，agree 仍列出而答 409 draft-outdated；所附内容不符的，答 422',
    ),
}).meta({ id: 'Case' });
