import { hash } from 'node:crypto';
import type { Actor } from '@qinwu/domain/actor';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import type { ImportContext } from '@qinwu/platform/bulk/import/import-kind';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { moveClocks } from '../rules/clock-moves.ts';
import { summarize } from '../rules/clocks.ts';
import { clockLine } from '../rules/decide-move.ts';
import type { Directory, Serving } from '../rules/directory.ts';
import { factsOfDates, isHistory, readHistory } from '../rules/history.ts';
import { historyColumns } from '../rules/history-columns.ts';
import { checkReferences, ensureSameRecord } from '../rules/history-references.ts';
import { type ImportedRow, intakeOf } from '../rules/history-row.ts';
import { checkIntake } from '../rules/intake.ts';
import type { IntakeBody } from '../rules/intake-body.ts';
import { type Route, routeOf } from '../rules/routing.ts';
import type { ClockRow } from '../store/clock-table.ts';
import type { GrievanceRow } from '../store/grievance-table.ts';
import type { KnownGrievance } from '../store/import-grievances.ts';
import { announceFacts } from './announce-facts.ts';
import { clockRows } from './commit-decision.ts';
import { intakeRow } from './intake-row.ts';
import { sealWords } from './reporter-secrets.ts';
import { timingOf } from './timing.ts';
import type { WrittenGrievance } from './write-grievances.ts';

/** What rows of a slice are decided with. */
export interface Surroundings {
  context: ImportContext;
  directory: Directory;
  servings: ReadonlyMap<string, Serving>;
  /** Which of the originals the rows name are there 重复诉求. */
  originals: ReadonlySet<string>;
  hashKey: string;
}

/** One record as it is to be written, with the mark of what its row said. */
export interface ImportedRecord extends WrittenGrievance {
  contentHash: string;
}

/** Whoever may import a register files for everybody in it. */
function filing(actor: Actor): Actor {
  return { ...actor, roles: [...actor.roles, 'client'] };
}

/** A row with the columns of the source that no field took. */
export interface SourcedRow {
  fields: ImportedRow;
  extension: Record<string, string | number>;
}

/** The secret of the hashes: with it the words of a row cannot be guessed from its hash once they are erased. */
export function rowHashKey(deps: Deps): string {
  return deps.keyring.blindIndex('import-row', 'hash-key');
}

function contentHashOf({ hashKey }: Surroundings, { fields, extension }: SourcedRow): string {
  return hash('sha256', `${hashKey}${JSON.stringify([fields, Object.entries(extension).sort()])}`);
}

interface Identity {
  id: string;
  number: string;
  dek: Buffer;
  wrapped: string | null;
}

function identityOf(deps: Deps, target: KnownGrievance | string): Identity {
  if (typeof target === 'string') {
    const id = newId();
    return { id, number: target, ...deps.keyring.newRecordKey(id) };
  }
  const { id, number } = target.row;
  if (target.wrapped === null) {
    throw refuse('conflict', 'record-erased', {
      zh: '该记录的个人信息已依法删除，不能再导入',
      en: 'The personal data of this record were erased: it cannot be imported again',
    });
  }
  return { id, number, dek: deps.keyring.unwrap(id, target.wrapped), wrapped: null };
}

function ensureOriginal({ originals }: Surroundings, { fields: { duplicateOf } }: SourcedRow): void {
  if (duplicateOf === undefined || originals.has(duplicateOf)) return;
  throw fieldRule('/duplicateOf', 'original-unknown', {
    zh: '所指原件不存在',
    en: 'There is no such original',
  });
}

/**
 * Makes the record of a row: new under the given number, or the next version of a known one; 'unchanged' where
 * the last import wrote the same. Refuses what the rules of an intake or of a history refuse.
 */
export function importedRecord(
  deps: Deps,
  around: Surroundings,
  sourced: SourcedRow,
  target: KnownGrievance | string,
): ImportedRecord | 'unchanged' {
  const contentHash = contentHashOf(around, sourced);
  const before = typeof target === 'string' ? null : target;
  if (before?.contentHash === contentHash) return 'unchanged';
  ensureOriginal(around, sourced);
  const history = isHistory(sourced.fields);
  if (before !== null) ensureSameRecord(before, sourced.fields, history);
  const identity = identityOf(deps, target);
  const drafted = history
    ? pastRecord(deps, around, sourced, identity)
    : newIntake(deps, around, sourced, identity);
  const head = before === null ? null : { seq: before.row.version, hash: before.row.ledgerHash };
  return {
    ...seal(deps, around, drafted, { head, identity, history }),
    contentHash,
    wrapped: identity.wrapped,
  };
}

