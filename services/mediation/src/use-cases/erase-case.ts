import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { KeptAnswer } from '@qinwu/platform/db/idempotency';
import type { Deps } from '../deps.ts';
import {
  ERASED,
  type ErasureOrder,
  ensureAtRest,
  ensureNoSession,
  ensureNumber,
  withoutPersons,
} from '../rules/erasure.ts';
import { type Elsewhere, fileOwnersOf, keptElsewhere, saveErasedCase } from '../store/erasures.ts';
import { listSessions } from '../store/find-sessions.ts';
import { listTracks } from '../store/side-tracks.ts';
import { carryOutErasure } from './carry-out-erasure.ts';
import { applied } from './commit-case.ts';
import { caseRefIndex } from './external-ref.ts';
import { type OpenedCase, openCase } from './open-case.ts';
import { caseErased } from './party-marks.ts';

export interface ErasureTarget {
  id: string;
  order: ErasureOrder;
  ifMatch: number | null;
}

/** A record that was erased, and what of the matter is kept elsewhere. */
export interface ErasedRecord {
  id: string;
  number: string;
  version: number;
  files: number;
  elsewhere: readonly Elsewhere[];
}

export type PresentRecord<A> = (done: ErasedRecord) => { answer: A; kept: KeptAnswer | undefined };

async function openErasable(
  deps: Deps,
  { actor, now }: Caller,
  { id, order, ifMatch }: ErasureTarget,
): Promise<OpenedCase> {
  const found = await openCase(deps, actor, id);
  ensureVersion(found.row, ifMatch);
  if (found.standing.as !== 'window') {
    throw refuse('forbidden', 'not-the-window', {
      zh: '案件当事人、承办调解员不能删除本案',
      en: 'Whoever is a party of the case or mediates it does not erase it',
    });
  }
  if (found.dek === null) throw caseErased();
  ensureNumber(found.row, order);
  ensureAtRest(found.row.state, await listTracks(deps.db, actor.park, id));
  ensureNoSession(await listSessions(deps.db, actor.park, id), now);
  return found;
}

/** Erases the persons of a case, with everything sealed in it and all its files: for good, and the chain stays whole. */
export async function eraseCase<A>(
  deps: Deps,
  caller: Caller,
  target: ErasureTarget,
  present: PresentRecord<A>,
): Promise<A> {
  const { actor, now } = caller;
  const { id, order } = target;
  return retryStale(async () => {
    const found = await openErasable(deps, caller, target);
    const { row } = found;
    const [owners, others] = await Promise.all([
      fileOwnersOf(deps.db, actor.park, id),
      keptElsewhere(deps.db, actor.park, id),
    ]);
    const { basis, request } = order;
    // The number stays known, so that its source files it no second time.
    const externalRefIndex = caseRefIndex(deps, row);
    const change = {
      action: ERASED,
      set: { ...withoutPersons(row), externalRef: null, externalRefIndex },
      change: { basis, request },
    };
    const { entry, done } = applied(deps, caller, found, change);
    const { number, version, grievanceId } = done.row;
    const referred: Elsewhere[] =
      grievanceId === null ? [] : [{ kind: 'grievance', id: grievanceId, name: null }];
    return carryOutErasure(
      deps,
      {
        record: { park: actor.park, recordId: id, owners, now },
        save: (tx) => saveErasedCase(tx, done.row, row.version),
        entry,
        erasedAlready: caseErased,
      },
      ({ files }) => present({ id, number, version, files, elsewhere: [...others, ...referred] }),
    );
  });
}
