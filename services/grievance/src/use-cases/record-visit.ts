import { visitRecorded } from '@qinwu/contracts/events/grievance';
import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { parseUscc } from '@qinwu/domain/uscc';
import type { Tx } from '@qinwu/platform/db/database';
import { type KeptAnswer, keepAnswer } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { publish } from '@qinwu/platform/db/publish';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../deps.ts';
import { checkVisit } from '../rules/visit.ts';
import type { VisitBody } from '../rules/visit-body.ts';
import { findOptionalServing } from '../store/directory.ts';
import { keepRecordKeys } from '../store/import-grievances.ts';
import { upsertRows } from '../store/import-rows.ts';
import { type VisitRow, visit, visitProblem } from '../store/visit-tables.ts';
import type { FoundVisit } from '../store/visits.ts';
import { attachOwn } from './own-files.ts';
import { NUMBER_PREFIX } from './register-grievance.ts';
import { sealWords } from './reporter-secrets.ts';
import { problemRecord, type VisitSetting } from './visit-problem.ts';
import { type WrittenGrievance, writeGrievances } from './write-grievances.ts';

/** Prefix of a visit's number 走访编号. */
const VISIT_PREFIX = 'PV';

/** Makes the answer to a recorded visit, and the copy of it that is stored with it. */
export type PresentVisit<A> = (found: FoundVisit, dek: Buffer) => { answer: A; kept: KeptAnswer | undefined };

/** Records a visit with everything it found, all or nothing: one call from a telephone with a poor line. */
export async function recordVisit<A>(
  deps: Deps,
  caller: Caller,
  body: VisitBody,
  present: PresentVisit<A>,
): Promise<A> {
  const { actor, now } = caller;
  const directory = await deps.directories.of(actor.park);
  checkVisit(body, actor, directory, now);
  const { uscc } = body.enterprise;
  const enterprise = uscc === undefined ? null : parseUscc(uscc, '/enterprise/uscc');
  const today = localDateOf(now);
  const serving =
    enterprise === null ? null : await findOptionalServing(deps.db, actor.park, enterprise, today);
  const problems = body.problems ?? [];
  const [number = ''] = await deps.numbers.take(actor.park, VISIT_PREFIX, today, 1);
  const numbers = await deps.numbers.take(actor.park, NUMBER_PREFIX, today, problems.length);
  const at = body.occurredAt === undefined ? now : new Date(body.occurredAt);
  const setting: VisitSetting = { caller, visitId: newId(), body, at, directory, serving };
  const answer = await inTransaction(deps.db, async (tx) => {
    const written: WrittenGrievance[] = [];
    for (const [place, problem] of problems.entries()) {
      const placed = { problem, place, number: numbers[place] ?? '' };
      written.push(await problemRecord(deps, tx, setting, placed));
    }
    await writeGrievances(tx, actor.park, written);
    const { row, dek } = await writeVisit(deps, tx, setting, { number, enterprise, written });
    const { answer, kept } = present(foundVisit(row, body, written), dek);
    if (kept !== undefined) await keepAnswer(tx, kept);
    return answer;
  });
  deps.log.info({ visit: setting.visitId, problems: problems.length }, 'visit recorded');
  return answer;
}

function foundVisit(row: VisitRow, body: VisitBody, written: readonly WrittenGrievance[]): FoundVisit {
  const problems = written.map(({ row: { id, number, title, state } }, place) => {
    const fixed = body.problems?.[place]?.fixedOnTheSpot;
    return {
      grievanceId: id,
      number,
      title,
      state,
      fixed: fixed !== undefined,
      photosBefore: fixed?.photosBefore ?? body.problems?.[place]?.photos ?? [],
      photosAfter: fixed?.photosAfter ?? [],
    };
  });
  return { row, problems };
}

async function writeVisit(
  deps: Deps,
  tx: Tx,
  { caller, visitId: id, body, at, serving }: VisitSetting,
  made: { number: string; enterprise: string | null; written: readonly WrittenGrievance[] },
): Promise<{ row: VisitRow; dek: Buffer }> {
  const { actor, now, traceparent } = caller;
  const { number, enterprise, written } = made;
  const owner = { owner: `visit/${id}`, pointer: '/photos' };
  const photos = await attachOwn(tx, caller, body.photos ?? [], owner);
  const key = deps.keyring.newRecordKey(id);
  const visitedOn = localDateOf(at);
  const checklist = body.checklist ?? [];
  const words = { enterpriseName: body.enterprise.name, checklist, note: body.note };
  const change = {
    number,
    enterprise,
    officer: body.officer,
    visitedOn,
    checklist: checklist.length,
    problems: written.map(({ row }) => row.number),
    photos,
    words: sealWords(deps.keyring, key.dek, { id, seq: 1 }, words),
  };
  const step = { park: actor.park, caseKind: 'visit', caseId: id, at: now, actor: actor.id };
  const entry = makeEntry({ ...step, action: 'recorded', change }, null);
  const row: VisitRow = {
    id,
    parkId: actor.park,
    number,
    version: entry.seq,
    ledgerHash: entry.hash,
    enterpriseUscc: enterprise,
    enterpriseName: body.enterprise.name ?? null,
    officerCode: body.officer,
    gridCode: body.place?.grid ?? serving?.gridCode ?? written[0]?.row.gridCode ?? null,
    visitedAt: now,
    occurredAt: body.occurredAt === undefined ? null : at,
    visitedOn,
    checklist,
    note: body.note ?? null,
    problems: written.length,
    photos: photos.map((photo) => photo.id),
    filedBy: actor.id,
  };
  await upsertRows(tx, visit, [row], { key: ['id'] });
  await upsertRows(tx, visitProblem, problemRows(row, body, written), { key: ['grievanceId'] });
  await keepRecordKeys(tx, actor.park, [{ recordId: id, wrapped: key.wrapped }]);
  await writeEntries(tx, [entry]);
  const data = { visitId: id, visitedOn, problems: written.length, ...(enterprise && { enterprise }) };
  const fact = { park: actor.park, subject: id, sequence: 1, time: now, traceparent, data };
  await publish(tx, deps.announce(visitRecorded, fact));
  return { row, dek: key.dek };
}

function problemRows(
  { id, parkId }: VisitRow,
  body: VisitBody,
  written: readonly WrittenGrievance[],
): (typeof visitProblem.$inferSelect)[] {
  return written.map(({ row }, place) => {
    const problem = body.problems?.[place];
    const fixed = problem?.fixedOnTheSpot;
    return {
      grievanceId: row.id,
      visitId: id,
      parkId,
      place,
      fixed: fixed !== undefined,
      photosBefore: fixed?.photosBefore ?? problem?.photos ?? [],
      photosAfter: fixed?.photosAfter ?? [],
    };
  });
}
