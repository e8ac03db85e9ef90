import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Tx } from '@qinwu/platform/db/database';
import { keepAnswer, type Present } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { decideEntry, type ValueEntry } from '../../rules/inputs/decide-entry.ts';
import { givesWay } from '../../rules/inputs/taken-days.ts';
import { attachOwn, type EvidenceFile } from '../../store/evidence-files.ts';
import type { NewValueRow } from '../../store/value-table.ts';
import { insertVersions, supersedeVersions } from '../../store/value-writes.ts';
import { findOverlapping } from '../../store/values.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { changeInputs } from './change-inputs.ts';
import { filesUnusable, ownFiles } from './own-files.ts';
import { succeededVersion } from './succeed-value.ts';

export interface NewValue extends ValueEntry {
  sourceRef: string | null;
  note: string | null;
  /** Files that prove it: the caller's own, belonging to nothing else. */
  evidence: readonly string[];
}

/** Enters a value of an indicator: verified where an outside source states it, declared where the enterprise does. */
export async function enterValue<A>(
  deps: Deps,
  { actor, now, traceparent }: Caller,
  value: NewValue,
  present: Present<NewValueRow, A>,
): Promise<A> {
  await getEnterprise(deps, actor, value.uscc);
  const files = await ownFiles(deps, actor, value.evidence, '/evidence');
  const of = { park: actor.park, usccs: [value.uscc], now, traceparent };
  try {
    const { shown, row } = await inTransaction(deps.db, (tx) =>
      changeInputs(deps, tx, of, async (knownAt, catalogue) => {
        const { row, entry } = draftValue(value, { actor, now, catalogue }, files);
        const { answer, kept } = present(row);
        const { parkId: park, evidence: ids, seriesId: id, uscc, code } = row;
        const owner = { kind: 'value', id } as const;
        if (!(await attachOwn(tx, { park, ids, owner }))) throw filesUnusable('/evidence');
        const ended = await endEarlier(tx, row, { actor, now, knownAt: knownAt(uscc) });
        await insertVersions(tx, [{ ...row, knownAt: knownAt(uscc) }]);
        await writeEntries(tx, [entry]);
        if (kept !== undefined) await keepAnswer(tx, kept);
        const counts = row.state === 'VERIFIED' || ended?.state === 'VERIFIED';
        const changed = new Map([[uscc, counts ? [code] : []]]);
        return { answer: { shown: answer, row }, changed };
      }),
    );
    deps.log.info({ value: row.seriesId, code: row.code, state: row.state }, 'indicator value entered');
    return shown;
  } catch (error) {
    if (constraintOf(error) === 'indicator_value_no_overlap') throw await daysTaken(deps, actor.park, value);
    throw error;
  }
}

/** Ends the value of the same source that counts until the next one, where this one is it; returns what it ended. */
async function endEarlier(
  tx: Tx,
  later: NewValueRow,
  { actor, now, knownAt }: Pick<Caller, 'actor' | 'now'> & { knownAt: Date },
): Promise<NewValueRow | null> {
  const before = await findOverlapping(tx, later);
  if (before === null || !givesWay(before, later)) return null;
  const { row, entry } = succeededVersion(before, later, { actor, now });
  await supersedeVersions(tx, [{ ...before, at: knownAt }]);
  await insertVersions(tx, [{ ...row, knownAt }]);
  await writeEntries(tx, [entry]);
  return row;
}

/** The first version of a value, with its entry in the ledger; refuses what is wrong in it by the park's catalogue. */
export function draftValue(
  value: NewValue,
  { actor, now, catalogue }: Pick<Caller, 'actor' | 'now'> & { catalogue: ParkCatalogue },
  files: readonly EvidenceFile[] = [],
): { row: NewValueRow; entry: LedgerEntry } {
  const state = decideEntry(value, { catalogue: catalogue.indicators, actor, today: localDateOf(now) });
  const seriesId = newId();
  const step = { park: actor.park, caseKind: 'indicator-value', caseId: seriesId, at: now, actor: actor.id };
  const entry = makeEntry({ ...step, action: 'entered', change: { ...value, state, evidence: files } }, null);
  const row: NewValueRow = {
    ...value,
    id: newId(),
    parkId: actor.park,
    seriesId,
    version: entry.seq,
    ledgerHash: entry.hash,
    succeededBy: null,
    eventId: null,
    evidence: files.map(({ id }) => id),
    state,
    declaredBy: actor.id,
    verifiedBy: state === 'VERIFIED' ? actor.id : null,
  };
  return { row, entry };
}

/** The refusal of a value for days its source has one for; names the one that stands where it is known. */
export function daysAreTaken(other: string | null): Error {
  return refuse(
    'conflict',
    'days-taken',
    {
      zh: '同一来源在这些日期已有该指标的值；须更正的，先撤回原值',
      en: 'The source has a value of the indicator for these days; withdraw it to correct it',
    },
    other === null ? {} : { extra: { other } },
  );
}

async function daysTaken(deps: Deps, parkId: string, value: NewValue): Promise<Error> {
  const other = await findOverlapping(deps.db.orm, { ...value, parkId });
  return daysAreTaken(other?.seriesId ?? null);
}
