/** The form of an application for mediation 调解申请 (调解仲裁法 art. 12, 28), validated at the edge. */
import { YUAN_PATTERN } from '@qinwu/domain/money';
import { z } from 'zod';
import { code, day, line, prose, uscc } from '../fields.ts';
import {
  CATEGORY_CODES,
  CHANNELS,
  DELEGATIONS,
  MODES,
  ORGANISATIONS,
  PARTY_KINDS,
  POWERS,
  SIDES,
} from '../vocabulary.ts';

export const yuan = z
  .string()
  .regex(new RegExp(YUAN_PATTERN))
  .describe('金额（元），十进制字符串，至多两位小数');

export const Representative = z
  .object({
    name: line(100).describe('姓名'),
    phone: line(32).optional().describe('联系电话'),
    capacity: line(100).optional().describe('代理身份，如律师、近亲属、推举的代表人'),
    subject: line(200)
      .optional()
      .describe('代理人在本平台的账号，以该当事人的身份参加；由窗口登记，或由当事人申请时为自己填写'),
    powers: z
      .enum(POWERS)
      .optional()
      .describe(
        '一般授权或特别授权；接受方案、确认协议文本、签名、撤回申请、登记收款账户、确认收到付款、同意处理敏感个人信息须有特别授权（民事诉讼法第六十二条）',
      ),
    mandate: z.uuid().optional().describe('授权委托书，先上传；与 powers 一并填写'),
  })
  .meta({ id: 'Representative' });

export const PartyBody = z
  .object({
    side: z.enum(SIDES).describe('申请人、被申请人、第三人'),
    kind: z.enum(PARTY_KINDS).describe('自然人或单位'),
    name: line(200).describe('姓名或单位名称'),
    uscc: uscc.optional().describe('统一社会信用代码，单位必填'),
    subject: line(200)
      .optional()
      .describe('当事人在本平台的账号，凭此查看案件；窗口以外的申请人只能填写本人账号'),
    idType: z.enum(['citizen-id', 'passport', 'other']).optional().describe('证件类型'),
    idNumber: line(32).optional().describe('证件号码'),
    phone: line(32).optional().describe('联系电话'),
    gender: z.enum(['male', 'female']).optional().describe('性别'),
    age: z.int().min(0).max(150).optional().describe('年龄'),
    occupation: line(100).optional().describe('职业'),
    employer: line(200).optional().describe('工作单位'),
    address: line(300).optional().describe('住址或注册地址'),
    addressSealed: z
      .boolean()
      .optional()
      .describe('住址对对方保密，即封存该住址；已封存的不能以更正解除，由窗口解除封存'),
    legalRepresentative: line(100).optional().describe('法定代表人或主要负责人'),
    position: line(100).optional().describe('职务'),
    injured: z
      .boolean()
      .optional()
      .describe(
        '受伤职工，仅用于涉及工伤；逐人注明的，各引出一件工伤认定申请，均未注明的以首位自然人申请人为受伤职工',
      ),
    representative: Representative.optional().describe('代理人或代表人'),
  })
  .meta({ id: 'CaseParty' });
export type PartyBody = z.output<typeof PartyBody>;

export const ClaimBody = z
  .object({
    type: line(100).describe('请求事项'),
    amount: yuan,
    note: prose(2000).optional().describe('计算方法或说明'),
  })
  .meta({ id: 'CaseClaim' });

const delegation = z
  .enum(DELEGATIONS)
  .describe(
    '法院移交方式，限 channel 为 court：before-filing 立案前委派、after-filing 立案后委托（普通程序）、after-filing-summary 立案后委托（简易程序），各有期限；不填按园区统一的期限',
  );

