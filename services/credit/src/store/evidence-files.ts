import type { Database, Tx } from '@qinwu/platform/db/database';
import { attachFiles } from '@qinwu/platform/files/file-rows';

/** A file with what proves its content. */
export interface EvidenceFile {
  readonly id: string;
  readonly sha256: string;
}

/** A caller's own files that belong to nothing yet. */
export async function findOwnFiles(
  { pool }: Database,
  { park, uploader, ids }: { park: string; uploader: string; ids: readonly string[] },
): Promise<EvidenceFile[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<EvidenceFile>(
    `select id, sha256 from file where id = any($1::uuid[]) and park_id = $2 and created_by = $3
       and completed_at is not null and attached_to is null order by id`,
    [ids, park, uploader],
  );
  return rows;
}

/** What a file belongs to. */
export interface FileOwner {
  readonly kind: 'value' | 'consent';
  readonly id: string;
}

/** Attaches files to a record; false where one of them has been taken meanwhile. */
export async function attachOwn(
  tx: Tx,
  { park, ids, owner }: { park: string; ids: readonly string[]; owner: FileOwner },
): Promise<boolean> {
  return (await attachFiles(tx, park, ids, `${owner.kind}/${owner.id}`)).length === ids.length;
}

/** Who sent a file, and what it belongs to (null: to nothing yet); null where there is no such file. */
export async function findFileOwner(
  { pool }: Database,
  park: string,
  id: string,
): Promise<{ createdBy: string; owner: FileOwner | null } | null> {
  const { rows } = await pool.query<{ createdBy: string; attachedTo: string | null }>(
    'select created_by as "createdBy", attached_to as "attachedTo" from file where id = $1 and park_id = $2',
    [id, park],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const [kind, of] = (row.attachedTo ?? '').split('/');
  const isOurs = (kind === 'value' || kind === 'consent') && of !== undefined;
  return { createdBy: row.createdBy, owner: isOurs ? { kind, id: of } : null };
}
