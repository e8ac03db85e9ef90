import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../../deps.ts';
import { ERASED, ensureInjuryEnded, ensureNumber, withoutInjured } from '../../rules/erasure.ts';
import { applicationErased } from '../../rules/injury/erased.ts';
import type { Elsewhere } from '../../store/erasures.ts';
import { saveInjuryRow } from '../../store/injury-commits.ts';
import { lockVersions } from '../../store/injury-find.ts';
import { carryOutErasure } from '../carry-out-erasure.ts';
import type { ErasureTarget, PresentRecord } from '../erase-case.ts';
import { applyChange } from './commit-application.ts';
import { type OpenedInjury, openApplication } from './open-application.ts';

async function openErasable(
  deps: Deps,
  { actor }: Caller,
  { id, order, ifMatch }: ErasureTarget,
): Promise<OpenedInjury> {
  const found = await openApplication(deps, actor, id);
  ensureVersion(found.row, ifMatch);
  if (found.standing !== 'window') {
    throw refuse('forbidden', 'not-the-window', {
      zh: '申请的当事人不能自行删除',
      en: 'Whoever is concerned by the application does not erase it',
    });
  }
  if (found.dek === null) throw applicationErased();
  ensureNumber(found.row, order);
  ensureInjuryEnded(found.row.state);
  return found;
}

/** Erases the persons of an application, with everything sealed in it and its files; its case is a record of its own. */
export async function eraseApplication<A>(
  deps: Deps,
  caller: Caller,
  target: ErasureTarget,
  present: PresentRecord<A>,
): Promise<A> {
  const { actor, now } = caller;
  const { id, order } = target;
  return retryStale(async () => {
    const found = await openErasable(deps, caller, target);
    const { parkId, version: seen, caseId } = found.row;
    const { basis, request } = order;
    const change = { action: ERASED, set: withoutInjured(found.row), change: { basis, request } };
    const { entry, done } = applyChange(deps, caller, found, change);
    const { number, version } = done.row;
    const elsewhere: Elsewhere[] = caseId === null ? [] : [{ kind: 'case', id: caseId, name: null }];
    return carryOutErasure(
      deps,
      {
        record: { park: actor.park, recordId: id, owners: [`injury/${id}`], now },
        async save(tx) {
          if ((await lockVersions(tx, parkId, [id])).get(id) !== seen) return false;
          await saveInjuryRow(tx, done.row, []);
          return true;
        },
        entry,
        erasedAlready: applicationErased,
      },
      ({ files }) => present({ id, number, version, files, elsewhere }),
    );
  });
}
