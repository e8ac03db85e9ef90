import type { Actor } from '@qinwu/domain/actor';
import { isRole } from '@qinwu/domain/actor';
import { sql } from 'drizzle-orm';
import type { Database, DbOrTx, Tx } from '../../db/database.ts';
import type { JobState } from '../../jobs/jobs.ts';
import type { Mapping } from '../mapping.ts';
import type { RowFormat } from '../read/source-row.ts';
import type { TextEncoding } from '../read/text-encoding.ts';
import { type ImportTotals, totalsOf } from './import-totals.ts';

/** How the file of an import is to be read, and in whose name. */
export interface ImportPlan {
  mapping: Mapping;
  encoding?: TextEncoding | undefined;
  sheet?: string | undefined;
  actor: Actor;
}

/** One import as it was asked for. */
export interface ImportRecord {
  id: string;
  park: string;
  kind: string;
  source: string;
  fileId: string;
  fileName: string;
  format: RowFormat;
  columns: readonly string[];
  dryRun: boolean;
  rowsTotal: number;
  createdBy: string;
}

/** An import and how far it is. */
export interface ImportState extends ImportRecord {
  state: JobState;
  totals: ImportTotals;
  createdAt: Date;
  finishedAt: Date | null;
}

/** An import on its way through a worker. */
export interface ImportTask extends ImportRecord {
  plan: ImportPlan;
  wrapped: string;
}

type StoredPlan = Omit<ImportPlan, 'actor'> & { actor: Omit<Actor, 'scopes'> & { scopes: string[] } };

interface Row extends Record<string, unknown> {
  id: string;
  park_id: string;
  kind: string;
  source: string;
  file_id: string;
  file_name: string;
  format: RowFormat;
  columns: string[];
  dry_run: boolean;
  rows_total: number;
  created_by: string;
}

interface StateRow extends Row {
  state: JobState;
  progress: Record<string, unknown>;
  created_at: string;
  finished_at: string | null;
}

const COLUMNS = sql.raw(
  'i.id, i.park_id, i.kind, i.source, i.file_id, i.file_name, i.format, i.columns, i.dry_run, i.rows_total, i.created_by',
);

function recordOf(row: Row): ImportRecord {
  return {
    id: row.id,
    park: row.park_id,
    kind: row.kind,
    source: row.source,
    fileId: row.file_id,
    fileName: row.file_name,
    format: row.format,
    columns: row.columns,
    dryRun: row.dry_run,
    rowsTotal: row.rows_total,
    createdBy: row.created_by,
  };
}

function stateOf(row: StateRow): ImportState {
  return {
    ...recordOf(row),
    state: row.state,
    totals: totalsOf(row.progress),
    createdAt: new Date(row.created_at),
    finishedAt: row.finished_at === null ? null : new Date(row.finished_at),
  };
}

/** Writes an import whose job and key are in the same transaction. */
export async function writeImport(
  tx: Tx,
  record: ImportRecord,
  plan: ImportPlan,
  wrapped: string,
): Promise<void> {
  const stored: StoredPlan = { ...plan, actor: { ...plan.actor, scopes: [...plan.actor.scopes] } };
  await tx.execute(sql`
    with key as (insert into record_key (record_id, park_id, wrapped) values (${record.id}, ${record.park}, ${wrapped}))
    insert into import (id, park_id, kind, source, file_id, file_name, format, options, columns, dry_run, rows_total,
      created_by)
    values (${record.id}, ${record.park}, ${record.kind}, ${record.source}, ${record.fileId}, ${record.fileName},
      ${record.format}, ${JSON.stringify(stored)}, ${JSON.stringify(record.columns)}, ${record.dryRun},
      ${record.rowsTotal}, ${record.createdBy})`);
}

/** The import of a job, with its plan and its wrapped key; throws where it or its key is gone. */
export async function findTask(tx: Tx, id: string): Promise<ImportTask> {
  const { rows } = await tx.execute<Row & { options: StoredPlan; wrapped: string | null }>(sql`
    select ${COLUMNS}, i.options, k.wrapped from import i join record_key k on k.record_id = i.id where i.id = ${id}`);
  const [row] = rows;
  if (row === undefined || row.wrapped === null) throw new Error(`Import ${id} or its key is gone.`);
  const { actor, ...plan } = row.options;
  const who = { ...actor, roles: actor.roles.filter(isRole), scopes: new Set(actor.scopes) };
  return { ...recordOf(row), plan: { ...plan, actor: who }, wrapped: row.wrapped };
}

/** An import of the park and how far it is; null where there is none. */
export async function findImport(runner: DbOrTx, park: string, id: string): Promise<ImportState | null> {
  const { rows } = await runner.execute<StateRow>(sql`
    select ${COLUMNS}, j.state, j.progress, i.created_at, j.finished_at
    from import i join job j on j.id = i.id where i.id = ${id} and i.park_id = ${park}`);
  return rows[0] === undefined ? null : stateOf(rows[0]);
}

/** Imports of the park, the newest first, from behind the given one on. */
export async function listImports(
  db: Database,
  {
    park,
    kind,
    after,
    limit,
  }: { park: string; kind?: string | undefined; after: string | null; limit: number },
): Promise<ImportState[]> {
  // Ids are of version 7, so their order is that of creation.
  const { rows } = await db.orm.execute<StateRow>(sql`
    select ${COLUMNS}, j.state, j.progress, i.created_at, j.finished_at
    from import i join job j on j.id = i.id
    where i.park_id = ${park} and (${kind ?? null}::text is null or i.kind = ${kind ?? null})
      and (${after}::uuid is null or i.id < ${after}::uuid)
    order by i.id desc limit ${limit}`);
  return rows.map(stateOf);
}
