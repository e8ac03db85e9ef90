import type { Database, Tx } from '@qinwu/platform/db/database';
import { attachFiles } from '@qinwu/platform/files/file-rows';
import { placeholder, type SQL, sql } from 'drizzle-orm';

/** A file with what proves its content. */
export interface AttachedFile {
  id: string;
  sha256: string;
}

/** Gives a caller's own files that belong to nothing yet to an owner (`grievance/<id>`); returns those it could. */
export async function takeFiles(
  tx: Tx,
  { park, uploader, ids, owner }: { park: string; uploader: string; ids: readonly string[]; owner: string },
): Promise<AttachedFile[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from file where id = any(${sql.param(ids)}::uuid[]) and park_id = ${park}
      and created_by = ${uploader} and attached_to is null and completed_at is not null
    order by id for update`);
  const own = rows.map(({ id }) => id);
  return attachFiles(tx, park, own, owner);
}

/**
 * A caller's own files that belong to nothing yet, or to this owner already; for a commit that attaches them in its
 * own statement.
 */
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

/** Complete files of the park with what a reference to them says, in the order of the ids. */
export async function findFiles(
  db: Database,
  park: string,
  ids: readonly string[],
): Promise<(AttachedFile & { name: string; contentType: string })[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.pool.query<AttachedFile & { name: string; contentType: string }>({
    name: 'find-files',
    text: `select id, sha256, name, media_type as "contentType" from file
      where id = any($1::uuid[]) and park_id = $2 and completed_at is not null order by array_position($1::uuid[], id)`,
    values: [ids, park],
  });
  return rows;
}

/** Part of a commit: gives the files of the placeholder `files` to the grievance it writes. */
export const attachFilesPart: SQL = sql`
  update file set attached_to = 'grievance/' || "guard".id from "guard"
  where file.id = any(${placeholder('files')}::uuid[]) and file.attached_to is null`;

/** Who sent a file and what it belongs to; null where there is none in the park. */
export async function findFileOwner(
  db: Database,
  park: string,
  id: string,
): Promise<{ createdBy: string; attachedTo: string | null } | null> {
  const { rows } = await db.pool.query<{ created_by: string; attached_to: string | null }>({
    name: 'find-file-owner',
    text: 'select created_by, attached_to from file where id = $1 and park_id = $2',
    values: [id, park],
  });
  const [row] = rows;
  return row === undefined ? null : { createdBy: row.created_by, attachedTo: row.attached_to };
}
