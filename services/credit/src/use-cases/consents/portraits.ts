import type { Actor } from '@qinwu/domain/actor';
import { type DomainError, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { addDays, type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { Deps } from '../../deps.ts';
import type { ConsentScope, Purpose } from '../../money-words.ts';
import { decideReading, type Refusal } from '../../rules/consents/decide-reading.ts';
import { spanOf } from '../../rules/documents/decide-document.ts';
import { covers } from '../../rules/inputs/input-vector.ts';
import { type LineBalance, lineBalance } from '../../rules/money/line-balance.ts';
import { findDelivery, holdConsents, insertRead, listReads } from '../../store/consents/consents.ts';
import type { ConsentRow, PortraitReadRow } from '../../store/consents/tables.ts';
import type { DocumentRow } from '../../store/documents/document-table.ts';
import { listStandingDocuments } from '../../store/documents/documents.ts';
import type { TitleRow } from '../../store/mirrors/tables.ts';
import { listBanksOf } from '../../store/money/banks.ts';
import { listApprovedLines, listReports } from '../../store/money/lines.ts';
import type { LineRow } from '../../store/money/tables.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { titlesInForce } from '../mirrors/titles-in-force.ts';
import type { EnterpriseScore } from '../scores/score-enterprise.ts';
import { attemptScore } from './attempt-score.ts';

/** What is shown of an enterprise, as far as its consent goes. */
export interface Portrait {
  readonly uscc: string;
  readonly consent: ConsentRow;
  readonly scored: EnterpriseScore;
  /** Titles in force. */
  readonly titles: readonly TitleRow[];
  /** Standing lines with what was reported of them; null where the consent leaves them out. */
  readonly lines: readonly PortraitLine[] | null;
  /** Documents in effect against it; null where the consent leaves out what the score is made of. */
  readonly documents: readonly DocumentRow[] | null;
  readonly validUntil: string;
}

export interface PortraitLine {
  readonly line: LineRow;
  readonly balance: LineBalance;
  /** Something its bank reported does not fit the line. */
  readonly hasDiscrepancy: boolean;
}

/** A portrait tells of today; a month later it is old news. */
const VALID_DAYS = 30;

export interface PortraitQuery {
  uscc: string;
  scheme: string;
  purpose: Purpose;
}

/**
 * The portrait of an enterprise for somebody it consented to. Whether it is given or refused, the reading is written down
 * first: what was seen is in the log, and so is who tried. The score is worked out before, so that the log does not say
 * `given` where there was nothing to give; without a consent nobody sees it.
 */
export async function readPortrait(
  deps: Deps,
  { actor, now }: { actor: Actor; now: Date },
  { uscc, scheme, purpose }: PortraitQuery,
): Promise<Portrait> {
  const today = localDateOf(now);
  const { park } = actor;
  const banks = actor.org === null ? [] : await listBanksOf(deps.db, park, actor.org);
  // The consent is what it may see; the bank itself sees no enterprise.
  const consented: Actor = { ...actor, roles: ['client'] };
  const { score, fault } = await attemptScore(deps, { actor: consented, now }, { uscc, scheme });
  const decided = await inTransaction(deps.db, async (tx) => {
    const { mode = 'own-passport' } = (await findDelivery(tx, park)) ?? {};
    const grantees = banks.map(({ code }) => code);
    const consents = await holdConsents(tx, { park, uscc, grantees });
    const decision = decideReading({ mode, kinds: banks.map(({ kind }) => kind), purpose, today, consents });
    const consentId = 'consent' in decision ? decision.consent.id : null;
    const outcome = 'refusal' in decision ? decision.refusal : score === null ? 'not-scored' : 'given';
    const grantee = 'consent' in decision ? decision.consent.grantee : (grantees[0] ?? null);
    await insertRead(tx, {
      id: newId(),
      parkId: park,
      uscc,
      reader: actor.id,
      grantee,
      purpose,
      outcome,
      consentId,
    });
    return decision;
  });
  if ('refusal' in decided) throw refused(decided.refusal);
  if (score === null) throw fault;
  const { consent } = decided;
  const titles = await titlesInForce(deps, { actor, now }, uscc);
  const lines = sees(consent, 'lines') ? await linesOf(deps, park, uscc) : null;
  const documents = sees(consent, 'explanation') ? await documentsInEffect(deps, park, uscc, today) : null;
  const [validUntil = today] = [addDays(today, VALID_DAYS), consent.validUntil].toSorted();
  return { uscc, consent, scored: score, titles, lines, documents, validUntil };
}

/** Whether a consent lets its reader see something. */
export function sees({ scopes }: Pick<ConsentRow, 'scopes'>, scope: ConsentScope): boolean {
  return scopes.includes(scope);
}

async function linesOf({ db }: Deps, park: string, uscc: string): Promise<PortraitLine[]> {
  const standing = await listApprovedLines(db, park, uscc);
  return Promise.all(
    standing.map(async (line) => {
      const reports = await listReports(db.orm, line.id);
      const hasDiscrepancy = reports.some(({ discrepancy }) => discrepancy !== null);
      return { line, balance: lineBalance(reports), hasDiscrepancy };
    }),
  );
}

async function documentsInEffect(
  { db }: Deps,
  park: string,
  uscc: string,
  today: LocalDate,
): Promise<DocumentRow[]> {
  const standing = await listStandingDocuments(db.orm, { park, usccs: [uscc], knownOn: null });
  return standing.filter((document) => {
    const span = spanOf(document);
    return span !== null && covers(span, today);
  });
}

const REFUSALS: Readonly<Record<Refusal, { zh: string; en: string }>> = {
  'delivery-off': {
    zh: '园区未开放该渠道：由企业自行出示签名的积分凭证，或由已备案的机构查询',
    en: 'The park does not hand scores on this way: ask the enterprise for its signed passport',
  },
  'reader-unknown': { zh: '园区没有登记该机构', en: 'The park knows no such institution' },
  'consent-missing': { zh: '企业没有授权', en: 'The enterprise has not consented' },
  'consent-revoked': { zh: '企业已撤回授权', en: 'The enterprise has revoked its consent' },
  'consent-expired': { zh: '企业的授权已到期', en: 'The consent of the enterprise has expired' },
  'purpose-not-consented': {
    zh: '企业未授权用于此目的',
    en: 'The enterprise has not consented to this purpose',
  },
};

function refused(refusal: Refusal): DomainError {
  return refuse('forbidden', refusal, REFUSALS[refusal]);
}

/** A page of who looked at an enterprise, the last first; for the enterprise and the park. */
export async function searchReads(
  deps: Deps,
  actor: Actor,
  { uscc, limit, cursor }: { uscc: string; limit: number; cursor?: string | undefined },
): Promise<Page<PortraitReadRow>> {
  await getEnterprise(deps, actor, uscc);
  const filter = { list: 'portrait-reads', uscc };
  const [after = null] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['id']);
  const rows = await listReads(deps.db, {
    park: actor.park,
    uscc,
    after: after === null ? null : String(after),
    limit: limit + 1,
  });
  return cutPage(rows, limit, (last) => encodeCursor([last.id], filter));
}
