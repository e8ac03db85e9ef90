/** 一次性补正告知书: everything that is missing, in writing and once (工伤保险条例 art. 18). */
import type { DocumentModel } from './document-model.ts';
import { addressed, type Issued, numberedSections, paragraph, sealOf, TEMPLATE_NOTE } from './sections.ts';
import { chineseDay } from './wording.ts';

export interface MissingMaterial {
  name: string;
  /** What is wanted or wrong about it. */
  requirement: string;
}

export interface SupplementNoticeInput extends Issued {
  recipient: string;
  worker: string;
  receivedOn: string;
  missing: readonly MissingMaterial[];
  /** Where the window sets a day, without effect on the periods of the law. */
  supplementBy?: string;
  submitTo: string;
  contact: { name: string; phone: string };
}

export function supplementNotice(input: SupplementNoticeInput): DocumentModel {
  const by = input.supplementBy === undefined ? '' : `于${chineseDay(input.supplementBy)}前（含当日）`;
  return {
    title: '一次性补正告知书',
    number: input.number,
    organisation: input.organisation,
    day: input.day,
    blocks: [
      addressed(input.recipient),
      paragraph(
        `你（单位）于${chineseDay(input.receivedOn)}提交的关于${input.worker}的工伤认定申请收悉。经核对，申请材料不完整。依照《工伤保险条例》第十八条的规定，现一次性书面告知需要补正的全部材料。`,
      ),
      ...numberedSections([
        {
          title: '需要补正的全部材料',
          blocks: [
            {
              kind: 'table',
              columns: [
                { title: '序号', weight: 1, align: 'center' },
                { title: '材料名称', weight: 4 },
                { title: '补正要求', weight: 6 },
              ],
              rows: input.missing.map(({ name, requirement }, i) => [`${i + 1}`, name, requirement]),
            },
          ],
        },
        {
          title: '补正方式',
          blocks: [
            paragraph(
              `请${by}将上列材料提交至${input.submitTo}。按照本告知书要求补正材料后，社会保险行政部门应当受理。`,
            ),
            ...(input.supplementBy === undefined
              ? []
              : [paragraph('逾期未补正的，本窗口不予移交；在法定申请期限内，可以重新提出申请。')]),
            paragraph(
              '提出工伤认定申请的期限依照《工伤保险条例》第十七条计算：用人单位为事故伤害发生之日或者被诊断、鉴定为职业病之日起三十日内；用人单位未申请的，职工或者其近亲属、工会组织为一年内。',
            ),
          ],
        },
      ]),
      paragraph(`联系人：${input.contact.name}，联系电话：${input.contact.phone}。`),
      TEMPLATE_NOTE,
      sealOf(input),
    ],
  };
}
