import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import type { Tx } from '@qinwu/platform/db/database';
import { keepAnswer, type Present } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { type Definition, ensureRoom, reorders } from '../../rules/catalogue/decide-definition.ts';
import { laidOver, type ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { type CatalogueIndicator, shippedCatalogue } from '../../rules/model/shipped-indicators.ts';
import { lockCatalogue } from '../../store/catalogue/catalogue-lock.ts';
import type { IndicatorRow } from '../../store/catalogue/indicator-table.ts';
import { listStated, writeDefinition } from '../../store/catalogue/indicators.ts';
import type { IndicatorState } from '../../vocabulary.ts';

/** An indicator as a change finds it. */
export interface Standing {
  /** Null where the park has no such indicator. */
  readonly indicator: CatalogueIndicator | null;
  /** The park's own definition; null where it has given none. */
  readonly stated: IndicatorRow | null;
}

export interface IndicatorChange {
  readonly code: string;
  readonly action: 'entered' | 'changed' | 'retired';
  readonly state: IndicatorState;
  readonly definition: Definition;
}

/**
 * The one way in which a park's catalogue changes: under its lock, so that whoever enters values or publishes models
 * has been waited for; as the next version of the indicator, with its entry in the ledger.
 */
export async function changeIndicator<A>(
  deps: Deps,
  { actor, now }: Caller,
  code: string,
  decide: (tx: Tx, standing: Standing) => Promise<Omit<IndicatorChange, 'code'>>,
  present: Present<IndicatorRow, A>,
): Promise<A> {
  const answer = await inTransaction(deps.db, async (tx) => {
    const knownAt = await lockCatalogue(tx, actor.park);
    const rows = await listStated(tx, actor.park, null);
    const catalogue = laidOver(shippedCatalogue, rows);
    const stated = rows.find((row) => row.code === code) ?? null;
    const indicator = catalogue.indicators.find((one) => one.code === code) ?? null;
    const change = { code, ...(await decide(tx, { indicator, stated })) };
    const at = { ...place(catalogue, change), knownAt };
    const { row, entry } = nextDefinition(stated, { ...change, ...at }, { actor, now });
    const { answer: shown, kept } = present(row);
    await writeDefinition(tx, row);
    await writeEntries(tx, [entry]);
    if (kept !== undefined) await keepAnswer(tx, kept);
    return shown;
  });
  deps.log.info({ indicator: code }, 'catalogue changed');
  return answer;
}

type Placed = Pick<IndicatorRow, 'slot' | 'precedence' | 'knownAt'>;

/** The next version of an indicator, with its entry in the ledger. */
function nextDefinition(
  before: IndicatorRow | null,
  { code, action, state, definition, slot, precedence, knownAt }: IndicatorChange & Placed,
  { actor, now }: Pick<Caller, 'actor' | 'now'>,
): { row: IndicatorRow; entry: LedgerEntry } {
  const seriesId = before?.seriesId ?? newId();
  const step = { park: actor.park, caseKind: 'indicator', caseId: seriesId, at: now, actor: actor.id };
  const entry = makeEntry(
    { ...step, action, change: { code, slot, state, ...definition } },
    before === null ? null : { seq: before.version, hash: before.ledgerHash },
  );
  const row: IndicatorRow = {
    ...definition,
    id: newId(),
    parkId: actor.park,
    seriesId,
    code,
    slot,
    version: entry.seq,
    ledgerHash: entry.hash,
    state,
    sources: [...definition.sources],
    precedence,
    statedBy: actor.id,
    knownAt,
    supersededAt: null,
  };
  return { row, entry };
}

/** Where the indicator stands: in its slot, or behind the last one; and the order of sources it was stated under. */
function place(
  { indicators, precedence }: ParkCatalogue,
  { code, definition }: IndicatorChange,
): Omit<Placed, 'knownAt'> {
  const at = indicators.findIndex((one) => one.code === code);
  const before = indicators[at];
  if (before === undefined) {
    ensureRoom(indicators.length);
    return { slot: indicators.length + 1, precedence };
  }
  return { slot: at + 1, precedence: precedence + (reorders(before, definition) ? 1 : 0) };
}
