import type { Caller } from '@qinwu/domain/caller';
import { commit } from '@qinwu/platform/db/commit';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../../deps.ts';
import { clockLine, summarize } from '../../rules/case-clock.ts';
import type { InjuryContent } from '../../rules/injury/injury-content.ts';
import type { InjuryClock } from '../../rules/injury/limits.ts';
import { injuryClockValues, saveInjury } from '../../store/injury-commits.ts';
import type { InjuryClockRow, InjuryRow } from '../../store/injury-table.ts';
import { sealJson, sealWords } from '../secrets.ts';
import { announceMoved } from './announce-injury.ts';
import type { OpenedInjury, PresentInjury } from './open-application.ts';
import { accidentIndexes, isFiledTwice, refuseFiledTwice } from './same-accident.ts';
import { isOvertaken, refuseOvertaken } from './stands-again.ts';

/** One change of one application: what it sets, and what the ledger says of it. */
export interface InjuryChange {
  action: string;
  set?: Partial<InjuryRow>;
  /** The sealed content as it is from now on. */
  content?: InjuryContent;
  clocks?: readonly InjuryClock[];
  /** For the ledger, without personal data. */
  change?: Readonly<Record<string, unknown>>;
  /** For the ledger, sealed. */
  words?: Readonly<Record<string, unknown>>;
  /** Files that now belong to it, with their hashes. */
  files?: readonly { id: string; sha256: string }[];
}

/** The clocks of an application as rows. */
export function clockRowsOf(
  { id, parkId }: Pick<InjuryRow, 'id' | 'parkId'>,
  clocks: readonly InjuryClock[],
): InjuryClockRow[] {
  return clocks.map((clock) => ({ ...clock, applicationId: id, parkId }));
}

/** The application as the change leaves it, and the ledger entry that says so. */
export function applyChange(
  deps: Deps,
  { actor, now }: { actor: { id: string }; now: Date },
  found: OpenedInjury,
  change: InjuryChange,
) {
  const { row: before, dek } = found;
  const seq = before.version + 1;
  const moved = clockRowsOf(before, change.clocks ?? []);
  const ids = new Set(moved.map(({ id }) => id));
  const clocks = [...found.clocks.filter(({ id }) => !ids.has(id)), ...moved];
  const words = sealWords(deps.keyring, dek, { id: before.id, seq }, change.words ?? {});
  const files = change.files ?? [];
  const entry = makeEntry(
    {
      park: before.parkId,
      caseKind: 'injury',
      caseId: before.id,
      at: now,
      actor: actor.id,
      action: change.action,
      change: {
        ...change.change,
        ...(files.length === 0 ? {} : { files: files.map(({ id, sha256 }) => ({ id, sha256 })) }),
        ...(moved.length === 0 ? {} : { clocks: moved.map(clockLine) }),
        ...(words === null ? {} : { words }),
      },
    },
    { seq: before.version, hash: before.ledgerHash },
  );
  const sealed =
    change.content === undefined || dek === null
      ? {}
      : { content: sealJson(deps.keyring, dek, { column: 'injury.content', id: before.id }, change.content) };
  const set = { ...before, ...change.set };
  const says = change.content ?? found.content;
  const isTold = change.content !== undefined || set.baseOn !== before.baseOn;
  const row: InjuryRow = {
    ...set,
    ...summarize(clocks, now),
    ...sealed,
    ...(says === null || !isTold ? {} : accidentIndexes(deps, { ...set, ...says })),
    version: seq,
    ledgerHash: entry.hash,
  };
  const done: OpenedInjury = { ...found, row, clocks, content: says };
  return { entry, done, moved };
}

/** Writes a change of an application, whole or not at all, and answers with the application as it left it. */
export async function commitApplication<A>(
  deps: Deps,
  caller: Caller,
  found: OpenedInjury,
  change: InjuryChange,
  present: PresentInjury<A>,
): Promise<A> {
  const { entry, done, moved } = applyChange(deps, caller, found, change);
  const { answer, kept } = present(done);
  try {
    await commit(deps.db, {
      statement: saveInjury,
      values: {
        ...done.row,
        expectedVersion: found.row.version,
        clocks: injuryClockValues(moved),
        files: (change.files ?? []).map(({ id }) => id),
      },
      entry,
      events: announceMoved(deps, found.row, done.row, caller),
      answer: kept,
    });
  } catch (error) {
    if (isOvertaken(error, found.row, done.row)) throw await refuseOvertaken(deps, caller.actor, done.row);
    throw isFiledTwice(error) ? await refuseFiledTwice(deps, caller.actor, done.row) : error;
  }
  deps.log.info({ injury: done.row.id, action: change.action, state: done.row.state }, 'application changed');
  return answer;
}
