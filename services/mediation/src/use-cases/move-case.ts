import type { Caller } from '@qinwu/domain/caller';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import { changeLastWritten } from '@qinwu/platform/db/last-written';
import type { Deps } from '../deps.ts';
import type { Move } from '../rules/action-bodies.ts';
import { decideMove } from '../rules/decide-move.ts';
import { allowedActions } from '../rules/guards.ts';
import { commitCase } from './commit-case.ts';
import { ensureMediatorsFit, fitOf } from './mediators-fit.ts';
import { agreementPart } from './move-agreement.ts';
import { type OpenedCase, openCase, type Present, writtenCase } from './open-case.ts';

/** Takes one action on one case: read, decide, commit; again where somebody else was faster. */
export async function moveCase<A>(
  deps: Deps,
  caller: Caller,
  { id, move, ifMatch }: { id: string; move: Move; ifMatch: number | null },
  present: Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  const { calendar } = deps;
  const take = async (found: OpenedCase): Promise<A> => {
    const { row, clocks, content, standing } = found;
    ensureVersion(row, ifMatch);
    const fit = fitOf(deps, found, now);
    const decision = decideMove({ found: row, clocks, fit, actor, standing, move, now, calendar });
    const { set, change, words, closingNote } = decision;
    const open = () => allowedActions(row, actor, standing, { now, clocks, fit });
    ensureMediatorsFit(fit, { action: move.action, open });
    const ends = set.outcome !== undefined;
    const agreement = await agreementPart(deps, found, { move, ends, now });
    return commitCase(
      deps,
      caller,
      found,
      {
        action: move.action,
        set: { ...set, ...agreement.set },
        clocks: [...decision.clocks, ...agreement.clocks],
        change: { ...change, ...agreement.change },
        ...agreement.write,
        words,
        ...(closingNote === undefined || content === null ? {} : { content: { ...content, closingNote } }),
      },
      present,
    );
  };
  return retryStale(() =>
    changeLastWritten(writtenCase(deps, actor, id), () => openCase(deps, actor, id), take),
  );
}
