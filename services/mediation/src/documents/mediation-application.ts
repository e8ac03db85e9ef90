/** 调解申请书 (调解仲裁法 art. 12, 28): also the record of an oral application. */
import type { Block, DocumentModel, Signatory } from './document-model.ts';
import { type DocumentParty, partyBlock } from './party-block.ts';
import { rmbCapitals } from './rmb-capitals.ts';
import { addressed, numberedItems, numberedSections, paragraph, TEMPLATE_NOTE } from './sections.ts';
import { chineseDay, groupedYuan } from './wording.ts';

export interface ApplicationClaim {
  text: string;
  fen?: bigint;
}

export interface MediationApplicationInput {
  number: string;
  /** The mediation organisation applied to. */
  organisation: string;
  day: string;
  /** Who wrote down an oral application on the spot (art. 12); absent for a written one. */
  oralRecord?: { by: string; time: string };
  parties: readonly DocumentParty[];
  claims: readonly ApplicationClaim[];
  facts: string;
  evidence: readonly string[];
  signatures: readonly Signatory[];
}

export function mediationApplication(input: MediationApplicationInput): DocumentModel {
  const evidence = input.evidence.length === 0 ? [paragraph('未提交。')] : numberedItems(input.evidence);
  const oral =
    input.oralRecord === undefined
      ? []
      : [
          paragraph(
            `申请人于${chineseDay(input.day)}${input.oralRecord.time}口头申请，由${input.oralRecord.by}当场记录申请人基本情况、申请调解的争议事项、理由和时间，经申请人核对无误。`,
          ),
        ];
  return {
    title: '调解申请书',
    number: input.number,
    organisation: input.organisation,
    day: input.day,
    blocks: [
      ...input.parties.map(partyBlock),
      ...numberedSections([
        { title: '请求事项', blocks: claimsOf(input.claims) },
        { title: '事实和理由', blocks: [paragraph(input.facts)] },
        { title: '证据和证据来源', blocks: evidence },
      ]),
      ...oral,
      paragraph('此致'),
      addressed(input.organisation),
      { kind: 'signatures', signatories: input.signatures },
      paragraph(`申请日期：${chineseDay(input.day)}`),
      TEMPLATE_NOTE,
    ],
  };
}

function claimsOf(claims: readonly ApplicationClaim[]): Block[] {
  const total = claims.reduce((sum, claim) => sum + (claim.fen ?? 0n), 0n);
  return [
    {
      kind: 'table',
      columns: [
        { title: '序号', weight: 1, align: 'center' },
        { title: '请求', weight: 6 },
        { title: '金额（元）', weight: 2.4, align: 'right' },
      ],
      rows: claims.map(({ text, fen }, i) => [`${i + 1}`, text, fen === undefined ? '' : groupedYuan(fen)]),
      total: ['合计', total === 0n ? '' : rmbCapitals(total), groupedYuan(total)],
    },
  ];
}
