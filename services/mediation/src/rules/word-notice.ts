/** What a party is told of a word that the staff recorded for it, so that it can object where it never said so. */
import type { Text } from '@qinwu/domain/errors';
import type { SpokenHow } from '../vocabulary.ts';
import type { NoticeContent } from './notice-text.ts';
import type { RecordedWord } from './recorded-word.ts';

/** The acts that the staff records for a party, as the ledger names them. */
const ACTS = {
  consent: { zh: '同意调解', en: 'consent to the mediation' },
  refuse: { zh: '拒绝调解', en: 'refusal of the mediation' },
  withdraw: { zh: '撤回申请', en: 'withdrawal of the application' },
  extend: { zh: '同意延长调解期限', en: 'consent to a longer term of the mediation' },
  'offer-made': { zh: '提出方案', en: 'an offer' },
  'offer-accept': { zh: '接受对方方案', en: "acceptance of the other side's offer" },
  'offer-reject': { zh: '拒绝对方方案', en: "rejection of the other side's offer" },
  'offer-withdraw': { zh: '撤回方案', en: 'withdrawal of an offer' },
  'offer-release': { zh: '公开方案', en: 'release of a confidential offer' },
  'evidence-exchange': { zh: '向对方出示证据', en: 'exchange of evidence' },
  'evidence-withdraw': { zh: '撤回证据', en: 'withdrawal of evidence' },
  'mediators-chosen': { zh: '选择调解员', en: 'choice of mediators' },
  'mediator-choice-withdrawn': { zh: '撤回对调解员的选择', en: 'withdrawal of a choice of mediators' },
  'mediator-objected': { zh: '对调解员提出异议', en: 'objection to a mediator' },
  'agreement-confirmed': { zh: '确认协议文本', en: "confirmation of the agreement's text" },
  'agreement-signed': { zh: '签署协议', en: 'signature under the agreement' },
  'sensitive-consent-given': { zh: '同意处理敏感个人信息', en: 'consent to the use of sensitive data' },
  'sensitive-consent-withdrawn': {
    zh: '撤回处理敏感个人信息的同意',
    en: 'withdrawal of the consent to the use of sensitive data',
  },
} as const satisfies Record<string, Text>;
export type WordAct = keyof typeof ACTS;

const HOWS: Record<SpokenHow, Text> = {
  'in-person': { zh: '当面口头', en: 'in person' },
  phone: { zh: '电话', en: 'by telephone' },
  message: { zh: '消息', en: 'by message' },
};

function waysOf({ scan, session, spoken, referral }: RecordedWord): Text[] {
  const ways: Text[] = [];
  if (referral === true) ways.push({ zh: '诉求转调解时的同意', en: 'when the grievance was referred' });
  if (spoken !== undefined) {
    const { zh, en } = HOWS[spoken.how];
    ways.push({ zh: `${zh}（${spoken.on}）`, en: `${en} on ${spoken.on}` });
  }
  if (scan !== undefined) ways.push({ zh: '签名的书面材料', en: 'in a signed paper' });
  if (session !== undefined) ways.push({ zh: '到场的会议', en: 'in a session' });
  return ways;
}

/** The notice to the party whose word it is; the other side gets none. */
export function wordNotice(act: WordAct, made: RecordedWord, number: string): NoticeContent {
  const { zh, en } = ACTS[act];
  const ways = waysOf(made);
  const who =
    made.by === 'party' ? { zh: '您方', en: 'you' } : { zh: '您方代理人', en: 'who stands for you' };
  return {
    title: { zh: '代为记录意思表示通知', en: 'The staff recorded a word of yours' },
    text: {
      zh: `案号 ${number}：工作人员为您方记录了：${zh}。由${who.zh}作出，方式：${ways.map((way) => way.zh).join('、')}。如不属实，请即告知窗口或调解员。`,
      en: `Case ${number}: the staff recorded for you: ${en}, given by ${who.en} ${ways.map((way) => way.en).join(', ')}. If this is not so, tell the window or the mediator at once.`,
    },
  };
}
