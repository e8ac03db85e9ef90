import type { Database, Tx } from '@qinwu/platform/db/database';
import { and, eq, sql } from 'drizzle-orm';
import { type CaseRow, disputeCase } from './case-table.ts';

/** An import whose file holds a line of the record. */
export interface SourceImport {
  id: string;
  finished: boolean;
}

/**
 * The imports of the source that the record has a number of, trials and refused lines among them, and those of other
 * sources that refused a line because the record was there already.
 */
export async function importsOf(db: Database, park: string, recordId: string): Promise<SourceImport[]> {
  const { rows } = await db.pool.query<SourceImport>(
    `select i.id, j.finished_at is not null as finished
      from import i join job j on j.id = i.id
      where i.park_id = $1 and (
        i.source in (
          select source from imported_record where park_id = $1 and record_id = $2
          union select source from dispute_case where park_id = $1 and id = $2 and external_ref is not null)
        or i.id in (select import_id from import_mention where record_id = $2))`,
    [park, recordId],
  );
  return rows;
}

/** The number under which an import brought the record; null where none did, or it was forgotten. */
export async function importedRefOf(
  db: Database,
  park: string,
  recordId: string,
): Promise<{ source: string; externalRef: string } | null> {
  const { rows } = await db.pool.query<{ source: string; externalRef: string }>(
    `select source, external_ref as "externalRef" from imported_record
      where park_id = $1 and record_id = $2 and external_ref is not null`,
    [park, recordId],
  );
  return rows[0] ?? null;
}

/** Leaves of that number its keyed hash. */
export async function forgetImportedRef(tx: Tx, recordId: string, index: string): Promise<void> {
  await tx.execute(sql`
    update imported_record set external_ref = null, external_ref_index = ${index} where record_id = ${recordId}`);
}

/**
 * What the files of a case belong to: `case/<id>`, `evidence/<item>` and so on. Papers of one party (`choice/<id>/<party>`)
 * are looked for by their case: whoever left it is among its parties no more.
 */
export async function fileOwnersOf(db: Database, park: string, id: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ owner: string }>(
    `select 'evidence/' || id as owner from evidence where park_id = $1 and case_id = $2
      union all select 'caucus/' || id from caucus_message where park_id = $1 and case_id = $2
      union select attached_to from file where park_id = $1
        and (attached_to like 'choice/' || $2 || '/%' or attached_to like 'word/' || $2 || '/%')`,
    [park, id],
  );
  return [`case/${id}`, `mandate/${id}`, `limitation/${id}`, ...rows.map(({ owner }) => owner)];
}

/** Where else something of the matter is kept. */
export interface Elsewhere {
  kind: 'case' | 'injury-application' | 'case-file' | 'grievance';
  id: string;
  /** Its number, or who has it; null where the service knows neither. */
  name: string | null;
}

/** The applications of a case that are not erased, and the case files made for others, which may have been sent. */
export async function keptElsewhere(db: Database, park: string, caseId: string): Promise<Elsewhere[]> {
  const { rows } = await db.pool.query<Elsewhere>(
    `select 'injury-application' as kind, a.id, a.number as name
      from injury_application a join record_key k on k.record_id = a.id and k.wrapped is not null
      where a.park_id = $1 and a.case_id = $2
      union all select 'case-file', id, recipient from case_file
      where park_id = $1 and case_id = $2
      order by 1, 2`,
    [park, caseId],
  );
  return rows;
}

/** Writes a case as it was erased, and forgets which of its persons read a notice; false where its version moved. */
export async function saveErasedCase(
  tx: Tx,
  { id, parkId, ...row }: CaseRow,
  expectedVersion: number,
): Promise<boolean> {
  const { parties, members, extension, externalRef, externalRefIndex, filedBy, version, ledgerHash } = row;
  const { rowCount } = await tx
    .update(disputeCase)
    .set({ parties, members, extension, externalRef, externalRefIndex, filedBy, version, ledgerHash })
    .where(
      and(eq(disputeCase.id, id), eq(disputeCase.parkId, parkId), eq(disputeCase.version, expectedVersion)),
    );
  await tx.execute(sql`
    delete from notice_reading r using notice n
    where n.id = r.notice_id and n.park_id = ${parkId} and n.case_id = ${id}`);
  return rowCount === 1;
}
