import type { Database } from '@qinwu/platform/db/database';
import { gather } from '@qinwu/platform/db/gather';

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

/** The names of the files a case came in with, as its first ledger entry has them; not of what was sealed as evidence. */
export async function listAttachmentNames(db: Database, park: string, caseId: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ name: string }>({
    name: 'list-attachment-names',
    text: `select f.name from ledger l
      cross join lateral jsonb_array_elements(l.body::jsonb -> 'change' -> 'files') with ordinality as t (said, place)
      join file f on f.id = (t.said ->> 'id')::uuid and f.park_id = l.park_id
      where l.park_id = $1 and l.case_kind = 'case' and l.case_id = $2 and l.seq = 1
        and not exists (select from evidence e where e.park_id = l.park_id and e.file_id = f.id and e.sealed)
      order by t.place`,
    values: [park, caseId],
  });
  return rows.map(({ name }) => name);
}

interface Attached extends AttachedFile {
  caseId: string;
}

const MOST_AT_ONCE = 16;

/** Cases of one park that are looked at in the same moment are answered by one statement, as the cases themselves. */
const listTogether = gather<string, string, AttachedFile[]>({
  atOnce: 2,
  keyOf: (park) => park,
  sizeOf: (waiting) => Math.min(waiting, MOST_AT_ONCE),
  async run(db, park, ids) {
    const { rows } = await db.pool.query<Attached>({
      name: 'list-attachments',
      text: `select l.case_id as "caseId", f ->> 'id' as id, f ->> 'sha256' as sha256
        from ledger l, jsonb_array_elements(l.body::jsonb -> 'change' -> 'files') with ordinality as t (f, place)
        where l.park_id = $1 and l.case_id = any($2::uuid[]) and l.seq = 1 order by t.place`,
      values: [park, ids],
    });
    const files = Map.groupBy(rows, ({ caseId }) => caseId);
    return ids.map((id) => ({
      status: 'fulfilled',
      value: (files.get(id.toLowerCase()) ?? []).map(({ caseId: _case, ...file }) => file),
    }));
  },
});

/** The files that came with the application itself, as the first entry of the case's ledger says. */
export async function listAttachments(db: Database, park: string, caseId: string): Promise<AttachedFile[]> {
  return listTogether(db, park, caseId);
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
