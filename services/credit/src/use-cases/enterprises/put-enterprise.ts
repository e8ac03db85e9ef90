import type { Caller } from '@qinwu/domain/caller';
import { fieldRule } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { parseDivision } from '@qinwu/domain/industry';
import { localDateOf } from '@qinwu/domain/local-date';
import { parseUscc } from '@qinwu/domain/uscc';
import { StaleError } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Tx } from '@qinwu/platform/db/database';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import type { EnterpriseRow } from '../../store/enterprise-table.ts';
import { findOptionalEnterprise, insertEnterprise, saveEnterprise } from '../../store/enterprises.ts';
import { holdEntering, openInputs, saveIndustry } from '../../store/input-vectors.ts';
import { changeInputs } from '../inputs/change-inputs.ts';
import { countEarlier } from '../mirrors/count-mirrored.ts';

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
  { actor, now, traceparent }: Caller,
  { uscc: given, fields, ensureSeen }: EnterpriseEntry,
): Promise<{ row: EnterpriseRow; isNew: boolean }> {
  const uscc = parseUscc(given, '/uscc');
  ensureEnterprise(fields, now);
  const before = await findOptionalEnterprise(deps.db.orm, actor.park, uscc);
  ensureSeen(before);
  const { row, entry } = draftEnterprise(before, { uscc, fields }, { actor, now });
  try {
    await inTransaction(deps.db, async (tx) => {
      if (before === null) await holdEntering(tx, actor.park, 'entering');
      await writeEnterprise(deps, tx, { now, traceparent }, { before, row, entry });
      const of = { park: actor.park, usccs: [uscc] };
      if (before === null) await countEarlier(deps, tx, of, { now, traceparent });
    });
  } catch (error) {
    // Somebody entered it meanwhile: it is an entry the caller has not seen.
    if (constraintOf(error) === 'enterprise_uscc_key') throw new StaleError();
    throw error;
  }
  deps.log.info({ enterprise: row.id, version: row.version }, 'enterprise entered');
  return { row, isNew: before === null };
}

interface Written {
  readonly before: EnterpriseRow | null;
  readonly row: EnterpriseRow;
  readonly entry: LedgerEntry;
}

/** An enterprise as an entry makes it, with the entry of the ledger. */
export function draftEnterprise(
  before: EnterpriseRow | null,
  { uscc, fields }: { uscc: string; fields: EnterpriseFields },
  { actor, now }: Pick<Caller, 'actor' | 'now'>,
): Omit<Written, 'before'> {
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
  return { row, entry };
}

/** Writes an enterprise in the given transaction: the row, its inputs where they are others now, the ledger. */
export async function writeEnterprise(
  deps: Deps,
  tx: Tx,
  { now, traceparent }: Pick<Caller, 'now' | 'traceparent'>,
  { before, row, entry }: Written,
): Promise<void> {
  const { parkId: park, uscc, industry, active } = row;
  if (before === null) await insertEnterprise(tx, row);
  else if (!(await saveEnterprise(tx, row, before.version))) throw new StaleError();
  if (before === null) await openInputs(tx, park, uscc);
  await writeEntries(tx, [entry]);
  await changeInputs(deps, tx, { park, usccs: [uscc], now, traceparent }, async (knownAt) => {
    const isOther = before === null || before.industry !== industry;
    if (isOther || before.active !== active) {
      await saveIndustry(tx, park, { uscc, industry, active, knownAt: knownAt(uscc) });
    }
    // A new enterprise has no inputs yet: there is nothing to score.
    const changed = isOther && before !== null ? ['industry'] : [];
    return {
      answer: null,
      changed: new Map([[uscc, changed]]),
      industries: new Map([[uscc, industry]]),
    };
  });
}

/** Refuses an enterprise founded in days to come, or of a division there is not. */
export function ensureEnterprise(
  { foundedOn, industry }: Pick<EnterpriseFields, 'foundedOn' | 'industry'>,
  now: Date,
): void {
  if (foundedOn !== null && foundedOn > localDateOf(now)) throw foundedLater();
  if (industry !== null) parseDivision(industry, '/industry');
}

function foundedLater(): Error {
  return fieldRule('/foundedOn', 'date-in-future', {
    zh: '成立日期不能晚于今天',
    en: 'An enterprise is not founded after today',
  });
}
