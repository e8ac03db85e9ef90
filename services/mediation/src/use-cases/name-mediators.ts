import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { retryStale } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { CHOICE_UNPROVEN, chosenIn } from '../rules/chosen-mediators.ts';
import { ensureChoosable } from '../rules/mediator-choice.ts';
import { ensureHandlesCase } from '../rules/speaker.ts';
import type { MediatorRow } from '../store/mediators.ts';
import { saveCaseWithSessions, sessionValues } from '../store/session-commits.ts';
import type { CaseMediatorRow } from '../store/session-tables.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { ensureNaming, ofRoster, sealNaming, withMediators } from './naming.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { choiceOf } from './party-marks.ts';

export interface Naming {
  mediators: readonly string[];
  chosenBy?: string | undefined;
  disclosed?: readonly { mediator: string; text: string }[] | undefined;
}

function ensureNew({ row }: OpenedCase, naming: Naming): void {
  const { mediators, chosenBy, disclosed = [] } = naming;
  if (mediators.some((id) => row.mediators.includes(id))) {
    throw refuse('conflict', 'mediator-named', {
      zh: '该调解员已被指定',
      en: 'The mediator is one of the case already',
    });
  }
  if (chosenBy !== undefined && !row.parties.some(({ id }) => id === chosenBy)) {
    throw fieldRule('/chosenBy', 'party-unknown', {
      zh: '案件中没有该当事人',
      en: 'The case has no such party',
    });
  }
  const stranger = disclosed.findIndex(({ mediator }) => !mediators.includes(mediator));
  if (stranger === -1) return;
  throw fieldRule(`/disclosed/${stranger}/mediator`, 'mediator-not-named', {
    zh: '说明所指的调解员不在本次指定之列',
    en: 'Tells of a mediator who is not being named',
  });
}

/** Refuses a choice that nobody but who names tells of: a party chooses itself, or its word is recorded as a choice. */
function ensureChosen(choosers: readonly (readonly string[])[], chosenBy: string | undefined): void {
  if (chosenBy === undefined || choosers.every((parties) => parties.includes(chosenBy))) return;
  throw fieldRule('/chosenBy', CHOICE_UNPROVEN.code, {
    zh: '该当事人没有登记选定所指的调解员：先登记其选定（mediator-choices），再指定',
    en: 'No choice of this party is on record for each of them: record it first (mediator-choices)',
  });
}

/** The rows and the change that make these mediators the case's own; refuses where one may not be. */
export function namingChange(
  deps: Deps,
  { actor, now }: Caller,
  found: OpenedCase,
  { mediators, naming }: { mediators: readonly MediatorRow[]; naming: Naming },
): { set: CaseChange['set']; rows: CaseMediatorRow[] } {
  const { chosenBy, disclosed = [] } = naming;
  ensureChoosable(mediators, choiceOf(deps, found, now), {
    disclosed: disclosed.map(({ mediator }) => mediator),
    pointer: (n) => `/mediators/${n}`,
  });
  const chosen = chosenIn(found.content?.mediatorChoices ?? {}, found.row.parties);
  const choosersOf = ({ id }: MediatorRow) => (chosen.get(id) ?? []).map((party) => party.id);
  ensureChosen(mediators.map(choosersOf), chosenBy);
  const rows = mediators.map((mediator) => {
    const id = newId();
    const text = disclosed.find((each) => each.mediator === mediator.id)?.text ?? null;
    return {
      id,
      parkId: found.row.parkId,
      caseId: found.row.id,
      mediatorId: mediator.id,
      chosenBy: choosersOf(mediator),
      content: sealNaming(deps, found, id, { disclosed: text, objections: [], decisions: [] }),
      objectedBy: [],
      namedBy: actor.id,
      namedAt: now,
      removedAt: null,
    };
  });
  return { set: withMediators(found.row, mediators), rows };
}

/** Names mediators for a case 指定、选定调解员 (人民调解法 art. 19). */
export async function nameMediators<A>(
  deps: Deps,
  caller: Caller,
  { id, naming, ifMatch }: { id: string; naming: Naming; ifMatch: number | null },
  present: Present<A>,
): Promise<A> {
  return retryStale(async () => {
    const found = await openCase(deps, caller.actor, id);
    ensureVersion(found.row, ifMatch);
    ensureHandlesCase(found.standing, caller.actor);
    ensureNaming(found.row);
    ensureNew(found, naming);
    const mediators = await ofRoster(deps, found.row.parkId, naming.mediators);
    const { set, rows } = namingChange(deps, caller, found, { mediators, naming });
    const change: CaseChange = {
      action: 'mediators-named',
      ...(set === undefined ? {} : { set }),
      change: { mediators: naming.mediators, chosenBy: rows.map((row) => row.chosenBy) },
      words: naming.disclosed === undefined ? {} : { disclosed: naming.disclosed },
      statement: saveCaseWithSessions,
      values: sessionValues({ named: rows }),
    };
    try {
      return await commitCase(deps, caller, found, change, present);
    } catch (error) {
      if (constraintOf(error) !== 'case_mediator_once') throw error;
      throw refuse('conflict', 'mediator-named', { zh: '该调解员已被指定', en: 'Named already' });
    }
  });
}
