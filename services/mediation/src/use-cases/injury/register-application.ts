import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, isDomainError, refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import { commit } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Deps } from '../../deps.ts';
import { isEnteredByStaff } from '../../rules/injury/filer.ts';
import { checkInjury } from '../../rules/injury/intake.ts';
import type { InjuryIntakeBody } from '../../rules/injury/intake-body.ts';
import { withBrought } from '../../rules/injury/materials.ts';
import { isSameName } from '../../rules/injury/same-accident.ts';
import { checklist } from '../../rules/injury/settings.ts';
import { injuryStandingOf } from '../../rules/injury/standing.ts';
import { injuryClockValues, insertInjury } from '../../store/injury-commits.ts';
import { listStandingParties } from '../../store/injury-find.ts';
import { openCase } from '../open-case.ts';
import { ownFiles } from '../own-files.ts';
import { announceReceived } from './announce-injury.ts';
import { draftApplication, INJURY_PREFIX } from './draft-application.ts';
import { rememberFiledAgain } from './filed-again.ts';
import type { PresentInjury } from './open-application.ts';
import { settingsOn } from './read-settings.ts';
import { isFiledTwice, refuseFiledTwice } from './same-accident.ts';

function caseHasApplication(): Error {
  return refuse('conflict', 'case-has-application', {
    zh: '该案件已为该职工引出一件工伤认定申请',
    en: 'The case has led to an application of this worker already',
  });
}

/** Each of the people of a case has one; where it cannot be told whose one is, it is taken for that of all. */
async function ensureOneOf(
  { db }: Deps,
  { parkId, id }: { parkId: string; id: string },
  partyId: string | null,
): Promise<string | null> {
  const standing = await listStandingParties(db, parkId, id);
  const isTaken =
    partyId === null ? standing.length > 0 : standing.some((each) => (each ?? partyId) === partyId);
  if (isTaken) throw caseHasApplication();
  return partyId;
}

/** An application says only of a case in which the caller stands that it came of it; whose it is there, by the name. */
async function ensureCase(
  deps: Deps,
  { actor }: Caller,
  { caseId, worker }: Pick<InjuryIntakeBody, 'caseId' | 'worker'>,
): Promise<string | null> {
  if (caseId === undefined) return null;
  try {
    const { row, content } = await openCase(deps, actor, caseId);
    const person = row.parties.find(({ id, kind }) => {
      const name = content?.parties[id]?.name;
      return kind === 'person' && name !== undefined && isSameName(name, worker.name);
    });
    return await ensureOneOf(deps, row, person?.id ?? null);
  } catch (error) {
    if (!isDomainError(error) || error.kind !== 'missing') throw error;
    throw fieldRule('/caseId', 'case-missing', { zh: '没有该案件', en: 'There is no such case' });
  }
}

/** Receives an application 收件: checked, its limits running, all in one commit. */
export async function registerApplication<A>(
  deps: Deps,
  caller: Caller,
  body: InjuryIntakeBody,
  present: PresentInjury<A>,
): Promise<A> {
  const { actor, now } = caller;
  const checked = checkInjury(body, actor, now);
  const today = localDateOf(now);
  const settings = await settingsOn(deps.db.orm, actor.park, today);
  const materials = withBrought(checklist(settings), body.materials, today);
  const partyId = await ensureCase(deps, caller, body);
  const ids = body.materials.flatMap((material) => material.files ?? []);
  const files = await ownFiles(deps, caller, ids, { owner: '', pointer: '/materials' });
  const number = await deps.numbers.next(actor.park, INJURY_PREFIX, today);
  const draft = draftApplication(deps, {
    ...checked,
    content: { ...checked.content, closingNote: null },
    park: actor.park,
    number,
    delegated: body.delegated ?? false,
    sensitiveConsent: true,
    materials,
    caseId: body.caseId ?? null,
    partyId,
    filedBy: actor.id,
    enteredByStaff: isEnteredByStaff(actor, { ...checked, filedBy: actor.id }),
    appliedOn: body.appliedOn ?? today,
    files,
    now,
  });
  const { row, clocks, entry, wrapped } = draft;
  const { answer, kept } = present({
    ...draft,
    sealed: false,
    standing: injuryStandingOf(actor, row) ?? 'filer',
  });
  try {
    await commit(deps.db, {
      statement: insertInjury,
      values: { ...row, clocks: injuryClockValues(clocks), files: files.map(({ id }) => id) },
      entry,
      events: announceReceived(deps, row, caller),
      answer: kept,
      recordKey: { recordId: row.id, wrapped },
    });
  } catch (error) {
    if (isFiledTwice(error)) {
      await rememberFiledAgain(deps, caller, row);
      throw await refuseFiledTwice(deps, actor, row);
    }
    if (constraintOf(error) !== 'injury_application_case_key') throw error;
    throw caseHasApplication();
  }
  deps.log.info({ injury: row.id, number }, 'application received');
  return answer;
}
