import type { Caller } from '@qinwu/domain/caller';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import { changeLastWritten } from '@qinwu/platform/db/last-written';
import type { Deps } from '../deps.ts';
import type { BodyOf, Move } from '../rules/action-bodies.ts';
import { archiveKey } from '../rules/archive-number.ts';
import { decideMove } from '../rules/decide-move.ts';
import { allowedActions } from '../rules/guards.ts';
import { saveArchivedCase } from '../store/archive-numbers.ts';
import { archiveNumberTaken } from './archive-number.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { ensureMediatorsFit, fitOf } from './mediators-fit.ts';
import { agreementPart } from './move-agreement.ts';
import { moveWords } from './move-words.ts';
import { type OpenedCase, openCase, type Present, writtenCase } from './open-case.ts';

/** The statement that takes the archive number as well. */
function archiving({ archiveNumber }: BodyOf<'archive'>): Pick<CaseChange, 'statement' | 'values'> {
  return { statement: saveArchivedCase, values: { archiveKey: archiveKey(archiveNumber) } };
}

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
    const { set, words, closingNote } = decision;
    const open = () => allowedActions(row, actor, standing, { now, clocks, fit });
    ensureMediatorsFit(fit, { action: move.action, open });
    const told = await moveWords(deps, caller, found, move);
    const ends = set.outcome !== undefined;
    const agreement = await agreementPart(deps, found, { move, ends, now });
    const change: CaseChange = {
      action: move.action,
      set: { ...set, ...agreement.set },
      clocks: [...decision.clocks, ...agreement.clocks],
      change: { ...decision.change, ...agreement.change, ...told.change },
      ...told.written(agreement.write),
      ...(move.action === 'archive' ? archiving(move.body) : {}),
      words,
      ...(closingNote === undefined || content === null ? {} : { content: { ...content, closingNote } }),
    };
    try {
      return await commitCase(deps, caller, found, change, present);
    } catch (error) {
      if (move.action !== 'archive') throw error;
      throw await archiveNumberTaken(deps, actor, { number: move.body.archiveNumber, error });
    }
  };
  return retryStale(() =>
    changeLastWritten(writtenCase(deps, actor, id), () => openCase(deps, actor, id), take),
  );
}
