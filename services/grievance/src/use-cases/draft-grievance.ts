import type { RecordKey } from '@qinwu/platform/crypto/keyring';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { moveClocks } from '../rules/clock-moves.ts';
import { type Clock, summarize } from '../rules/clocks.ts';
import { clockLine } from '../rules/decide-move.ts';
import type { Directory } from '../rules/directory.ts';
import type { ClockRow } from '../store/clock-table.ts';
import type { AttachedFile } from '../store/grievance-files.ts';
import type { GrievanceRow } from '../store/grievance-table.ts';
import { clockRows } from './commit-decision.ts';
import { clearReporter, type Intake, intakeRow } from './intake-row.ts';
import { type ReporterFields, sealWords } from './reporter-secrets.ts';
import { timingOf } from './timing.ts';

/** A new grievance ready to be committed: its row, its first clocks, its first ledger entry, its own key. */
export interface DraftedGrievance {
  row: GrievanceRow;
  clocks: ClockRow[];
  entry: LedgerEntry;
  key: RecordKey;
  /** In clear text, for the answer. */
  reporter: ReporterFields;
}

/** Makes the record of an intake; nothing is written yet. */
export function draftGrievance(
  deps: Deps,
  directory: Directory,
  intake: Intake,
  files: readonly AttachedFile[],
): DraftedGrievance {
  const key = deps.keyring.newRecordKey(intake.id);
  const draft = intakeRow(deps.keyring, key.dek, intake);
  const timing = timingOf(deps, directory, draft.categoryCode, intake.now);
  const clocks = moveClocks([], draft, 'register', timing);
  const entry = firstEntry(deps, key.dek, intake, { clocks, files });
  // In place: the draft is nobody else's, and has all of these members already.
  const row = Object.assign(draft, summarize(clocks), { version: entry.seq, ledgerHash: entry.hash });
  return { row, clocks: clockRows(row, clocks), entry, key, reporter: clearReporter(intake) };
}

function firstEntry(
  deps: Deps,
  dek: Buffer,
  intake: Intake,
  { clocks, files }: { clocks: readonly Clock[]; files: readonly AttachedFile[] },
): LedgerEntry {
  const { id, number, body, route, actor, now } = intake;
  const { origin, channel, demandType, title, text, place, reporter } = body;
  const words = sealWords(deps.keyring, dek, { id, seq: 1 }, { title, text, place, reporter });
  return makeEntry(
    {
      park: actor.park,
      caseKind: 'grievance',
      caseId: id,
      at: now,
      actor: actor.id,
      action: 'registered',
      change: {
        number,
        origin,
        channel,
        demandType,
        category: body.categoryCode ?? null,
        route: { ...route },
        files: files.map(({ id: file, sha256 }) => ({ id: file, sha256 })),
        clocks: clocks.map(clockLine),
        words,
      },
    },
    null,
  );
}
