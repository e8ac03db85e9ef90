/** A case file 卷宗 as a court or an archive gets it: the only way on which minutes leave the service. */
import { formatYuan } from '@qinwu/domain/money';
import type {
  AgreementForm,
  Category,
  Mode,
  Organisation,
  Outcome,
  RecipientKind,
  Side,
  State,
} from '../vocabulary.ts';
import type { Party } from './case.ts';
import type { CaseContent } from './case-content.ts';

/** Of a case what its file says. */
export interface FiledCase {
  id: string;
  number: string;
  state: State;
  category: Category;
  labour: boolean;
  organisation: Organisation;
  mode: Mode | null;
  parties: readonly Party[];
  amountClaimed: bigint;
  amountAgreed: bigint | null;
  agreementForm: AgreementForm | null;
  agreementNumber: string | null;
  outcome: Outcome | null;
  receivedOn: string;
  acceptedAt: Date | null;
  startedAt: Date | null;
  agreedAt: Date | null;
  effectiveOn: string | null;
  concludedOn: string | null;
  performedOn: string | null;
  breachedOn: string | null;
  curedOn: string | null;
  archiveNumber: string | null;
}

/** An item of evidence that was exchanged. */
export interface FiledItem {
  id: string;
  side: Side;
  partyId: string;
  fileId: string;
  sha256: string;
  exchangedAt: Date | null;
  said: { title: string; purpose: string } | null;
}

/** One session with its minutes 笔录. */
export interface FiledMinutes {
  session: string;
  at: Date;
  minutes: string | null;
}

/** One session that was held, without what was said in it. */
export interface FiledSession {
  session: string;
  startsAt: Date;
  endsAt: Date;
  attendance: readonly { party: string; present: boolean }[];
}

/** What is known of a case beyond its own row. */
export interface FiledMore {
  id: string;
  /** Random: who knows all but the minutes finds them by no guess at the hash of the whole. */
  salt: string;
  madeAt: Date;
  madeBy: string;
  recipient: { kind: RecipientKind; name: string };
  legalBasis: string;
  content: CaseContent;
  /** Who mediated, as the roster names them. */
  mediators: readonly { name: string; organisation: string }[];
  sessions: readonly FiledSession[];
  evidence: readonly FiledItem[];
  /** The text of the agreement as it was entered, with its number and hash. */
  agreement: Record<string, unknown> | null;
  /** Null where they were not asked for. */
  minutes: readonly FiledMinutes[] | null;
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function caseOf(
  found: FiledCase,
  { title, facts, claims, closingNote }: CaseContent,
): Record<string, unknown> {
  return {
    id: found.id,
    number: found.number,
    state: found.state,
    category: found.category,
    labour: found.labour,
    organisation: found.organisation,
    mode: found.mode,
    title,
    facts,
    claims,
    amountClaimed: formatYuan(found.amountClaimed),
    receivedOn: found.receivedOn,
    acceptedAt: iso(found.acceptedAt),
    startedAt: iso(found.startedAt),
    concludedOn: found.concludedOn,
    outcome: found.outcome,
    closingNote,
    archiveNumber: found.archiveNumber,
  };
}

function agreementOf(found: FiledCase, text: FiledMore['agreement']): Record<string, unknown> | null {
  if (found.agreementForm === null) return null;
  return {
    form: found.agreementForm,
    number: found.agreementNumber,
    amountAgreed: found.amountAgreed === null ? null : formatYuan(found.amountAgreed),
    agreedAt: iso(found.agreedAt),
    effectiveOn: found.effectiveOn,
    performedOn: found.performedOn,
    breachedOn: found.breachedOn,
    curedOn: found.curedOn,
    text,
  };
}

/** Who serves papers or keeps the record needs every address; one that its party had sealed reaches nobody else. */
const ADDRESSES_FOR: readonly RecipientKind[] = ['court', 'archive'];

function partyOf(
  { id, side, kind, uscc, consent, addressSealed }: Party,
  { content, recipient }: FiledMore,
): Record<string, unknown> {
  const isKept = addressSealed && !ADDRESSES_FOR.includes(recipient.kind);
  const said = content.parties[id];
  return { id, side, kind, uscc, consent, ...said, ...(isKept ? { address: null } : {}), addressSealed };
}

/** The items of evidence that a file names, as it was made. */
export function itemsIn(text: string): string[] {
  const { evidence }: { evidence: readonly { id: string }[] } = JSON.parse(text);
  return evidence.map(({ id }) => id);
}

/** The whole file; offers, private rooms and evidence that was held back or sealed are no part of it. */
export function caseFileContent(found: FiledCase, more: FiledMore): Record<string, unknown> {
  const { content, mediators, sessions, evidence, minutes } = more;
  return {
    caseFile: more.id,
    salt: more.salt,
    madeAt: more.madeAt.toISOString(),
    madeBy: more.madeBy,
    recipient: more.recipient,
    legalBasis: more.legalBasis,
    case: caseOf(found, content),
    parties: found.parties.map((party) => partyOf(party, more)),
    mediators,
    sessions: sessions.map((each) => ({
      ...each,
      startsAt: each.startsAt.toISOString(),
      endsAt: each.endsAt.toISOString(),
    })),
    evidence: evidence.map((item) => ({
      id: item.id,
      side: item.side,
      party: item.partyId,
      title: item.said?.title ?? null,
      purpose: item.said?.purpose ?? null,
      file: { id: item.fileId, sha256: item.sha256 },
      exchangedAt: iso(item.exchangedAt),
    })),
    agreement: agreementOf(found, more.agreement),
    minutes: minutes === null ? null : minutes.map((each) => ({ ...each, at: each.at.toISOString() })),
  };
}
