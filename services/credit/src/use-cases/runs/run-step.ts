import type { Tx } from '@qinwu/platform/db/database';
import { writeJob } from '@qinwu/platform/jobs/job-store';
import type { JsonObject } from '@qinwu/platform/jobs/jobs';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { RunRow } from '../../store/runs/run-table.ts';
import { saveRun } from '../../store/runs/runs.ts';

/** The jobs that carry a run; each is written in the transaction of the step before it. */
export const RUN_JOBS = {
  plan: 'credit.plan-run',
  slice: 'credit.score-slice',
  publish: 'credit.publish-run',
  announce: 'credit.announce-run',
  clear: 'credit.clear-run',
} as const;

/** Asks for a step of a run. */
export async function askStep(
  tx: Tx,
  run: Pick<RunRow, 'id' | 'parkId' | 'askedBy'>,
  step: keyof typeof RUN_JOBS,
  more: JsonObject = {},
): Promise<void> {
  const input = { run: run.id, ...more };
  await writeJob(tx, { park: run.parkId, kind: RUN_JOBS[step], input, createdBy: run.askedBy });
}

interface RunEntry {
  readonly at: Date;
  readonly actor: string;
  readonly action: 'started' | 'cancelled' | 'published' | 'failed';
  readonly change: Readonly<Record<string, unknown>>;
}

/** The next entry of a run's ledger; the first of a run without a version. */
export function nextRunEntry(
  run: Pick<RunRow, 'id' | 'parkId' | 'version' | 'ledgerHash'>,
  { at, actor, action, change }: RunEntry,
): LedgerEntry {
  const before = run.version === 0 ? null : { seq: run.version, hash: run.ledgerHash };
  const step = { park: run.parkId, caseKind: 'score-run', caseId: run.id, at, actor, action, change };
  return makeEntry(step, before);
}

/** Ends a run that is held, or takes it a step on, with its entry in the ledger; returns the run as it is then. */
export async function recordStep(
  tx: Tx,
  run: RunRow,
  entry: RunEntry,
  fields: Partial<RunRow>,
): Promise<RunRow> {
  const written = nextRunEntry(run, entry);
  await writeEntries(tx, [written]);
  const changed = { ...fields, version: written.seq, ledgerHash: written.hash };
  await saveRun(tx, run.id, changed);
  return { ...run, ...changed };
}

/** Who does what nobody asked for by hand. */
export const SYSTEM = 'system:credit';
