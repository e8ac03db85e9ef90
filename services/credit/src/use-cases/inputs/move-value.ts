import { newId } from '@qinwu/domain/id';
import { commit, retryStale } from '@qinwu/platform/db/commit';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../../deps.ts';
import { decideValueMove } from '../../rules/inputs/decide-value-move.ts';
import type { ValueAction } from '../../rules/inputs/lifecycle.ts';
import { nextValue } from '../../store/value-commits.ts';
import type { NewValueRow } from '../../store/value-table.ts';
import { type Caller, ensureVersion, type Present } from '../caller.ts';
import { getValue } from './read-values.ts';

export interface ValueMove {
  id: string;
  action: ValueAction;
  note: string | null;
  ifMatch: number | null;
}

/** Takes one action on a value, verify, reject or withdraw, as its next version. */
export async function moveValue<A>(
  deps: Deps,
  { actor, now }: Caller,
  { id, action, note, ifMatch }: ValueMove,
  present: Present<NewValueRow, A>,
): Promise<A> {
  return retryStale(async () => {
    const { knownAt: _, supersededAt: __, ...before } = await getValue(deps, actor, id);
    ensureVersion(before, ifMatch);
    const state = decideValueMove(before, action, actor);
    const step = { park: actor.park, caseKind: 'indicator-value', caseId: id, at: now, actor: actor.id };
    const change = { state, ...(note === null ? {} : { note }) };
    const entry = makeEntry({ ...step, action, change }, { seq: before.version, hash: before.ledgerHash });
    const row: NewValueRow = {
      ...before,
      id: newId(),
      version: entry.seq,
      ledgerHash: entry.hash,
      state,
      note: note ?? before.note,
      verifiedBy: action === 'verify' ? actor.id : before.verifiedBy,
      // An event is named once, by the version it came as.
      eventId: null,
    };
    const { answer, kept } = present(row);
    const values = { ...row, beforeId: before.id };
    await commit(deps.db, { statement: nextValue, values, entry, events: [], answer: kept });
    deps.log.info({ value: id, action, state }, 'indicator value moved');
    return answer;
  });
}
