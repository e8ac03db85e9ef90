/** 移交函: a work-injury application handed to the social-insurance administration, which alone decides it. */
import { type ChecklistItem, checklistTable } from './checklist.ts';
import type { DocumentModel } from './document-model.ts';
import { addressed, type Issued, numberedSections, paragraph, sealOf, TEMPLATE_NOTE } from './sections.ts';
import { chineseDay } from './wording.ts';

export interface TransferLetterInput extends Issued {
  /** The social-insurance administration 社会保险行政部门. */
  recipient: string;
  applicant: string;
  /** 用人单位, 职工, 近亲属 or 工会组织 (工伤保险条例 art. 17). */
  applicantKind: string;
  worker: string;
  employer: string;
  accidentOn: string;
  /** Place, cause and part of the body hurt. */
  accident: string;
  receivedOn: string;
  /** Null where it is handed over before everything is there, to keep the limit of art. 17. */
  completeOn: string | null;
  materials: readonly ChecklistItem[];
  contact: { name: string; phone: string };
}

function completeness(completeOn: string | null): string {
  return completeOn === null
    ? '申请期限将届满，材料尚未齐全，先行移交'
    : `申请材料于${chineseDay(completeOn)}齐全`;
}

export function transferLetter(input: TransferLetterInput): DocumentModel {
  return {
    title: '工伤认定申请移交函',
    number: input.number,
    organisation: input.organisation,
    day: input.day,
    blocks: [
      addressed(input.recipient),
      paragraph(
        `本窗口于${chineseDay(input.receivedOn)}收到${input.applicant}提出的工伤认定申请，${completeness(input.completeOn)}，现依照《工伤保险条例》的规定移交贵单位办理。`,
      ),
      ...numberedSections([
        {
          title: '申请基本情况',
          blocks: [
            {
              kind: 'meta',
              lines: [
                { label: '申请人', value: `${input.applicant}（${input.applicantKind}）` },
                { label: '受伤害职工', value: input.worker },
                { label: '用人单位', value: input.employer },
                { label: '事故日期', value: chineseDay(input.accidentOn) },
                { label: '事故情况', value: input.accident },
              ],
            },
          ],
        },
        { title: '移交材料清单', blocks: [checklistTable(input.materials)] },
      ]),
      paragraph('请予接收并签回执；受理、认定结果请依法送达当事人，并请告知本窗口。'),
      paragraph(`联系人：${input.contact.name}，联系电话：${input.contact.phone}。`),
      TEMPLATE_NOTE,
      sealOf(input),
      { kind: 'heading', text: '回执' },
      paragraph('上列材料已收到。接收人：______________，接收日期：________年____月____日。'),
    ],
  };
}
