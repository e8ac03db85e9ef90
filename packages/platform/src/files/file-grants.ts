import type { ServiceName } from '@qinwu/contracts/service-name';
import { placeholder, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';

/** A file that a listener's people may read, and the record by which it was named to them (`grievance/<id>`). */
export interface FileGrant {
  fileId: string;
  listener: ServiceName;
  record: string;
}

/** Part of a commit: grants the files of the placeholder `grants`, as `grantValues` makes it. */
export const grantFilesPart: SQL = sql`
  insert into file_grant (park_id, file_id, listener, record, granted_at)
  select f.park_id, f.id, g.listener, g.record, g.granted_at
  from "guard", jsonb_to_recordset(${placeholder('grants')}::jsonb)
    as g (park_id text, file_id uuid, listener text, record text, granted_at timestamptz)
  join file f on f.id = g.file_id and f.park_id = g.park_id
  on conflict (park_id, file_id, listener) do nothing`;

/** The value of the placeholder `grants`. */
export function grantValues(grants: readonly FileGrant[], { park, at }: { park: string; at: Date }): string {
  return JSON.stringify(
    grants.map(({ fileId, listener, record }) => {
      return { park_id: park, file_id: fileId, listener, record, granted_at: at };
    }),
  );
}

/** The record by which a file was granted to a listener; null where it was not. */
export async function findGrant(
  db: Database,
  { park, fileId, listener }: { park: string; fileId: string; listener: string },
): Promise<string | null> {
  const { rows } = await db.pool.query<{ record: string }>({
    name: 'find-file-grant',
    text: 'select record from file_grant where park_id = $1 and file_id = $2 and listener = $3',
    values: [park, fileId, listener],
  });
  return rows[0]?.record ?? null;
}
