import type { Database } from '@qinwu/platform/db/database';

/** The case its source filed under this number, or null. */
export async function findBySource(
  db: Database,
  { park, source, externalRef }: { park: string; source: string | null; externalRef: string | null },
): Promise<string | null> {
  const { rows } = await db.pool.query<{ id: string }>({
    name: 'find-by-source',
    text: 'select id from dispute_case where park_id = $1 and source = $2 and external_ref = $3',
    values: [park, source, externalRef],
  });
  return rows[0]?.id ?? null;
}
