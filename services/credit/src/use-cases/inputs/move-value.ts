import { newId } from '@qinwu/domain/id';
import { retryStale, StaleError } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import { keepAnswer } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { ensureFigure } from '../../rules/inputs/decide-entry.ts';
import { decideValueMove } from '../../rules/inputs/decide-value-move.ts';
import type { ValueAction } from '../../rules/inputs/lifecycle.ts';
import type { NewValueRow } from '../../store/value-table.ts';
import { insertVersions, supersedeVersion } from '../../store/value-writes.ts';
import type { ValueState } from '../../vocabulary.ts';
import type { Caller, Present } from '../caller.ts';
import { changeInputs } from './change-inputs.ts';
import { daysAreTaken } from './enter-value.ts';
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
    const { row, entry } = nextVersion(before, { action, state, note, value }, { actor, now });
    const counts = before.state === 'VERIFIED' || state === 'VERIFIED';
    const changed = new Map([[row.uscc, counts ? [row.code] : []]]);
    const { answer, kept } = present(row);
    const of = { park: actor.park, usccs: [row.uscc], now, traceparent };
    await withDaysFree(() =>
      inTransaction(deps.db, (tx) =>
        changeInputs(deps, tx, of, async (knownAt, { indicators }) => {
          if (value !== null) ensureFigure({ ...before, value }, indicators);
          const instant = knownAt(row.uscc);
          if (!(await supersedeVersion(tx, before, instant))) throw new StaleError();
          await insertVersions(tx, [{ ...row, knownAt: instant }]);
          await writeEntries(tx, [entry]);
          if (kept !== undefined) await keepAnswer(tx, kept);
          return { answer: null, changed };
        }),
      ),
    );
    deps.log.info({ value: id, action, state }, 'indicator value moved');
    return answer;
  });
}

interface Step {
  readonly action: ValueAction;
  readonly state: ValueState;
  readonly note: string | null;
  readonly value: number | null;
}

/** What an action makes of a value, with its entry in the ledger. */
function nextVersion(
  before: NewValueRow,
  { action, state, note, value }: Step,
  { actor, now }: Pick<Caller, 'actor' | 'now'>,
): { row: NewValueRow; entry: LedgerEntry } {
  const of = {
    park: actor.park,
    caseKind: 'indicator-value',
    caseId: before.seriesId,
    at: now,
    actor: actor.id,
  };
  const change = { state, ...(note === null ? {} : { note }), ...(value === null ? {} : { value }) };
  const entry = makeEntry({ ...of, action, change }, { seq: before.version, hash: before.ledgerHash });
  const row: NewValueRow = {
    ...before,
    id: newId(),
    version: entry.seq,
    ledgerHash: entry.hash,
    state,
    value: value ?? before.value,
    note: note ?? before.note,
    declaredBy: value === null ? before.declaredBy : actor.id,
    verifiedBy: verifierOf(before, action, actor.id),
    // An event is named once, by the version it came as.
    eventId: null,
  };
  return { row, entry };
}

/** Who vouches for a version: nobody for what was declared anew, whoever corrected what another source states. */
function verifierOf({ verifiedBy }: NewValueRow, action: ValueAction, actor: string): string | null {
  if (action === 'verify' || action === 'correct') return actor;
  return action === 'redeclare' ? null : verifiedBy;
}

/** What was rejected left its days free: another value may have them by now. */
async function withDaysFree<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (constraintOf(error) === 'indicator_value_no_overlap') throw daysAreTaken(null);
    throw error;
  }
}
