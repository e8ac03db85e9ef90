import type { Caller } from '@qinwu/domain/caller';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import { keepAnswer, type Present } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { Deps } from '../../deps.ts';
import { ensureFigure } from '../../rules/inputs/decide-entry.ts';
import { decideValueMove } from '../../rules/inputs/decide-value-move.ts';
import type { ValueAction } from '../../rules/inputs/lifecycle.ts';
import type { NewValueRow } from '../../store/value-table.ts';
import { changeInputs } from './change-inputs.ts';
import { withDaysFree } from './days-taken.ts';
import { nextVersion, writeVersion } from './next-version.ts';
import { getValue } from './read-values.ts';

export interface ValueMove {
  id: string;
  action: ValueAction;
  note: string | null;
  /** What a correction makes of it, in 1/10,000 of the unit; null for any other action. */
  value?: number | null;
  ifMatch: number | null;
}

/** Takes one action on a value, verify, reject or withdraw, as its next version. */
export async function moveValue<A>(
  deps: Deps,
  { actor, now, traceparent }: Caller,
  { id, action, note, value = null, ifMatch }: ValueMove,
  present: Present<NewValueRow, A>,
): Promise<A> {
  return retryStale(async () => {
    const { knownAt: _, supersededAt: __, ...before } = await getValue(deps, actor, id);
    ensureVersion(before, ifMatch);
    const state = decideValueMove(before, action, actor);
    const next = nextVersion(before, { action, state, note, value }, { actor, now });
    const { row } = next;
    const counts = before.state === 'VERIFIED' || state === 'VERIFIED';
    const changed = new Map([[row.uscc, counts ? [row.code] : []]]);
    const { answer, kept } = present(row);
    const of = { park: actor.park, usccs: [row.uscc], now, traceparent };
    await withDaysFree(() =>
      inTransaction(deps.db, (tx) =>
        changeInputs(deps, tx, of, async (knownAt, { indicators }) => {
          if (value !== null) ensureFigure({ ...before, value }, indicators);
          await writeVersion(tx, before, next, knownAt(row.uscc));
          if (kept !== undefined) await keepAnswer(tx, kept);
          return { answer: null, changed };
        }),
      ),
    );
    deps.log.info({ value: id, action, state }, 'indicator value moved');
    return answer;
  });
}
