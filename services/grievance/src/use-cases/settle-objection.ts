import type { Actor } from '@qinwu/domain/actor';
import type { Tx } from '@qinwu/platform/db/database';
import { notYet } from '@qinwu/platform/events/event-handler';
import type { Deps } from '../deps.ts';
import { decideObjectionEnd, type ObjectionEnd } from '../rules/objection-outcome.ts';
import { readDirectoryInside } from '../store/import-directory.ts';
import { lockKnown } from '../store/import-grievances.ts';
import { lockGrievances } from '../store/visit-grievances.ts';
import { announceFacts } from './announce-facts.ts';
import { changedRow, clockRows } from './commit-decision.ts';
import { directoryOf } from './park-directories.ts';
import { timingOf } from './timing.ts';
import { writeGrievances } from './write-grievances.ts';

/** Who says it, and on whose trace. */
export interface Telling {
  readonly actor: Actor;
  /** Of the grievances that were opened by the same service. */
  readonly source: string;
  readonly traceparent: string | undefined;
}

/**
 * Answers and closes the grievance of an objection that came to its end. Waits where it is not opened yet: the two
 * events of an objection may come in any order. One that is closed or declined already stays as it is.
 */
export async function settleObjection(
  deps: Deps,
  tx: Tx,
  { actor, source, traceparent }: Telling,
  end: ObjectionEnd,
): Promise<void> {
  const { park } = actor;
  const known = (await lockKnown(tx, park, source, [end.number])).get(end.number);
  if (known === undefined) throw notYet(`the grievance of objection ${end.number} has not been opened`);
  const { id } = known.row;
  const found = (await lockGrievances(tx, park, [id])).get(id);
  if (found === undefined) throw new Error(`grievance ${id} is locked and not there`);
  const now = deps.clock.now();
  const directory = directoryOf(await readDirectoryInside(tx, park));
  const timing = timingOf(deps, directory, found.row.categoryCode, now);
  const before = { grievance: found.row, clocks: found.clocks, actor: actor.id };
  const decision = decideObjectionEnd(before, end, timing);
  if (decision === null) {
    deps.log.info({ grievance: id, outcome: end.outcome }, 'an objection ended whose grievance is over');
    return;
  }
  const dek = found.wrapped === null ? null : deps.keyring.unwrap(id, found.wrapped);
  const { entry, row } = changedRow(deps, { actor, now }, { ...found, dek }, decision);
  const events = announceFacts(deps, decision.facts, row, { now, traceparent });
  const clocks = clockRows(row, decision.clocks);
  await writeGrievances(tx, park, [{ row, clocks, wrapped: null, entries: [entry], events }]);
}
