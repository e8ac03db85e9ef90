import type { Caller } from '@qinwu/domain/caller';
import { type CommitStatement, commit } from '@qinwu/platform/db/commit';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { clockLine, type RunningClock, summarize } from '../rules/case-clock.ts';
import type { CaseContent } from '../rules/case-content.ts';
import { clockValues, savingOf } from '../store/case-commits.ts';
import type { CaseRow, ClockRow } from '../store/case-table.ts';
import { announceCase } from './announce-case.ts';
import { type OpenedCase, type Present, rememberCase } from './open-case.ts';
import { caseErased } from './party-marks.ts';
import { sealJson, sealWords } from './secrets.ts';

/** One change of one case: what it sets, and what the ledger says of it. */
export interface CaseChange {
  /** Name of the step in the ledger. */
  action: string;
  set?: Partial<CaseRow>;
  /** The sealed content as it is from now on. */
  content?: CaseContent;
  /** Clocks that began or moved. */
  clocks?: readonly RunningClock[];
  /** For the ledger, without personal data. */
  change?: Readonly<Record<string, unknown>>;
  /** For the ledger, sealed: what people wrote. */
  words?: Readonly<Record<string, unknown>>;
  /** A statement that writes more than the case and its clocks; made with `changedCase` and `clocksPart`. */
  statement?: CommitStatement;
  /** The values of its further placeholders. */
  values?: Readonly<Record<string, unknown>>;
  /** Events besides those that follow from the case itself. */
  events?: (row: CaseRow) => OutboxRow[];
}

function clockRows({ id, parkId }: CaseRow, clocks: readonly RunningClock[]): ClockRow[] {
  return clocks.map((clock) => ({ ...clock, caseId: id, parkId }));
}

function merged(clocks: readonly ClockRow[], moved: readonly ClockRow[]): ClockRow[] {
  const ids = new Set(moved.map(({ id }) => id));
  return [...clocks.filter(({ id }) => !ids.has(id)), ...moved];
}

/** True of a change that holds what has to be sealed: without the case's key it would be lost, and called done. */
function saysSomething({ content, words = {} }: CaseChange): boolean {
  return content !== undefined || Object.keys(words).length > 0;
}

/** The case as the change leaves it, and the ledger entry that says so. */
export function applied(deps: Deps, { actor, now }: Caller, found: OpenedCase, change: CaseChange) {
  const { row: before, dek } = found;
  const seq = before.version + 1;
  const moved = clockRows(before, change.clocks ?? []);
  const clocks = merged(found.clocks, moved);
  if (dek === null && saysSomething(change)) throw caseErased();
  const words = sealWords(deps.keyring, dek, { id: before.id, seq }, change.words ?? {});
  const entry = makeEntry(
    {
      park: before.parkId,
      caseKind: 'case',
      caseId: before.id,
      at: now,
      actor: actor.id,
      action: change.action,
      change: {
        ...change.change,
        ...(moved.length === 0 ? {} : { clocks: moved.map(clockLine) }),
        ...(words === null ? {} : { words }),
      },
    },
    { seq: before.version, hash: before.ledgerHash },
  );
  const content =
    change.content === undefined || dek === null
      ? {}
      : { content: sealJson(deps.keyring, dek, { column: 'content', id: before.id }, change.content) };
  const row: CaseRow = {
    ...before,
    ...change.set,
    ...summarize(clocks, now),
    ...content,
    version: seq,
    ledgerHash: entry.hash,
  };
  const done: OpenedCase = { ...found, row, clocks, content: change.content ?? found.content };
  return { entry, done, moved };
}

/** Writes a change of a case, whole or not at all, and answers with the case as it left it. */
export async function commitCase<A>(
  deps: Deps,
  caller: Caller,
  found: OpenedCase,
  change: CaseChange,
  present: Present<A>,
): Promise<A> {
  const { entry, done, moved } = applied(deps, caller, found, change);
  const { answer, kept } = present(done);
  await commit(deps.db, {
    statement: change.statement ?? savingOf(found.row, done.row, { movesClocks: moved.length > 0 }),
    values: {
      ...done.row,
      expectedVersion: found.row.version,
      clocks: clockValues(moved),
      ...change.values,
    },
    entry,
    events: [...announceCase(deps, found.row, done.row, caller), ...(change.events?.(done.row) ?? [])],
    answer: kept,
  });
  rememberCase(deps, done);
  deps.log.info({ case: done.row.id, action: change.action, state: done.row.state }, 'case changed');
  return answer;
}