interface Drafted {
  row: GrievanceRow;
  body: IntakeBody;
  clocks: ClockRow[];
  change: Record<string, unknown>;
}

/** A record of the past: its state and dates are the books', and nothing of it is timed here. */
function pastRecord(
  deps: Deps,
  { context, directory, servings }: Surroundings,
  { fields, extension }: SourcedRow,
  { id, number, dek }: Identity,
): Drafted {
  const { actor, now, source } = context;
  const history = readHistory(fields, now);
  checkReferences(fields, directory);
  const body = intakeOf(fields, source, extension);
  // A category or grid since closed was in use then.
  const { place } = body;
  const checked = checkIntake(
    { ...body, categoryCode: undefined, place: place && { ...place, grid: undefined } },
    filing(actor),
    directory,
    now,
  );
  const serving = checked.uscc === null ? null : (servings.get(checked.uscc) ?? null);
  const clues = {
    enterprise: checked.uscc,
    serving,
    gridCode: fields.gridCode ?? null,
    point: checked.wgs,
    categoryCode: fields.categoryCode ?? null,
  };
  const isOpen = history.state === 'REGISTERED' || history.state === 'ACCEPTED';
  const given: Route = {
    gridCode: fields.gridCode ?? null,
    officerCode: fields.officerCode ?? null,
    unitCode: fields.unitCode ?? null,
    routedBy: fields.unitCode === undefined && fields.officerCode === undefined ? null : 'dispatcher',
    unroutedReason: null,
  };
  const route = isOpen && given.routedBy === null ? routeOf(clues, directory, localDateOf(now)) : given;
  const draft = intakeRow(deps.keyring, dek, { id, number, body, checked, route, actor, now });
  const row = { ...draft, ...historyColumns(fields, history) };
  const dates = Object.entries(history.dates).map(([name, at]) => [name, at.toISOString()]);
  return {
    row,
    body,
    clocks: [],
    change: { state: history.state, dates: Object.fromEntries(dates), inferred: [...history.inferred] },
  };
}

/** An intake that came in a file: registered now, routed and timed like any other. */
function newIntake(
  deps: Deps,
  { context, directory, servings }: Surroundings,
  { fields, extension }: SourcedRow,
  { id, number, dek }: Identity,
): Drafted {
  const { actor, now, source } = context;
  const body = intakeOf(fields, source, extension);
  const checked = checkIntake(body, filing(actor), directory, now);
  const clues = {
    enterprise: checked.uscc,
    serving: checked.uscc === null ? null : (servings.get(checked.uscc) ?? null),
    gridCode: fields.gridCode ?? null,
    point: checked.wgs,
    categoryCode: fields.categoryCode ?? null,
  };
  const route = routeOf(clues, directory, localDateOf(now));
  const intake = { id, number, body, checked, route, actor, now };
  const draft = intakeRow(deps.keyring, dek, intake);
  const timing = timingOf(deps, directory, draft.categoryCode, now);
  const clocks = moveClocks([], draft, 'register', timing);
  const row = { ...draft, ...summarize(clocks) };
  return { row, body, clocks: clockRows(row, clocks), change: { clocks: clocks.map(clockLine) } };
}

function seal(
  deps: Deps,
  { context }: Surroundings,
  { row: draft, body, clocks, change }: Drafted,
  {
    head,
    identity,
    history,
  }: { head: { seq: number; hash: string } | null; identity: Identity; history: boolean },
): Omit<WrittenGrievance, 'wrapped'> {
  const { actor, now, importId, source } = context;
  const { title, text, place, reporter } = body;
  const words = { title, text, place, reporter, result: draft.resultText };
  const { dek } = identity;
  const entry = makeEntry(
    {
      park: actor.park,
      caseKind: 'grievance',
      caseId: draft.id,
      at: now,
      actor: actor.id,
      action: actionOf(head === null, history),
      change: {
        number: draft.number,
        origin: draft.origin,
        channel: draft.channel,
        demandType: draft.demandType,
        category: draft.categoryCode,
        source,
        externalRef: draft.externalRef,
        importId,
        ...change,
        words: sealWords(deps.keyring, dek, { id: draft.id, seq: (head?.seq ?? 0) + 1 }, words),
      },
    },
    head,
  );
  const row = { ...draft, version: entry.seq, ledgerHash: entry.hash };
  return { row, clocks, entries: [entry], events: announceFacts(deps, factsOfDates(row), row, { now }) };
}

function actionOf(isNew: boolean, history: boolean): string {
  if (!isNew) return 'imported-again';
  return history ? 'imported' : 'registered';
}
