import { objectionDecided } from '@qinwu/contracts/events/credit';
import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { localDateOf } from '@qinwu/domain/local-date';
import { retryStale } from '@qinwu/platform/db/commit';
import type { Tx } from '@qinwu/platform/db/database';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import type { Deps } from '../../deps.ts';
import { type Correction, correctionsOf } from '../../rules/objections/corrections.ts';
import { type ObjectionAction, objectionLifecycle } from '../../rules/objections/lifecycle.ts';
import { ensureSecondPerson } from '../../rules/objections/second-person.ts';
import { type ObjectionRow, objection } from '../../store/objections/objection-table.ts';
import { saveRecord } from '../../store/records.ts';
import { changeInputs } from '../inputs/change-inputs.ts';
import { withDaysFree } from '../inputs/days-taken.ts';
import { ownFiles } from '../inputs/own-files.ts';
import { writeRecord } from '../write-record.ts';
import { authorsOf, getObjection, KIND } from './objections.ts';
import { type ProvedCorrection, putRight } from './put-right.ts';

export interface ObjectionMove {
  id: string;
  action: ObjectionAction;
  reason: string;
  /** Of one that is upheld. */
  corrections: readonly Correction[];
  ifMatch: number | null;
}

/** Decides an objection, or takes it back. What one that is upheld puts right is in the commit of the decision. */
export async function moveObjection<A>(
  deps: Deps,
  caller: Caller,
  { id, action, reason, corrections: given, ifMatch }: ObjectionMove,
  present: Present<ObjectionRow, A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const before = await getObjection(deps, actor, id);
    ensureVersion(before, ifMatch);
    const state = objectionLifecycle.next(before.state, action);
    if (action !== 'withdraw') {
      const authors = await authorsOf(deps, actor, [before]);
      ensureSecondPerson(before, authors(before), actor);
    }
    const corrections = state === 'UPHELD' ? await proved(deps, actor, correctionsOf(before, given)) : [];
    const decided = action === 'withdraw' ? {} : { decidedBy: actor.id, decidedOn: localDateOf(now) };
    const set = { state, reason, ...decided };
    const put = corrections.map(({ valueId, value }) => ({ valueId, value }));
    const change = { ...set, ...(put.length === 0 ? {} : { corrections: put }) };
    return withDaysFree(() =>
      writeRecord<ObjectionRow, A>(deps, caller, {
        kind: KIND,
        id,
        before,
        action,
        change,
        row: (head) => ({ ...before, ...set, ...head }),
        save: (tx, row) =>
          state === 'UPHELD'
            ? saveUpheld(deps, tx, caller, { before, row, corrections })
            : saveRecord(tx, objection, row, before),
        events: (row) => decidedEvents(deps, caller, row),
        present,
      }),
    );
  });
}

/** Corrections with the files that are to prove them. */
async function proved(
  deps: Deps,
  actor: Actor,
  corrections: readonly Correction[],
): Promise<ProvedCorrection[]> {
  const proving = corrections.map(async (correction, at) => {
    const files = await ownFiles(deps, actor, correction.evidence, `/corrections/${at}/evidence`);
    return { ...correction, files };
  });
  return Promise.all(proving);
}

interface Upheld {
  readonly before: ObjectionRow;
  readonly row: ObjectionRow;
  readonly corrections: readonly ProvedCorrection[];
}

/** Saves what is upheld with its effect, under the lock of the enterprise's inputs; false where it is stale by now. */
async function saveUpheld(
  deps: Deps,
  tx: Tx,
  caller: Caller,
  { before, row, corrections }: Upheld,
): Promise<boolean> {
  const { actor, now, traceparent } = caller;
  const of = { park: actor.park, usccs: [row.uscc], now, traceparent };
  return changeInputs(deps, tx, of, async (knownAt, { indicators }) => {
    // First of all: where somebody else has decided there is nothing to put right.
    if (!(await saveRecord(tx, objection, row, before))) return { answer: false, changed: new Map() };
    const by = { actor, now, knownAt: knownAt(row.uscc), catalogue: indicators };
    const codes = await putRight(tx, by, row, corrections);
    return { answer: true, changed: new Map([[row.uscc, codes]]) };
  });
}

function decidedEvents(deps: Deps, { now: time, traceparent }: Caller, row: ObjectionRow): OutboxRow[] {
  const { id: objectionId, parkId: park, version: sequence, number, state: outcome } = row;
  if (outcome === 'FILED') return [];
  const data = { objectionId, number, outcome, decidedOn: localDateOf(time) };
  return deps.announce(objectionDecided, { park, subject: objectionId, sequence, time, traceparent, data });
}
