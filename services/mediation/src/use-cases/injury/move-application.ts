import type { Caller } from '@qinwu/domain/caller';
import { localDateOf } from '@qinwu/domain/local-date';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../../deps.ts';
import type { InjuryMove } from '../../rules/injury/action-bodies.ts';
import { decideInjury } from '../../rules/injury/decide.ts';
import { injuryMembersOf } from '../../rules/injury/standing.ts';
import { ownFiles } from '../own-files.ts';
import { closeDuplicate } from './close-duplicate.ts';
import { commitApplication } from './commit-application.ts';
import { ensureNobodyCame, ensureNobodyElseFiled } from './filed-again.ts';
import { openApplication, type PresentInjury } from './open-application.ts';
import { settingsOn } from './read-settings.ts';

/** The member that names the scan of what the applicant wrote. */
function writtenIn({ body }: InjuryMove): string {
  return 'noMoreFile' in body && body.noMoreFile !== undefined ? '/noMoreFile' : '/withdrawalFile';
}

/** Takes one action on one application: read, decide, commit; again where somebody else was faster. */
export async function moveApplication<A>(
  deps: Deps,
  caller: Caller,
  { id, move, ifMatch }: { id: string; move: InjuryMove; ifMatch: number | null },
  present: PresentInjury<A>,
): Promise<A> {
  if (move.action === 'close-duplicate') {
    return closeDuplicate(deps, caller, { id, body: move.body, ifMatch }, present);
  }
  const { actor, now } = caller;
  const { calendar } = deps;
  const settings = await settingsOn(deps.db.orm, actor.park, localDateOf(now));
  return retryStale(async () => {
    const found = await openApplication(deps, actor, id);
    const { row, clocks, content, standing } = found;
    ensureVersion(row, ifMatch);
    const decision = decideInjury({
      actor,
      found: { ...row, erased: content === null },
      clocks,
      standing,
      settings,
      move,
      now,
      calendar,
    });
    if (move.action === 'not-transfer' && standing === 'employer') await ensureNobodyElseFiled(deps, row);
    if (move.action === 'close-opened-in-error') await ensureNobodyCame(deps, row);
    const { closingNote } = decision;
    const files = await ownFiles(deps, caller, decision.files ?? [], {
      ...(move.action === 'not-transfer' || move.action === 'record-decision'
        ? // A written word is a paper of its own, none that was brought before.
          { owner: '', pointer: writtenIn(move) }
        : { owner: `injury/${id}`, pointer: '/materials' }),
    });
    return commitApplication(
      deps,
      caller,
      found,
      {
        action: move.action,
        set: { ...decision.set, members: injuryMembersOf({ ...row, ...decision.set }) },
        clocks: decision.clocks,
        change: decision.change,
        words: move.body,
        files,
        ...(closingNote === undefined || content === null ? {} : { content: { ...content, closingNote } }),
      },
      present,
    );
  });
}
