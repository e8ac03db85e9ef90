import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { type Change, commit } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Deps } from '../deps.ts';
import type { Directory, Serving } from '../rules/directory.ts';
import { type CheckedIntake, checkIntake } from '../rules/intake.ts';
import type { IntakeBody } from '../rules/intake-body.ts';
import { reachOf } from '../rules/reach.ts';
import { type Route, routeOf } from '../rules/routing.ts';
import type { ClockRow } from '../store/clock-table.ts';
import { findOptionalServing } from '../store/directory.ts';
import { findOptionalGrievance } from '../store/find-grievance.ts';
import { findOptionalTaken } from '../store/find-taken.ts';
import {
  clockValues,
  insertGrievance,
  insertGrievanceAndClock,
  insertGrievanceWithFiles,
} from '../store/grievance-commits.ts';
import type { GrievanceRow } from '../store/grievance-table.ts';
import { announceFacts } from './announce-facts.ts';
import { type DraftedGrievance, draftGrievance } from './draft-grievance.ts';
import { caseOf, type Present } from './grievance-case.ts';
import { ensureFew, ownFiles } from './own-files.ts';

/** Prefix of the ledger number 台账编号. */
export const NUMBER_PREFIX = 'GR';

/** Enters a grievance in the register: checked, routed, its clock running, all in one commit. */
export async function registerGrievance<A>(
  deps: Deps,
  caller: Caller,
  body: IntakeBody,
  present: Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  ensureFew(body.attachments ?? [], '/attachments');
  const today = localDateOf(now);
  const directory = await deps.directories.of(actor.park);
  const checked = checkIntake(body, actor, directory, now);
  await ensureOriginal(deps, actor, body.duplicateOf);
  const serving = await servingOf(deps, actor.park, checked, today);
  const route = routeFor(body, checked, serving, { directory, today });
  const number = await deps.numbers.next(actor.park, NUMBER_PREFIX, today);
  const intake = { id: newId(), number, body, checked, route, actor, now };
  const owner = { owner: `grievance/${intake.id}`, pointer: '/attachments' };
  const files = await ownFiles(deps, caller, body.attachments ?? [], owner);
  return commitIntake(deps, caller, draftGrievance(deps, directory, intake, files), present);
}

/** A duplicate names an original the caller can see 重复诉求. */
async function ensureOriginal(deps: Deps, actor: Actor, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  if ((await findOptionalGrievance(deps.db, actor.park, id, reachOf(actor))) !== null) return;
  throw fieldRule('/duplicateOf', 'original-unknown', {
    zh: '所指原件不存在',
    en: 'There is no such original',
  });
}

async function servingOf(
  deps: Deps,
  park: string,
  { uscc }: CheckedIntake,
  today: string,
): Promise<Serving | null> {
  return uscc === null ? null : findOptionalServing(deps.db, park, uscc, today);
}

function routeFor(
  body: IntakeBody,
  checked: CheckedIntake,
  serving: Serving | null,
  { directory, today }: { directory: Directory; today: string },
): Route {
  const clues = {
    enterprise: checked.uscc,
    serving,
    gridCode: body.place?.grid ?? null,
    point: checked.wgs,
    categoryCode: body.categoryCode ?? null,
  };
  return routeOf(clues, directory, today);
}

async function commitIntake<A>(
  deps: Deps,
  { actor, now, traceparent }: Caller,
  { row, clocks, entry, key, reporter }: DraftedGrievance,
  present: Present<A>,
): Promise<A> {
  const { answer, kept } = present(caseOf(deps, actor, { row, clocks, dek: key.dek, reporter }), key.dek);
  try {
    await commit(deps.db, {
      ...rowsOf(row, clocks),
      entry,
      events: announceFacts(deps, ['registered'], row, { now, traceparent }),
      answer: kept,
      recordKey: { recordId: row.id, wrapped: key.wrapped },
    });
  } catch (error) {
    if (constraintOf(error) === 'grievance_external_ref_key') {
      throw externalRefTaken(await findOptionalTaken(deps.db, row, reachOf(actor)));
    }
    throw error;
  }
  const { id, number, origin, routedBy } = row;
  deps.log.info({ grievance: id, number, origin, routedBy }, 'grievance registered');
  return answer;
}

/** The statement that writes the record and its clocks, with the values for it. */
function rowsOf(row: GrievanceRow, clocks: readonly ClockRow[]): Pick<Change, 'statement' | 'values'> {
  const [clock] = clocks;
  if (row.attachments.length > 0) {
    const values = { row, clocks: clockValues(clocks), files: row.attachments };
    return { statement: insertGrievanceWithFiles, values };
  }
  return clock !== undefined && clocks.length === 1
    ? { statement: insertGrievanceAndClock, values: { row, clock } }
    : { statement: insertGrievance, values: { row, clocks: clockValues(clocks) } };
}

/** Names the case that holds the number to whoever may see it. */
function externalRefTaken(existing: { id: string; number: string } | null): Error {
  return refuse(
    'conflict',
    'external-ref-taken',
    { zh: '该来源编号已登记', en: 'This external number is registered already' },
    {
      errors: [{ pointer: '/externalRef', code: 'taken', detail: { zh: '重复', en: 'taken' } }],
      ...(existing === null ? {} : { extra: { existing } }),
    },
  );
}
