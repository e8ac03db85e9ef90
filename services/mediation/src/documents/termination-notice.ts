/** 终止调解告知书: mediation ended without agreement, and the routes that are open (人民调解法 art. 26). */
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

export interface TerminationNoticeInput extends Issued {
  /** Under 调解仲裁法, under 人民调解法, or sent by a court. */
  kind: 'labour' | 'people' | 'court';
  recipients: readonly string[];
  matter: string;
  appliedOn: string;
  /** Day the mediation ended. */
  endedOn: string;
  reason: string;
  /** Routes beyond those of the law, such as legal aid or labour inspection, each a sentence. */
  routes: readonly string[];
}

const ROUTES = {
  labour: [
    '自劳动争议调解组织收到调解申请之日起十五日内未达成调解协议的，当事人可以依法向有管辖权的劳动争议仲裁委员会申请仲裁（《中华人民共和国劳动争议调解仲裁法》第十四条）。',
    '劳动争议申请仲裁的时效期间为一年，从当事人知道或者应当知道其权利被侵害之日起计算；劳动关系存续期间因拖欠劳动报酬发生争议的，劳动者申请仲裁不受此限制，但是劳动关系终止的，应当自终止之日起一年内提出（同法第二十七条）。',
    '对仲裁裁决不服的，可以依法向人民法院提起诉讼或者申请撤销裁决（同法第四十八条至第五十条）。',
  ],
  people: [
    '当事人可以依法通过仲裁、行政、司法等途径维护自己的权利（《中华人民共和国人民调解法》第二十六条）。',
    '当事人之间有仲裁协议的，可以依照约定向仲裁机构申请仲裁；没有仲裁协议的，可以依法向人民法院提起诉讼。',
    '依法应当由行政机关处理的事项，可以向有关行政机关提出。',
  ],
  court: ['本案由人民法院委派、委托调解，调解终止后由该人民法院依法继续处理。'],
} as const;

export function terminationNotice(input: TerminationNoticeInput): DocumentModel {
  return {
    title: '终止调解告知书',
    number: input.number,
    organisation: input.organisation,
    day: input.day,
    blocks: [
      addressed(input.recipients.join('、')),
      paragraph(
        `本组织于${chineseDay(input.appliedOn)}收到关于${input.matter}的调解申请。经调解，各方未能达成协议，本次调解于${chineseDay(input.endedOn)}终止。`,
      ),
      ...numberedSections([
        { title: '终止调解的原因', blocks: [paragraph(input.reason)] },
        { title: '维护权利的途径', blocks: numberedItems([...ROUTES[input.kind], ...input.routes]) },
      ]),
      paragraph('特此告知。'),
      TEMPLATE_NOTE,
      sealOf(input),
    ],
  };
}
