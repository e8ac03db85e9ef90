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

/** Accounts of mediators who were removed once a side had said or shown something: they have read it. */
export async function listGoneMediators(db: Database, park: string, caseId: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ subject: string }>({
    name: 'list-gone-mediators',
    text: `select distinct m.subject from case_mediator c join mediator m on m.id = c.mediator_id
      where c.park_id = $1 and c.case_id = $2 and exists (
        select 1 from (
          select at from caucus_message where park_id = $1 and case_id = $2
          union all select at from offer where park_id = $1 and case_id = $2
          union all select at from evidence where park_id = $1 and case_id = $2) said
        where said.at <= c.removed_at)`,
    values: [park, caseId],
  });
  return rows.map(({ subject }) => subject);
}
