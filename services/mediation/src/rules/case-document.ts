/** Documents made of a case itself: its application, and the notices of how it ended without agreement. */
import { refuse } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import { parseYuan } from '@qinwu/domain/money';
import type { DocumentModel } from '../documents/document-model.ts';
import { mediationApplication } from '../documents/mediation-application.ts';
import { refusalNotice } from '../documents/refusal-notice.ts';
import { terminationNotice } from '../documents/termination-notice.ts';
import { chineseTime } from '../documents/wording.ts';
import type { Channel, NotAcceptedCode, Organisation, PartyKind, Side, State } from '../vocabulary.ts';
import type { CaseContent } from './case-content.ts';
import { documentParty, ROLES } from './document-party.ts';
import { lifecycle } from './lifecycle.ts';

export const CASE_DOCUMENTS = ['application', 'refusal-notice', 'termination-notice'] as const;
export type CaseDocument = (typeof CASE_DOCUMENTS)[number];

/** The case as its documents see it. */
export interface DocumentedCase {
  number: string;
  state: State;
  labour: boolean;
  channel: Channel;
  oral: boolean;
  organisation: Organisation;
  outcome: string | null;
  notAcceptedCode: NotAcceptedCode | null;
  receivedOn: LocalDate;
  registeredAt: Date;
  filedBy: string;
  concludedOn: LocalDate | null;
  parties: readonly {
    id: string;
    side: Side;
    kind: PartyKind;
    uscc: string | null;
    addressSealed: boolean;
  }[];
}

const ORGANISATION_NAMES: Record<Organisation, string> = {
  'enterprise-committee': '企业劳动争议调解委员会',
  'people-mediation': '人民调解委员会',
  township: '乡镇（街道）调解组织',
  window: '涉企纠纷综合窗口',
};

const REASONS: Record<NotAcceptedCode, string> = {
  'not-mediable': '申请事项依法不适用调解。',
  'outside-jurisdiction': '申请事项不属于本调解组织的受理范围。',
  'already-decided': '申请事项已有生效的裁决、判决或者调解书。',
  'in-arbitration-or-court': '申请事项已由仲裁机构或者人民法院受理。',
  'materials-missing': '申请材料不齐，告知后未补正。',
  other: '申请不符合受理条件。',
};

const ROUTES = {
  labour: ['可以依法向有管辖权的劳动争议仲裁委员会申请仲裁。', '可以向劳动保障监察机构投诉。'],
  people: ['可以依法通过仲裁、行政、司法等途径维护权利。'],
  court: ['由委派、委托调解的人民法院依法继续处理。'],
} as const;

/** Ends of a case that the notice of termination tells of. */
const TERMINATIONS: Readonly<Record<string, string>> = {
  failed: '各方未能达成调解协议。',
  refused: '一方当事人明确拒绝调解。',
  'timed-out': '调解期限届满，未达成调解协议。',
  withdrawn: '申请人撤回申请。',
};

/** Who wrote an oral application down, and when (调解仲裁法 art. 12). */
function recorded({ filedBy, registeredAt }: DocumentedCase, organisation: string) {
  return { by: `${organisation}工作人员（账号${filedBy}）`, time: chineseTime(registeredAt) };
}

/** What a court sent goes back there, a labour dispute too. */
function kindOf({ labour, channel }: DocumentedCase): 'labour' | 'people' | 'court' {
  if (channel === 'court') return 'court';
  return labour ? 'labour' : 'people';
}

function application(
  found: DocumentedCase,
  content: CaseContent,
  evidence: readonly string[],
): DocumentModel {
  const organisation = ORGANISATION_NAMES[found.organisation];
  return mediationApplication({
    number: found.number,
    organisation,
    day: found.receivedOn,
    ...(found.oral ? { oralRecord: recorded(found, organisation) } : {}),
    parties: found.parties.map((party) => documentParty(party, content.parties[party.id])),
    claims: content.claims.map(({ type, amount, note }) => ({
      text: note === null ? type : `${type}（${note}）`,
      fen: parseYuan(amount),
    })),
    facts: content.facts,
    evidence,
    signatures: found.parties
      .filter(({ side }) => side === 'applicant')
      .map(({ id }) => ({ role: ROLES.applicant, name: content.parties[id]?.name ?? '' })),
  });
}

function namesOf(found: DocumentedCase, content: CaseContent, of: (side: Side) => boolean): string[] {
  return found.parties.filter(({ side }) => of(side)).map(({ id }) => content.parties[id]?.name ?? '');
}

function issued(found: DocumentedCase) {
  return {
    number: found.number,
    organisation: ORGANISATION_NAMES[found.organisation],
    day: found.concludedOn ?? found.receivedOn,
  };
}

function refusal(found: DocumentedCase, content: CaseContent): DocumentModel {
  if (found.outcome !== 'not-accepted') throw notThere(found.state);
  const said = content.closingNote === null ? '' : `\n${content.closingNote}`;
  return refusalNotice({
    ...issued(found),
    recipient: namesOf(found, content, (side) => side === 'applicant').join('、'),
    appliedOn: found.receivedOn,
    matter: `“${content.title}”`,
    reason: `${REASONS[found.notAcceptedCode ?? 'other']}${said}`,
    routes: ROUTES[kindOf(found)],
  });
}

function termination(found: DocumentedCase, content: CaseContent): DocumentModel {
  const reason = TERMINATIONS[found.outcome ?? ''];
  if (reason === undefined || found.concludedOn === null) throw notThere(found.state);
  return terminationNotice({
    ...issued(found),
    kind: kindOf(found),
    recipients: namesOf(found, content, () => true),
    matter: `“${content.title}”`,
    appliedOn: found.receivedOn,
    endedOn: found.concludedOn,
    reason,
    routes: [],
  });
}

function notThere(state: State): Error {
  return refuse('conflict', 'document-not-there', {
    zh: `案件为“${lifecycle.labelOf(state).zh}”，没有该文书`,
    en: 'The case did not end in a way this document tells of',
  });
}

/** The document of a case, with what evidence there is; refuses a notice of what did not happen. */
export function caseDocument(
  document: CaseDocument,
  found: DocumentedCase,
  content: CaseContent,
  evidence: readonly string[],
): DocumentModel {
  if (document === 'application') return application(found, content, evidence);
  return document === 'refusal-notice' ? refusal(found, content) : termination(found, content);
}
