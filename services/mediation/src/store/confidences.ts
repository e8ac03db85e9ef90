import type { Database } from '@qinwu/platform/db/database';

/** True where a side of the case has said or shown anything: in its room, as an offer, as evidence. */
export async function hasConfidences(db: Database, park: string, caseId: string): Promise<boolean> {
  const { rows } = await db.pool.query<{ found: boolean }>({
    name: 'has-confidences',
    text: `select exists (select 1 from caucus_message where park_id = $1 and case_id = $2)
      or exists (select 1 from offer where park_id = $1 and case_id = $2)
      or exists (select 1 from evidence where park_id = $1 and case_id = $2) as found`,
    values: [park, caseId],
  });
  return rows[0]?.found === true;
}
