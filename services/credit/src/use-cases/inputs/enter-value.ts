import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import { keepAnswer, type Present } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../../deps.ts';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { decideEntry, type ValueEntry } from '../../rules/inputs/decide-entry.ts';
import { givesWay } from '../../rules/inputs/taken-days.ts';
import type { EvidenceFile } from '../../store/evidence-files.ts';
import type { NewValueRow } from '../../store/value-table.ts';
import { listOverlapping } from '../../store/values.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { changeInputs } from './change-inputs.ts';
import { daysAreTaken, withDaysFree } from './days-taken.ts';
import { attachTo, ownFiles } from './own-files.ts';
import { succeededVersion } from './succeed-value.ts';
import type { ValueVersion } from './version-after.ts';
import { type Ending, writeVersions } from './write-versions.ts';

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
  const { shown, row } = await withDaysFree(() =>
    inTransaction(deps.db, (tx) =>
      changeInputs(deps, tx, of, async (knownAt, catalogue) => {
        const draft = draftValue(value, { actor, now, catalogue }, files);
        const { row } = draft;
        const { answer, kept } = present(row);
        const { parkId: park, evidence: ids, seriesId: id, uscc, code } = row;
        await attachTo(tx, { park, ids, owner: { kind: 'value', id } }, '/evidence');
        const endings = await endingsBy(tx, row, { actor, now });
        await writeVersions(tx, { created: [draft], endings }, knownAt);
        if (kept !== undefined) await keepAnswer(tx, kept);
        const counts = [draft, ...endings].some((version) => version.row.state === 'VERIFIED');
        const changed = new Map([[uscc, counts ? [code] : []]]);
        return { answer: { shown: answer, row }, changed };
      }),
    ),
  );
  deps.log.info({ value: row.seriesId, code: row.code, state: row.state }, 'indicator value entered');
  return shown;
}

/** What a value ends: the one of its source that counts until the next, if any; refuses days that another takes. */
async function endingsBy(tx: Tx, later: NewValueRow, by: Pick<Caller, 'actor' | 'now'>): Promise<Ending[]> {
  const [before] = await listOverlapping(tx, later.parkId, [later]);
  if (before === undefined) return [];
  if (!givesWay(before, later)) throw daysAreTaken(before.seriesId);
  return [{ before, ...succeededVersion(before, later, by) }];
}

/** The first version of a value, with its entry in the ledger; refuses what is wrong in it by the park's catalogue. */
export function draftValue(
  value: NewValue,
  { actor, now, catalogue }: Pick<Caller, 'actor' | 'now'> & { catalogue: ParkCatalogue },
  files: readonly EvidenceFile[] = [],
): ValueVersion {
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
