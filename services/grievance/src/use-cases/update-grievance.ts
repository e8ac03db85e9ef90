import type { Caller } from '@qinwu/domain/caller';
import { localDateOf } from '@qinwu/domain/local-date';
import { parseUscc } from '@qinwu/domain/uscc';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { decideCorrection, type PatchBody } from '../rules/correction.ts';
import { findOptionalServing } from '../store/directory.ts';
import { commitDecision } from './commit-decision.ts';
import { type Present, readGrievance } from './grievance-case.ts';
import { timingOf } from './timing.ts';

/** The code of the enterprise as the servings have it; null where only its name is known. */
function usccOf({ uscc }: NonNullable<PatchBody['enterprise']>): string | null {
  return uscc === undefined ? null : parseUscc(uscc, '/enterprise/uscc');
}

/** Corrects what a grievance says before anybody handles it; its route and its clocks follow. */
export async function updateGrievance<A>(
  deps: Deps,
  caller: Caller,
  { id, patch, ifMatch }: { id: string; patch: PatchBody; ifMatch: number | null },
  present: Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const [found, directory] = await Promise.all([
      readGrievance(deps, actor, id),
      deps.directories.of(actor.park),
    ]);
    ensureVersion(found.row, ifMatch);
    const uscc = patch.enterprise === undefined ? found.row.enterpriseUscc : usccOf(patch.enterprise);
    const serving =
      uscc === null ? null : await findOptionalServing(deps.db, actor.park, uscc, localDateOf(now));
    const category = patch.categoryCode ?? found.row.categoryCode;
    const timing = timingOf(deps, directory, category, now);
    const decision = decideCorrection({ found, patch, actor, directory, serving, timing });
    return commitDecision(deps, caller, found, decision, present);
  });
}
