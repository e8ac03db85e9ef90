import { fieldRule } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { parseUscc } from '@qinwu/domain/uscc';
import { commit, StaleError } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../../deps.ts';
import type { EnterpriseRow } from '../../store/enterprise-table.ts';
import { findOptionalEnterprise, insertEnterprise, saveEnterprise } from '../../store/enterprises.ts';
import type { Caller } from '../caller.ts';

export type EnterpriseFields = Pick<EnterpriseRow, 'name' | 'industry' | 'foundedOn' | 'active'>;

export interface EnterpriseEntry {
  uscc: string;
  fields: EnterpriseFields;
  /** Refuses where the caller has not seen the entry as it stands. */
  ensureSeen(before: EnterpriseRow | null): void;
}

/** Enters an enterprise, or replaces what stands of it. */
export async function putEnterprise(
  deps: Deps,
  { actor, now }: Caller,
  { uscc: given, fields, ensureSeen }: EnterpriseEntry,
): Promise<{ row: EnterpriseRow; isNew: boolean }> {
  const uscc = parseUscc(given, '/uscc');
  if (fields.foundedOn !== null && fields.foundedOn > localDateOf(now)) throw foundedLater();
  const before = await findOptionalEnterprise(deps.db, actor.park, uscc);
  ensureSeen(before);
  const id = before?.id ?? newId();
  const entry = makeEntry(
    {
      park: actor.park,
      caseKind: 'enterprise',
      caseId: id,
      at: now,
      actor: actor.id,
      action: before === null ? 'entered' : 'changed',
      change: { uscc, ...fields },
    },
    before === null ? null : { seq: before.version, hash: before.ledgerHash },
  );
  const row: EnterpriseRow = {
    ...fields,
    id,
    parkId: actor.park,
    uscc,
    version: entry.seq,
    ledgerHash: entry.hash,
    recordedAt: before?.recordedAt ?? now,
  };
  const statement = before === null ? insertEnterprise : saveEnterprise;
  const values = { ...row, expectedVersion: before?.version ?? 0 };
  try {
    await commit(deps.db, { statement, values, entry, events: [] });
  } catch (error) {
    // Somebody entered it meanwhile: it is an entry the caller has not seen.
    if (constraintOf(error) === 'enterprise_uscc_key') throw new StaleError();
    throw error;
  }
  deps.log.info({ enterprise: id, version: row.version }, 'enterprise entered');
  return { row, isNew: before === null };
}

function foundedLater(): Error {
  return fieldRule('/foundedOn', 'date-in-future', {
    zh: '成立日期不能晚于今天',
    en: 'An enterprise is not founded after today',
  });
}
