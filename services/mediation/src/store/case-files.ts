import type { Database } from '@qinwu/platform/db/database';

/** A file with what proves its content. */
export interface AttachedFile {
  id: string;
  sha256: string;
}

/** A caller's own files that belong to nothing yet, or to this owner (`case/<id>`) already. */
export async function findOwnFiles(
  db: Database,
  { park, uploader, ids, owner }: { park: string; uploader: string; ids: readonly string[]; owner: string },
): Promise<AttachedFile[]> {
  const { rows } = await db.pool.query<AttachedFile>({
    name: 'find-own-files',
    text: `select id, sha256 from file where id = any($1::uuid[]) and park_id = $2 and completed_at is not null
      and (attached_to = $4 or (attached_to is null and created_by = $3)) order by id`,
    values: [ids, park, uploader, owner],
  });
  return rows;
}

/** The names of the files a case came in with, as its first ledger entry has them. */
export async function listAttachmentNames(db: Database, park: string, caseId: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ name: string }>({
    name: 'list-attachment-names',
    text: `select f.name from ledger l
      cross join lateral jsonb_array_elements(l.body::jsonb -> 'change' -> 'files') with ordinality as t (said, place)
      join file f on f.id = (t.said ->> 'id')::uuid and f.park_id = l.park_id
      where l.park_id = $1 and l.case_kind = 'case' and l.case_id = $2 and l.seq = 1 order by t.place`,
    values: [park, caseId],
  });
  return rows.map(({ name }) => name);
}

/** Whether a file came with the application itself, as the first entry of the case's ledger says. */
export async function cameWithApplication(
  db: Database,
  { park, caseId, file }: { park: string; caseId: string; file: string },
): Promise<boolean> {
  const { rowCount } = await db.pool.query({
    name: 'came-with-application',
    text: `select from ledger where park_id = $1 and case_id = $2 and seq = 1
      and body::jsonb -> 'change' -> 'files' @> jsonb_build_array(jsonb_build_object('id', $3::text))`,
    values: [park, caseId, file],
  });
  return rowCount === 1;
}

/** The files that came with the application itself, as the first entry of the case's ledger says. */
export async function listAttachments(db: Database, park: string, caseId: string): Promise<AttachedFile[]> {
  const { rows } = await db.pool.query<AttachedFile>({
    name: 'list-attachments',
    text: `select f ->> 'id' as id, f ->> 'sha256' as sha256
      from ledger l, jsonb_array_elements(l.body::jsonb -> 'change' -> 'files') f
      where l.park_id = $1 and l.case_id = $2 and l.seq = 1`,
    values: [park, caseId],
  });
  return rows;
}

/** Who sent a file and what it belongs to; null where there is none in the park. */
export async function findFileOwner(
  db: Database,
  park: string,
  id: string,
): Promise<{ createdBy: string; attachedTo: string | null } | null> {
  const { rows } = await db.pool.query<{ createdBy: string; attachedTo: string | null }>({
    name: 'find-file-owner',
    text: 'select created_by as "createdBy", attached_to as "attachedTo" from file where id = $1 and park_id = $2',
    values: [id, park],
  });
  return rows[0] ?? null;
}
