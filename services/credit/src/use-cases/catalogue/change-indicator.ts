import { newId } from '@qinwu/domain/id';
import type { Tx } from '@qinwu/platform/db/database';
import { keepAnswer } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { type Definition, ensureRoom, reorders } from '../../rules/catalogue/decide-definition.ts';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { laidOver } from '../../rules/catalogue/park-catalogue.ts';
import type { CatalogueIndicator } from '../../rules/model/shipped-indicators.ts';
import { shippedCatalogue } from '../../rules/model/shipped-indicators.ts';
import { lockCatalogue } from '../../store/catalogue/catalogue-lock.ts';
import type { IndicatorRow } from '../../store/catalogue/indicator-table.ts';
import { listStated, writeDefinition } from '../../store/catalogue/indicators.ts';
import type { IndicatorState } from '../../vocabulary.ts';
import type { Caller, Present } from '../caller.ts';

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
    const before = catalogue.indicators.find((one) => one.code === code) ?? null;
    const change = { code, ...(await decide(tx, { indicator: before, stated })) };
    const placed = place(catalogue, change);
    const seriesId = stated?.seriesId ?? newId();
    const step = { park: actor.park, caseKind: 'indicator', caseId: seriesId, at: now, actor: actor.id };
    const entry = makeEntry(
      {
        ...step,
        action: change.action,
        change: { code, slot: placed.slot, state: change.state, ...change.definition },
      },
      stated === null ? null : { seq: stated.version, hash: stated.ledgerHash },
    );
    const row: IndicatorRow = {
      ...change.definition,
      ...placed,
      id: newId(),
      parkId: actor.park,
      seriesId,
      code,
      version: entry.seq,
      ledgerHash: entry.hash,
      state: change.state,
      sources: [...change.definition.sources],
      statedBy: actor.id,
      knownAt,
      supersededAt: null,
    };
    await writeDefinition(tx, row);
    await writeEntries(tx, [entry]);
    const { answer: shown, kept } = present(row);
    if (kept !== undefined) await keepAnswer(tx, kept);
    return shown;
  });
  deps.log.info({ indicator: code }, 'catalogue changed');
  return answer;
}

/** Where the indicator stands: in its slot, or behind the last one; and the order of sources it was stated under. */
function place(
  { indicators, precedence }: ParkCatalogue,
  { code, definition }: IndicatorChange,
): Pick<IndicatorRow, 'slot' | 'precedence'> {
  const at = indicators.findIndex((one) => one.code === code);
  const before = indicators[at];
  if (before === undefined) {
    ensureRoom(indicators.length);
    return { slot: indicators.length + 1, precedence };
  }
  return { slot: at + 1, precedence: precedence + (reorders(before, definition) ? 1 : 0) };
}