export const IntakeBody = z
  .object({
    category: z.enum(CATEGORY_CODES).describe('纠纷类别'),
    channel: z.enum(CHANNELS).describe('来源'),
    delegation: delegation.optional(),
    oral: z.boolean().optional().describe('口头申请，由工作人员当场记录（调解仲裁法第十二条）'),
    organisation: z.enum(ORGANISATIONS).optional().describe('调解组织，默认综合窗口'),
    mode: z.enum(MODES).optional().describe('调解方式，如警格＋网格＋闽南茶桌'),
    gridCode: code.optional().describe('网格'),
    title: line(200).describe('案由'),
    facts: prose(10_000).describe('基本情况、争议事项和理由'),
    injury: z.boolean().optional().describe('涉及工伤'),
    accidentOn: day.optional().describe('事故伤害发生之日，仅用于涉及工伤；工伤认定申请的期限由此起算'),
    sensitiveConsent: z
      .boolean()
      .optional()
      .describe('单独同意处理伤情（个人信息保护法第二十九条）；账户等另行同意'),
    workers: z.int().min(1).max(100_000).optional().describe('涉及劳动者人数，默认申请人中的自然人数'),
    limitationFrom: day.optional().describe('知道或应当知道权利被侵害之日'),
    parties: z.array(PartyBody).min(1).max(50),
    claims: z.array(ClaimBody).max(50).default([]),
    attachments: z.array(z.uuid()).max(20).optional().describe('附件'),
    source: code.optional().describe('来源系统，与 externalRef 一起唯一'),
    externalRef: line(100).optional().describe('来源系统的编号'),
    extension: z
      .record(z.string().max(100), z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]))
      .optional()
      .describe('来源系统自有字段'),
  })
  .meta({ id: 'CaseIntake' });
export type IntakeBody = z.output<typeof IntakeBody>;

const person = PartyBody.shape;

/** A party of a correction: of one that names its `id`, members left out stay as they are. */
export const PartyPatch = z
  .object({
    id: z.uuid().optional().describe('原有当事人的标识，新增的不填'),
    joinedOn: day
      .optional()
      .describe(
        '加入案件之日，仅填于新增或更换的当事人，默认今天；不早于收到申请之日。此前的协议和会议与其无关',
      ),
    side: person.side.optional(),
    kind: person.kind.optional(),
    name: person.name.optional(),
    uscc: person.uscc.nullable(),
    subject: person.subject.nullable(),
    idType: person.idType.nullable(),
    idNumber: person.idNumber.nullable(),
    phone: person.phone.nullable(),
    gender: person.gender.nullable(),
    age: person.age.nullable(),
    occupation: person.occupation.nullable(),
    employer: person.employer.nullable(),
    address: person.address.nullable(),
    addressSealed: person.addressSealed,
    legalRepresentative: person.legalRepresentative.nullable(),
    position: person.position.nullable(),
    injured: person.injured.nullable(),
    representative: Representative.extend({
      phone: Representative.shape.phone.nullable(),
      capacity: Representative.shape.capacity.nullable(),
      subject: Representative.shape.subject.nullable(),
      powers: Representative.shape.powers.nullable(),
      mandate: Representative.shape.mandate.nullable(),
    })
      .meta({ id: 'RepresentativePatch' })
      .nullable()
      .optional(),
  })
  .meta({ id: 'CasePartyPatch' })
  .describe(
    '写明 id 的，不填的项保持原值，null 清除；脱敏显示的内容原样交回视为不变，不会存入。新增的须填 side、kind、name',
  );
export type PartyPatch = z.output<typeof PartyPatch>;

/** A correction; members left out stay as they are. */
export const PatchBody = z
  .object({
    category: z.enum(CATEGORY_CODES).optional().describe('纠纷类别；期限随之重算'),
    delegation: delegation.optional().describe('法院移交方式，限法院送来的案件；期限随之重算'),
    organisation: z.enum(ORGANISATIONS).optional().describe('调解组织'),
    gridCode: code.optional().describe('网格'),
    title: line(200).optional().describe('案由'),
    facts: prose(10_000).optional().describe('基本情况、争议事项和理由'),
    injury: z.boolean().optional().describe('涉及工伤'),
    accidentOn: day.optional().describe('事故伤害发生之日，仅用于涉及工伤'),
    sensitiveConsent: z.boolean().optional().describe('单独同意处理伤情'),
    workers: z.int().min(1).max(100_000).optional().describe('涉及劳动者人数'),
    limitationFrom: day.optional().describe('知道或应当知道权利被侵害之日'),
    parties: z
      .array(PartyPatch)
      .min(1)
      .max(50)
      .optional()
      .describe('全部当事人，没有列出的退出案件；追加当事人时连同原有的一并提交，原有的只填 id 即可'),
    claims: z.array(ClaimBody).max(50).optional().describe('全部请求，取代原来的'),
  })
  .meta({ id: 'CasePatch' });
export type PatchBody = z.output<typeof PatchBody>;
