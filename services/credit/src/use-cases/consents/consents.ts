import { type Actor, hasRole } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Page } from '@qinwu/domain/page';
import { retryStale } from '@qinwu/platform/db/commit';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { Deps } from '../../deps.ts';
import { findByCode } from '../../store/by-code.ts';
import { consentsOf } from '../../store/consents/consents.ts';
import { type ConsentRow, consent } from '../../store/consents/tables.ts';
import { bank } from '../../store/money/tables.ts';
import { findById, saveRecord } from '../../store/records.ts';
import { ensureHappened } from '../ensure-happened.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { attachTo, ownFiles } from '../inputs/own-files.ts';
import { searchRecords } from '../search-records.ts';
import { writeRecord } from '../write-record.ts';

export type NewConsent = Pick<
  ConsentRow,
  'uscc' | 'grantee' | 'scopes' | 'purpose' | 'validUntil' | 'document' | 'scan' | 'representativeConsentOn'
>;

const KIND = 'consent';

/** An enterprise lets somebody see its score, for a purpose and a time. Nobody grants it for another. */
export async function grantConsent<A>(
  deps: Deps,
  caller: Caller,
  given: NewConsent,
  present: Present<ConsentRow, A>,
): Promise<A> {
  const { actor, now } = caller;
  ensureOwn(actor, given.uscc);
  await getEnterprise(deps, actor, given.uscc);
  if (given.validUntil < localDateOf(now)) {
    throw fieldRule('/validUntil', 'date-past', { zh: '不能早于今天', en: 'Not before today' });
  }
  if (given.representativeConsentOn !== null) {
    ensureHappened(caller, '/representativeConsentOn', given.representativeConsentOn);
  }
  const grantee = await findByCode(deps.db.orm, bank, actor.park, given.grantee);
  if (grantee?.active !== true) {
    throw fieldRule('/grantee', 'bank-unknown', {
      zh: '没有登记这家机构',
      en: 'There is no such institution',
    });
  }
  if (grantee.kind === 'agency' && grantee.filingNumber === null) {
    throw fieldRule('/grantee', 'agency-not-filed', {
      zh: '该机构未登记备案编号',
      en: 'The agency has no filing number on record',
    });
  }
  const { filingNumber: granteeFilingNumber } = grantee;
  const id = newId();
  const [scan] = await ownFiles(deps, actor, given.scan === null ? [] : [given.scan], '/scan');
  return writeRecord<ConsentRow, A>(deps, caller, {
    kind: KIND,
    id,
    before: null,
    action: 'granted',
    change: { ...given, granteeFilingNumber, scan: scan ?? null },
    row: (head) => ({
      ...given,
      ...head,
      granteeFilingNumber,
      id,
      parkId: actor.park,
      grantedBy: actor.id,
      grantedAt: now,
      revokedAt: null,
      recordedAt: now,
    }),
    async save(tx, row) {
      const ids = scan === undefined ? [] : [scan.id];
      await attachTo(tx, { park: actor.park, ids, owner: { kind: 'consent', id } }, '/scan');
      return saveRecord(tx, consent, row, null);
    },
    present,
  });
}

/** Takes a consent back: no reading after this finds it. */
export async function revokeConsent<A>(
  deps: Deps,
  caller: Caller,
  id: string,
  present: Present<ConsentRow, A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const before = await findById(deps.db.orm, consent, actor.park, id);
    if (before === null || before.uscc !== actor.org) throw missing();
    if (before.revokedAt !== null) {
      throw refuse('conflict', 'consent-revoked', { zh: '授权已撤回', en: 'The consent was revoked before' });
    }
    return writeRecord<ConsentRow, A>(deps, caller, {
      kind: KIND,
      id,
      before,
      action: 'revoked',
      change: {},
      row: (head) => ({ ...before, ...head, revokedAt: now }),
      save: (tx, row) => saveRecord(tx, consent, row, before),
      present,
    });
  });
}

/** A page of an enterprise's consents, the newest first. */
export async function searchConsents(
  deps: Deps,
  actor: Actor,
  { uscc, limit, cursor }: { uscc: string; limit: number; cursor?: string | undefined },
): Promise<Page<ConsentRow>> {
  await getEnterprise(deps, actor, uscc);
  const filter = { list: 'consents', uscc };
  return searchRecords(deps, actor, consent, { limit, cursor, filter, where: consentsOf(uscc) });
}

function ensureOwn(actor: Actor, uscc: string): void {
  if (hasRole(actor, 'enterprise') && actor.org === uscc) return;
  throw refuse('forbidden', 'not-yours-to-grant', {
    zh: '授权只能由企业本身作出',
    en: 'Only the enterprise itself grants it',
  });
}

function missing(): Error {
  return refuse('missing', 'consent-missing', { zh: '没有这项授权', en: 'There is no such consent' });
}
