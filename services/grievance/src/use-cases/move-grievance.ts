import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import type { Move } from '../rules/action-bodies.ts';
import { decideMove } from '../rules/decide-move.ts';
import { commitDecision } from './commit-decision.ts';
import { type Present, readGrievance } from './grievance-case.ts';
import { timingOf } from './timing.ts';

/** Takes one action on one grievance: read, decide, commit; again where somebody else was faster. */
export async function moveGrievance<A>(
  deps: Deps,
  caller: Caller,
  { id, move, ifMatch }: { id: string; move: Move; ifMatch: number | null },
  present: Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const [found, directory] = await Promise.all([
      readGrievance(deps, actor, id),
      deps.directories.of(actor.park),
    ]);
    ensureVersion(found.row, ifMatch);
    const timing = timingOf(deps, directory, found.row.categoryCode, now);
    const decision = decideMove({
      grievance: found.row,
      clocks: found.clocks,
      actor,
      move,
      directory,
      timing,
      newId: newId(),
    });
    return commitDecision(deps, caller, found, decision, present);
  });
}
