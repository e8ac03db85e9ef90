import type { Caller } from '@qinwu/domain/caller';
import { isDomainError, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import { type ChainHead, type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { moveClocks } from '../rules/clock-moves.ts';
import { summarize } from '../rules/clocks.ts';
import { clockLine } from '../rules/decide-move.ts';
import type { Directory, Serving } from '../rules/directory.ts';
import { type CheckedIntake, checkIntake } from '../rules/intake.ts';
import { routeOf } from '../rules/routing.ts';
import { FIXED_FACTS, fixedColumns, intakeOfProblem } from '../rules/visit.ts';
import type { VisitBody, VisitProblem } from '../rules/visit-body.ts';
import { announceFacts } from './announce-facts.ts';
import { clockRows } from './commit-decision.ts';
import { intakeRow } from './intake-row.ts';
import { attachOwn } from './own-files.ts';
import { sealWords } from './reporter-secrets.ts';
import { timingOf } from './timing.ts';
import type { WrittenGrievance } from './write-grievances.ts';

/** What the problems of one visit are decided with. */
export interface VisitSetting {
  caller: Caller;
  visitId: string;
  body: VisitBody;
  /** When the visit took place. */
  at: Date;
  directory: Directory;
  serving: Serving | null;
}

/** A problem on its way into the register, its place in the visit and its number given. */
export interface PlacedProblem {
  problem: VisitProblem;
  place: number;
  number: string;
}

/** Faults of what the visit says for all its problems point at the visit, the rest at the problem. */
function relocated(error: unknown, place: number): unknown {
  if (!isDomainError(error)) return error;
  const errors = error.errors.map((fault) =>
    /^\/(place|enterprise)/.test(fault.pointer)
      ? fault
      : { ...fault, pointer: `/problems/${place}${fault.pointer}` },
  );
  return refuse(error.kind, error.code, error.title, { errors });
}

/** Makes the grievance of a problem: reported ones are routed and timed, those put right on the spot are closed. */
export async function problemRecord(
  deps: Deps,
  tx: Tx,
  setting: VisitSetting,
  placed: PlacedProblem,
): Promise<WrittenGrievance> {
  const { caller, directory, body: visit, at } = setting;
  const { actor, now } = caller;
  const { problem, place, number } = placed;
  const body = intakeOfProblem(visit, problem, at);
  let checked: CheckedIntake;
  try {
    checked = checkIntake(body, actor, directory, now);
  } catch (error) {
    throw relocated(error, place);
  }
  const clues = {
    enterprise: checked.uscc,
    serving: setting.serving,
    gridCode: visit.place?.grid ?? null,
    point: checked.wgs,
    categoryCode: problem.categoryCode ?? null,
  };
  const route = routeOf(clues, directory, localDateOf(now));
  const id = newId();
  const fixed = problem.fixedOnTheSpot;
  const ids = [...(body.attachments ?? []), ...(fixed?.photosAfter ?? [])];
  const pointer = `/problems/${place}${fixed === undefined ? '/photos' : '/fixedOnTheSpot'}`;
  const files = await attachOwn(tx, caller, ids, { owner: `grievance/${id}`, pointer });
  const key = deps.keyring.newRecordKey(id);
  const intake = { id, number, body, checked, route, actor, now };
  const officer = directory.officers.get(visit.officer) ?? { code: visit.officer, subject: null };
  const draft = {
    ...intakeRow(deps.keyring, key.dek, intake),
    ...(fixed && fixedColumns(fixed, { actor: actor.id, officer, now })),
  };
  const timing = timingOf(deps, directory, draft.categoryCode, now);
  const clocks = fixed === undefined ? moveClocks([], draft, 'register', timing) : [];
  const registered = entryOf(
    deps,
    setting,
    { id, dek: key.dek, head: null },
    {
      action: 'registered',
      change: {
        number,
        origin: draft.origin,
        channel: draft.channel,
        category: draft.categoryCode,
        route,
        files,
        clocks: clocks.map(clockLine),
      },
      words: { title: body.title, text: body.text, place: body.place },
    },
  );
  const entries = [registered];
  if (fixed !== undefined) {
    const change = { to: 'CLOSED', photosBefore: fixed.photosBefore, photosAfter: fixed.photosAfter };
    const words = { result: fixed.result };
    entries.push(
      entryOf(
        deps,
        setting,
        { id, dek: key.dek, head: registered },
        { action: 'fixed-on-the-spot', change, words },
      ),
    );
  }
  const last = entries.at(-1) ?? registered;
  const row = { ...draft, ...summarize(clocks), version: last.seq, ledgerHash: last.hash };
  const facts = fixed === undefined ? (['registered'] as const) : FIXED_FACTS;
  const events = announceFacts(deps, facts, row, { now, traceparent: caller.traceparent });
  return { row, clocks: clockRows(row, clocks), wrapped: key.wrapped, entries, events };
}

interface Step {
  action: string;
  change: Record<string, unknown>;
  words: Record<string, unknown>;
}

function entryOf(
  deps: Deps,
  { caller: { actor, now }, visitId }: VisitSetting,
  { id, dek, head }: { id: string; dek: Buffer; head: ChainHead | null },
  { action, change, words }: Step,
): LedgerEntry {
  const sealed = sealWords(deps.keyring, dek, { id, seq: (head?.seq ?? 0) + 1 }, words);
  return makeEntry(
    {
      park: actor.park,
      caseKind: 'grievance',
      caseId: id,
      at: now,
      actor: actor.id,
      action,
      change: JSON.parse(JSON.stringify({ ...change, visit: visitId, words: sealed })),
    },
    head,
  );
}
