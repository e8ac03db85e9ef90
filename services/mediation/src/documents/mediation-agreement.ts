/** 调解协议书 (调解仲裁法 art. 14; 人民调解法 art. 28, 29). */
import { fieldRule } from '@qinwu/domain/errors';
import type { Block, DocumentModel, Signatory } from './document-model.ts';
import { type DocumentParty, partyBlock } from './party-block.ts';
import { rmbCapitals } from './rmb-capitals.ts';
import {
  type Issued,
  numberedItems,
  numberedSections,
  paragraph,
  sealOf,
  TEMPLATE_NOTE,
} from './sections.ts';
import { chineseDay, groupedYuan, yuan } from './wording.ts';

export interface Instalment {
  day: string;
  fen: bigint;
  note?: string;
}

export interface MediationAgreementInput extends Issued {
  /** Under 调解仲裁法, or under 人民调解法. */
  kind: 'labour' | 'people';
  /** About pay, injury medical cost, severance or damages: these open the way of art. 16. */
  payment: boolean;
  appliedOn?: string;
  parties: readonly DocumentParty[];
  facts: string;
  issues: string;
  responsibility: string;
  terms: readonly string[];
  claimedFen?: bigint;
  agreedFen?: bigint;
  /** In their order; their sum is the amount agreed. */
  instalments: readonly Instalment[];
  /** 履行方式: by transfer, in cash, by deed. */
  manner: string;
  /** Last day of performance 履行期限. */
  performBy: string;
  mediators: readonly string[];
  signatures: readonly Signatory[];
}

const EFFECT = {
  labour: [
    '本协议书由双方当事人签名或者盖章，经调解员签名并加盖调解组织印章后生效，对双方当事人具有约束力，当事人应当履行（《中华人民共和国劳动争议调解仲裁法》第十四条）。',
    '一方当事人在协议约定期限内不履行本协议的，另一方当事人可以依法申请仲裁（同法第十五条）。',
  ],
  people: [
    '本协议书经各方当事人签名、盖章或者按指印，并由调解员签名、加盖调解组织印章后生效。',
    '当事人应当按照约定履行本协议，调解组织监督协议的履行（《中华人民共和国人民调解法》第三十一条）。',
    '因本协议的履行或者内容发生争议的，当事人可以依法向人民法院提起诉讼。',
    '双方可以自本协议生效之日起三十日内共同向人民法院申请司法确认（同法第三十三条）；裁定有效的，可以依法申请执行（《中华人民共和国民事诉讼法》第二百零五条、第二百零六条）。',
  ],
} as const;

const PAYMENT_ORDER =
  '因支付拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金事项达成的本协议，用人单位在协议约定期限内不履行的，劳动者可以持本协议书依法向人民法院申请支付令（同法第十六条）。';

export function mediationAgreement(input: MediationAgreementInput): DocumentModel {
  refuseWrongSum(input);
  const effect = [
    ...EFFECT[input.kind],
    ...(input.kind === 'labour' && input.payment ? [PAYMENT_ORDER] : []),
  ];
  const copies = `本协议书一式${input.parties.length + 1}份，当事人各执一份，调解组织留存一份。`;
  return {
    title: '调解协议书',
    number: input.number,
    organisation: input.organisation,
    day: input.day,
    blocks: [
      ...input.parties.map(partyBlock),
      paragraph(opening(input)),
      ...numberedSections([
        { title: '纠纷的主要事实', blocks: [paragraph(input.facts)] },
        { title: '争议事项', blocks: [paragraph(input.issues)] },
        { title: '各方当事人的责任', blocks: [paragraph(input.responsibility)] },
        { title: '协议内容', blocks: [...numberedItems(input.terms), ...amounts(input)] },
        {
          title: '履行的方式和期限',
          blocks: [
            paragraph(`${input.manner}\n履行期限至${chineseDay(input.performBy)}止。`),
            ...schedule(input),
          ],
        },
        { title: '协议的效力和救济', blocks: [...numberedItems(effect), paragraph(copies), TEMPLATE_NOTE] },
      ]),
      { kind: 'signatures', signatories: input.signatures },
      sealOf(input),
    ],
  };
}

function opening({ appliedOn, organisation, mediators }: MediationAgreementInput): string {
  const since = appliedOn === undefined ? '' : `${organisation}于${chineseDay(appliedOn)}收到调解申请。`;
  return `${since}经调解员${mediators.join('、')}主持调解，各方当事人自愿达成如下协议。`;
}

function amounts({ claimedFen, agreedFen }: MediationAgreementInput): Block[] {
  const claimed = claimedFen === undefined ? [] : [`请求金额：${inFull(claimedFen)}。`];
  const agreed = agreedFen === undefined ? [] : [`协议金额：${inFull(agreedFen)}。`];
  return [...claimed, ...agreed].map(paragraph);
}

function inFull(fen: bigint): string {
  return `${yuan(fen)}（大写：${rmbCapitals(fen)}）`;
}

function schedule({ instalments }: MediationAgreementInput): Block[] {
  if (instalments.length === 0) return [];
  const sum = instalments.reduce((total, one) => total + one.fen, 0n);
  return [
    {
      kind: 'table',
      columns: [
        { title: '期次', weight: 1, align: 'center' },
        { title: '履行日期', weight: 2.4, align: 'center' },
        { title: '金额（元）', weight: 2.4, align: 'right' },
        { title: '备注', weight: 3 },
      ],
      rows: instalments.map(({ day, fen, note }, i) => [
        `${i + 1}`,
        chineseDay(day),
        groupedYuan(fen),
        note ?? '',
      ]),
      total: ['合计', '', groupedYuan(sum), rmbCapitals(sum)],
    },
  ];
}

/** A signed document may not contradict itself. */
function refuseWrongSum({ agreedFen, instalments }: MediationAgreementInput): void {
  const sum = instalments.reduce((total, one) => total + one.fen, 0n);
  if (instalments.length === 0 || sum === agreedFen) return;
  throw fieldRule('/instalments', 'instalments-sum', {
    zh: '各期金额之和须等于协议金额',
    en: 'the instalments must add up to the agreed amount',
  });
}
