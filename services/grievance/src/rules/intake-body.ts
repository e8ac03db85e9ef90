/** The form of an intake 登记: what a grievance says of itself, validated at the edge, checked by the rules. */
import { z } from 'zod';
import { code, line, prose, timestamp, uscc } from '../fields.ts';
import {
  CHANNELS,
  COMPLEXITIES,
  CONFIDENTIALITIES,
  COORDINATE_SYSTEMS,
  DEMAND_TYPES,
  ID_TYPES,
  ORIGINS,
  URGENCIES,
} from '../vocabulary.ts';

export const Place = z
  .object({
    text: line(300).optional().describe('地点描述'),
    grid: code.optional().describe('网格编码'),
    region: z
      .string()
      .regex(/^[1-8]\d{5}$/)
      .optional()
      .describe('行政区划代码 GB/T 2260'),
    point: z
      .object({
        longitude: z.number().min(-180).max(180),
        latitude: z.number().min(-90).max(90),
        system: z.enum(COORDINATE_SYSTEMS).describe('坐标系;手机定位多为 GCJ02'),
      })
      .optional(),
  })
  .meta({ id: 'Place' });

export const Enterprise = z
  .object({
    uscc: uscc.optional().describe('统一社会信用代码'),
    name: line(200).optional().describe('企业名称,代码未知时填写'),
  })
  .meta({ id: 'EnterpriseRef' });

export const Reporter = z
  .object({
    anonymous: z.boolean().optional().describe('匿名'),
    callbackConsent: z.boolean().optional().describe('同意回访'),
    name: line(100).optional().describe('姓名'),
    phone: line(32).optional().describe('联系电话'),
    idType: z.enum(ID_TYPES).optional().describe('证件类型'),
    idNumber: line(32).optional().describe('证件号码'),
    address: line(300).optional().describe('联系地址'),
  })
  .meta({ id: 'Reporter' });

export const IntakeBody = z
  .object({
    origin: z.enum(ORIGINS).describe('问题来源:排查问题、市民诉求、企业诉求、督查、项目;决定计数口径'),
    channel: z.enum(CHANNELS).describe('受理渠道;不影响计数'),
    demandType: z.enum(DEMAND_TYPES).describe('诉求类型:咨询、求助、投诉、举报、建议'),
    categoryCode: code.optional().describe('事项分类编码'),
    title: line(200).describe('标题'),
    text: prose(10_000).describe('内容'),
    occurredAt: timestamp.optional().describe('发生时间'),
    urgency: z.enum(URGENCIES).optional().describe('紧急程度,默认 normal'),
    complexity: z.enum(COMPLEXITIES).optional().describe('疑难程度,默认 ordinary'),
    confidentiality: z.enum(CONFIDENTIALITIES).optional().describe('保密要求,默认 ordinary'),
    place: Place.optional(),
    enterprise: Enterprise.optional(),
    reporter: Reporter.optional(),
    privacyNotice: line(64).optional().describe('告知书版本'),
    source: code.optional().describe('来源系统,与 externalRef 一起唯一;默认取渠道'),
    externalRef: line(100).optional().describe('来源系统的编号'),
    hotlineDueAt: timestamp.optional().describe('热线工单的办理期限,仅限 12345'),
    attachments: z.array(z.uuid()).max(100).optional().describe('附件,至多 10 个,更多为 413'),
    duplicateOf: z.uuid().optional().describe('重复诉求所指的原件'),
    extension: z
      .record(z.string().max(100), z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]))
      .optional()
      .describe('来源系统自有字段'),
  })
  .meta({ id: 'GrievanceIntake' });

export type IntakeBody = z.output<typeof IntakeBody>;
