import { sql } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import type { FileStore } from '../../files/file-store.ts';
import { defineJob, type Job, type JobDefinition } from '../../jobs/jobs.ts';
import type { Clock } from '../../process/clock.ts';
import { type MappedRow, rowMapper } from '../mapping.ts';
import { DEFAULT_READ_LIMITS, type ReadLimits, type SourceRow } from '../read/source-row.ts';
import { cursorShelf } from './cursor-shelf.ts';
import { refusedRow } from './define-import.ts';
import type { AnyImportKind, ImportContext, RowOutcome } from './import-kind.ts';
import { findTask, type ImportTask } from './import-store.ts';
import { addOutcomes, totalsOf } from './import-totals.ts';
import { writeOutcomes } from './outcome-rows.ts';
import { rehearse } from './rehearse.ts';
import { openCursor } from './row-cursor.ts';
import { sealCells } from './sealed-cells.ts';

/** Kind of the job that carries out imports, whatever they import. */
export const IMPORT_JOB = 'import';
const SLICE_ROWS = 500;
/** Opening a large file behind its checkpoint takes longer than a transaction may otherwise sit still. */
const OPENING_SECONDS = 60;

export interface ImportDeps {
  files: FileStore;
  clock: Clock;
  kinds: readonly AnyImportKind[];
  limits?: ReadLimits;
}

function mapRow(map: (row: SourceRow) => MappedRow, row: SourceRow): MappedRow | RowOutcome {
  if (row.fault !== undefined) return { line: row.line, outcome: 'refused', errors: [row.fault] };
  try {
    return map(row);
  } catch (error) {
    return refusedRow(row.line, error);
  }
}

async function importSlice(
  tx: Tx,
  { files, clock, kinds }: ImportDeps,
  task: ImportTask,
  rows: readonly SourceRow[],
): Promise<RowOutcome[]> {
  const kind = kinds.find((each) => each.kind === task.kind);
  if (kind === undefined) throw new Error(`No import of ${task.kind} is registered.`);
  const map = rowMapper(task.plan.mapping);
  const mapped = rows.map((row) => mapRow(map, row));
  const context: ImportContext = {
    importId: task.id,
    actor: task.plan.actor,
    source: task.source,
    now: clock.now(),
  };
  const work = (inner: Tx) => kind.importRows(inner, mapped, context);
  const outcomes = task.dryRun ? await rehearse(tx, work) : await work(tx);
  const dek = files.keyring.unwrap(task.id, task.wrapped);
  const cellsOf = new Map(rows.map((row) => [row.line, row.cells]));
  const sealed = outcomes.map((outcome) => {
    const cells = outcome.outcome === 'refused' ? cellsOf.get(outcome.line) : undefined;
    const place = { importId: task.id, line: outcome.line };
    return { ...outcome, sealed: cells === undefined ? null : sealCells(files.keyring, dek, place, cells) };
  });
  await writeOutcomes(tx, task.id, sealed);
  return outcomes;
}

/**
 * The job that imports files: 500 rows at a time, their effect, their outcomes and the checkpoint in one
 * transaction, so that a killed import goes on behind the last row that was committed.
 */
export function importJob(deps: ImportDeps): JobDefinition {
  const shelf = cursorShelf();
  const limits = deps.limits ?? DEFAULT_READ_LIMITS;

  async function runSlice(tx: Tx, job: Job): Promise<Awaited<ReturnType<JobDefinition['runSlice']>>> {
    const task = await findTask(tx, job.id);
    const behind = typeof job.checkpoint.line === 'number' ? job.checkpoint.line : 0;
    const cursor = await shelf.at(job.id, behind, async () => {
      await tx.execute(sql.raw(`set local idle_in_transaction_session_timeout = '${OPENING_SECONDS}s'`));
      return await openCursor(deps.files, tx, task, { behind, limits });
    });
    const rows = await cursor.take(SLICE_ROWS);
    const outcomes = await importSlice(tx, deps, task, rows);
    const done = rows.length < SLICE_ROWS;
    if (done) await shelf.drop(job.id);
    const totals = addOutcomes(totalsOf(job.progress), outcomes);
    return { checkpoint: { line: rows.at(-1)?.line ?? behind }, progress: { ...totals }, done };
  }

  return defineJob({ kind: IMPORT_JOB, runSlice });
}
