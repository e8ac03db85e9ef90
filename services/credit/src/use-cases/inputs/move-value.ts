import { newId } from '@qinwu/domain/id';
import { retryStale, StaleError } from '@qinwu/platform/db/commit';
import { keepAnswer } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { decideValueMove } from '../../rules/inputs/decide-value-move.ts';
import type { ValueAction } from '../../rules/inputs/lifecycle.ts';
import type { NewValueRow } from '../../store/value-table.ts';
import { insertVersions, supersedeVersion } from '../../store/value-writes.ts';
import { type Caller, ensureVersion, type Present } from '../caller.ts';
import { changeInputs } from './change-inputs.ts';
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
  { actor, now, traceparent }: Caller,
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
    const of = { park: actor.park, usccs: [row.uscc], now, traceparent };
    await inTransaction(deps.db, (tx) =>
      changeInputs(deps, tx, of, async (knownAt) => {
        const instant = knownAt(row.uscc);
        if (!(await supersedeVersion(tx, before, instant))) throw new StaleError();
        await insertVersions(tx, [{ ...row, knownAt: instant }]);
        await writeEntries(tx, [entry]);
        if (kept !== undefined) await keepAnswer(tx, kept);
        const counts = before.state === 'VERIFIED' || state === 'VERIFIED';
        return { answer: null, changed: new Map([[row.uscc, counts ? [row.code] : []]]) };
      }),
    );
    deps.log.info({ value: id, action, state }, 'indicator value moved');
    return answer;
  });
}
