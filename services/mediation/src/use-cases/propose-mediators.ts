import type { Caller } from '@qinwu/domain/caller';
import type { Deps } from '../deps.ts';
import { chosenIn } from '../rules/chosen-mediators.ts';
import { type Proposal, proposeMediators } from '../rules/mediator-proposal.ts';
import { ensureHandlesCase } from '../rules/speaker.ts';
import type { MediatorKind } from '../session-vocabulary.ts';
import { type LoadedMediator, listMediators } from '../store/mediators.ts';
import { openCase } from './open-case.ts';
import { choiceOf } from './party-marks.ts';

/** More than any park has. */
const WHOLE_ROSTER = 2000;
const MOST = 20;

/** Whom the roster offers for a case, the most fitting first. */
export async function readProposals(
  deps: Deps,
  { actor, now }: Caller,
  wish: { id: string; language: string | null; kind: MediatorKind | null },
): Promise<Proposal<LoadedMediator>[]> {
  const found = await openCase(deps, actor, wish.id);
  ensureHandlesCase(found.standing, actor);
  const page = { park: actor.park, filter: { active: true }, after: null, limit: WHOLE_ROSTER, now };
  const candidates = await listMediators(deps.db, page);
  const { gridCode, mediators: named } = found.row;
  const chosen = chosenIn(found.content?.mediatorChoices ?? {}, found.row.parties);
  const about = { ...choiceOf(deps, found, now), gridCode, named, chosen };
  return proposeMediators(candidates, { ...about, language: wish.language, kind: wish.kind }).slice(0, MOST);
}
