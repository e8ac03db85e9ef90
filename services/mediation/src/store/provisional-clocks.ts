import type { Database } from '@qinwu/platform/db/database';

/** Where a search goes on: after this id, the lowest at first. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

interface Slice {
  after: string;
  limit: number;
}
interface Found {
  park: string;
  id: string;
}

/** Cases with an open clock whose due date another calendar left provisional, by id after `after`. */
export async function listProvisionalCases(
  db: Database,
  calendar: string,
  { after, limit }: Slice,
): Promise<Found[]> {
  const { rows } = await db.pool.query<Found>({
    name: 'provisional-cases',
    text: `select distinct on (case_id) park_id as park, case_id as id from case_clock
      where provisional and stopped_at is null and calendar <> $1 and case_id > $2 order by case_id limit $3`,
    values: [calendar, after, limit],
  });
  return rows;
}

/** The same of work-injury applications. */
export async function listProvisionalInjuries(
  db: Database,
  calendar: string,
  { after, limit }: Slice,
): Promise<Found[]> {
  const { rows } = await db.pool.query<Found>({
    name: 'provisional-injuries',
    text: `select distinct on (application_id) park_id as park, application_id as id from injury_clock
      where provisional and stopped_at is null and calendar <> $1 and application_id > $2
      order by application_id limit $3`,
    values: [calendar, after, limit],
  });
  return rows;
}
