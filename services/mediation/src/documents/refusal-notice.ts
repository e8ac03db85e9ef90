/** 不予受理告知书: why an application is not taken up, and where else to go. */
import type { DocumentModel } from './document-model.ts';
import {
  addressed,
  type Issued,
  numberedItems,
  numberedSections,
  paragraph,
  sealOf,
  TEMPLATE_NOTE,
} from './sections.ts';
import { chineseDay } from './wording.ts';

export interface RefusalNoticeInput extends Issued {
  recipient: string;
  appliedOn: string;
  /** What was applied for. */
  matter: string;
  reason: string;
  /** The provision it rests on. */
  basis?: string;
  /** Other routes, each a sentence with the body that is competent. */
  routes: readonly string[];
}

export function refusalNotice(input: RefusalNoticeInput): DocumentModel {
  const basis = input.basis === undefined ? [] : [paragraph(`依据：${input.basis}`)];
  return {
    title: '不予受理告知书',
    number: input.number,
    organisation: input.organisation,
    day: input.day,
    blocks: [
      addressed(input.recipient),
      paragraph(
        `你（单位）于${chineseDay(input.appliedOn)}就${input.matter}提出的调解申请收悉。经审查，本组织决定不予受理。`,
      ),
      ...numberedSections([
        { title: '不予受理的理由', blocks: [paragraph(input.reason), ...basis] },
        { title: '其他救济途径', blocks: numberedItems(input.routes) },
      ]),
      paragraph('申请仲裁和提起诉讼有时效限制，请及时行使权利。'),
      paragraph('特此告知。'),
      TEMPLATE_NOTE,
      sealOf(input),
    ],
  };
}
