import { inputDisputed } from '@qinwu/contracts/events/credit';
import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Page } from '@qinwu/domain/page';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import type { Deps } from '../../deps.ts';
import { seesEnterprise } from '../../rules/inputs/sight.ts';
import { type ObjectionAction, objectionLifecycle } from '../../rules/objections/lifecycle.ts';
import { type Authors, objectionActions } from '../../rules/objections/second-person.ts';
import { listAuthors } from '../../store/objections/authors.ts';
import { type ObjectionRow, objection, objectionsOf } from '../../store/objections/objection-table.ts';
import { findById, saveRecord } from '../../store/records.ts';
import type { ObjectionSubject } from '../../vocabulary.ts';
import { getDocument } from '../documents/documents.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { getValue } from '../inputs/read-values.ts';
import { searchRecords } from '../search-records.ts';
import { writeRecord } from '../write-record.ts';

/** As the ledger names it. */
export const KIND = 'objection';
const NUMBER_PREFIX = 'OB';

export interface NewObjection {
  uscc: string;
  subject: ObjectionSubject;
  /** Null where it is the score itself. */
  subjectId: string | null;
  grounds: string;
}

/** An enterprise objects to an input of its score, or to the score; a grievance is opened of it through the queue. */
export async function fileObjection<A>(
  deps: Deps,
  caller: Caller,
  given: NewObjection,
  present: Present<ObjectionRow, A>,
): Promise<A> {
  const { actor, now } = caller;
  await getEnterprise(deps, actor, given.uscc);
  await ensureSubject(deps, actor, given);
  const filedOn = localDateOf(now);
  const number = await deps.numbers.next(actor.park, NUMBER_PREFIX, filedOn);
  const id = newId();
  try {
    return await writeRecord<ObjectionRow, A>(deps, caller, {
      kind: KIND,
      id,
      before: null,
      action: 'filed',
      change: { number, ...given },
      row: (head) => ({
        ...given,
        ...head,
        id,
        parkId: actor.park,
        number,
        state: objectionLifecycle.initial,
        filedBy: actor.id,
        filedOn,
        decidedBy: null,
        decidedOn: null,
        reason: null,
        recordedAt: now,
      }),
      save: (tx, row) => saveRecord(tx, objection, row, null),
      events: (row) => disputedEvents(deps, caller, row),
      present,
    });
  } catch (error) {
    if (constraintOf(error) === 'objection_open') throw alreadyOpen();
    throw error;
  }
}

/** What is contested must be there, and be the enterprise's. */
async function ensureSubject(
  deps: Deps,
  actor: Actor,
  { uscc, subject, subjectId }: NewObjection,
): Promise<void> {
  if ((subject === 'score') !== (subjectId === null)) throw subjectUnfit();
  if (subjectId === null) return;
  const found =
    subject === 'indicator-value'
      ? await getValue(deps, actor, subjectId)
      : await getDocument(deps, actor, subjectId);
  if (found.uscc !== uscc) throw subjectUnfit();
}

/** An objection the actor may see; refuses `objection-missing`. */
export async function getObjection(deps: Deps, actor: Actor, id: string): Promise<ObjectionRow> {
  const row = await findById(deps.db.orm, objection, actor.park, id);
  if (row !== null && seesEnterprise(actor, row.uscc)) return row;
  throw refuse('missing', 'objection-missing', { zh: '没有这项异议', en: 'There is no such objection' });
}

/** An objection as an actor sees it, with what they could do with it. */
export interface SeenObjection {
  readonly row: ObjectionRow;
  readonly actions: readonly ObjectionAction[];
}

/** An objection the actor may see, with what they could do with it. */
export async function readObjection(deps: Deps, actor: Actor, id: string): Promise<SeenObjection> {
  const row = await getObjection(deps, actor, id);
  const authors = await authorsOf(deps, actor, [row]);
  return { row, actions: objectionActions(row, authors(row), actor) };
}

/** Who stands behind what each of some objections contests. */
export async function authorsOf(
  { db }: Deps,
  { park }: Actor,
  rows: readonly ObjectionRow[],
): Promise<(row: ObjectionRow) => Authors> {
  const contested = rows.flatMap(({ subjectId }) => subjectId ?? []);
  const authors = await listAuthors(db.orm, park, contested);
  return ({ subjectId }) => authors.get(subjectId ?? '') ?? new Set();
}

/** A page of an enterprise's objections, the newest first. */
export async function searchObjections(
  deps: Deps,
  actor: Actor,
  { uscc, limit, cursor }: { uscc: string; limit: number; cursor?: string | undefined },
): Promise<Page<SeenObjection>> {
  await getEnterprise(deps, actor, uscc);
  const filter = { list: 'objections', uscc };
  const page = { limit, cursor, filter, where: objectionsOf(uscc) };
  const { items, next } = await searchRecords(deps, actor, objection, page);
  const authors = await authorsOf(deps, actor, items);
  return { items: items.map((row) => ({ row, actions: objectionActions(row, authors(row), actor) })), next };
}

function disputedEvents(deps: Deps, { now: time, traceparent }: Caller, row: ObjectionRow): OutboxRow[] {
  const { id: objectionId, parkId: park, version: sequence, number, uscc, subject, grounds, filedOn } = row;
  const data = { objectionId, number, uscc, subject, grounds, filedOn };
  return deps.announce(inputDisputed, { park, subject: objectionId, sequence, time, traceparent, data });
}

function subjectUnfit(): Error {
  return fieldRule('/subjectId', 'subject-unfit', {
    zh: '指标值、负面文书的异议须指明本企业的哪一项；对积分的异议不填',
    en: 'Name the value or document of the enterprise that is contested, and nothing for the score itself',
  });
}

function alreadyOpen(): Error {
  return refuse('conflict', 'objection-open', {
    zh: '对此已有尚未决定的异议',
    en: 'An objection to this is open already',
  });
}
