/** The form of an application for recognition of a work injury (工伤保险条例 art. 17, 18), validated at the edge. */
import { z } from 'zod';
import { day, line, prose, timestamp, uscc } from '../../fields.ts';
import {
  APPLICANT_KINDS,
  EXCLUSION_HINTS,
  INJURY_CAUSES,
  LEGAL_HEADS,
  type LegalHead,
} from '../../injury-vocabulary.ts';

const material = line(64).describe('材料清单中的代码');

export const MaterialBody = z
  .object({
    code: material,
    deFacto: z.boolean().optional().describe('事实劳动关系，仅用于 labour-relation'),
    files: z.array(z.uuid()).max(20).optional().describe('扫描件'),
  })
  .meta({ id: 'InjuryMaterialBrought' });

const WorkerBody = z
  .object({
    name: line(100).describe('姓名'),
    subject: line(200).optional().describe('职工在本平台的账号，凭此查看'),
    idType: z.enum(['citizen-id', 'passport', 'other']).optional().describe('证件类型'),
    idNumber: line(32).optional().describe('证件号码'),
    phone: line(32).optional().describe('联系电话'),
    gender: z.enum(['male', 'female']).optional().describe('性别'),
    address: line(300).optional().describe('住址'),
    position: line(100).optional().describe('岗位'),
  })
  .meta({ id: 'InjuredWorker' });

const ApplicantBody = z
  .object({
    name: line(200).describe('申请人姓名或工会名称'),
    subject: line(200).optional().describe('申请人在本平台的账号'),
    phone: line(32).optional().describe('联系电话'),
    relation: line(100).optional().describe('与职工的关系，近亲属须填写'),
  })
  .meta({ id: 'InjuryApplicant' });

const EmployerBody = z
  .object({
    name: line(200).describe('用人单位名称'),
    uscc: uscc.optional().describe('统一社会信用代码，必填'),
    contact: line(100).optional().describe('联系人'),
    phone: line(32).optional().describe('联系电话'),
  })
  .meta({ id: 'InjuryEmployer' });

const EventBody = z
  .object({
    occurredAt: timestamp.optional().describe('事故发生时间；职业病不填'),
    firstDiagnosedAt: timestamp.optional().describe('首次诊断时间；突发疾病四十八小时由此起算'),
    diagnosedOn: day.optional().describe('职业病诊断、鉴定之日；事故可填伤情诊断之日'),
    diedAt: timestamp.optional().describe('死亡时间'),
    place: line(300).optional().describe('地点'),
    course: prose(5000).optional().describe('经过和原因'),
    injury: prose(2000).describe('受伤害部位、程度或疾病名称'),
    hospital: line(200).optional().describe('诊断机构'),
    hints: z
      .array(z.enum(EXCLUSION_HINTS))
      .max(3)
      .optional()
      .describe('第十六条情形的线索，仅供人社部门核查'),
  })
  .meta({ id: 'InjuryEvent' });

const fields = {
  applicantKind: z.enum(APPLICANT_KINDS).describe('申请人：用人单位、职工、近亲属、工会'),
  cause: z.enum(INJURY_CAUSES).describe('事故伤害或职业病'),
  legalHead: z.enum(LEGAL_HEADS).describe('申请所依据的第十四条、第十五条的项'),
  worker: WorkerBody,
  applicant: ApplicantBody.describe('申请人是近亲属或工会时必填'),
  employer: EmployerBody,
  event: EventBody,
  sensitiveConsent: z.boolean().describe('单独同意处理伤情等敏感个人信息（个人信息保护法第二十九条）'),
};

export const InjuryIntakeBody = z
  .object({
    ...fields,
    legalHead: fields.legalHead.optional(),
    applicant: fields.applicant.optional(),
    sensitiveConsent: fields.sensitiveConsent.optional(),
    appliedOn: day.optional().describe('申请书落款日期，默认今天'),
    delegated: z.boolean().optional().describe('受人社部门委托收件，收件即视为其收到；只能由窗口登记'),
    materials: z.array(MaterialBody).max(50).default([]).describe('已交材料（第十八条）'),
    caseId: z.uuid().optional().describe('由此调解案件引出'),
  })
  .meta({ id: 'InjuryIntake' });
export type InjuryIntakeBody = z.output<typeof InjuryIntakeBody>;

/** The account is kept where it is not given and the name stays; `null` takes it away. */
const account = line(200).nullable().optional().describe('账号；不填而姓名未变的保留，null 为去除');
const PatchedWorker = WorkerBody.extend({ subject: account }).meta({ id: 'InjuredWorkerPatch' });
const PatchedApplicant = ApplicantBody.extend({ subject: account }).meta({ id: 'InjuryApplicantPatch' });

/** A correction, before the transfer of anything; each member replaces the one it names. */
export const InjuryPatchBody = z
  .object({
    applicantKind: fields.applicantKind.optional(),
    cause: fields.cause.optional(),
    legalHead: fields.legalHead.nullable().optional(),
    worker: PatchedWorker.optional(),
    applicant: PatchedApplicant.nullable().optional(),
    employer: EmployerBody.optional(),
    event: EventBody.optional(),
    sensitiveConsent: fields.sensitiveConsent.optional(),
  })
  .meta({ id: 'InjuryPatch' });
export type InjuryPatchBody = z.output<typeof InjuryPatchBody>;

/** The members an intake and a correction have in common, as they will stand. */
export type Stated = Pick<
  InjuryIntakeBody,
  'applicantKind' | 'cause' | 'worker' | 'applicant' | 'employer' | 'event' | 'sensitiveConsent'
> & { legalHead?: LegalHead | undefined };
