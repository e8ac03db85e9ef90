import type { Database } from '@qinwu/platform/db/database';

/** Where a search goes on: after this id, the lowest at first. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Finds records with an open clock whose due date another calendar left provisional, by id after `after`. */
type ListProvisional = (
  db: Database,
  calendar: string,
  slice: { after: string; limit: number },
) => Promise<{ park: string; id: string }[]>;

function listerOf(
  table: 'case_clock' | 'injury_clock',
  owner: 'case_id' | 'application_id',
): ListProvisional {
  const text = `select distinct on (${owner}) park_id as park, ${owner} as id from ${table}
    where provisional and stopped_at is null and calendar <> $1 and ${owner} > $2 order by ${owner} limit $3`;
  return async (db, calendar, { after, limit }) => {
    const { rows } = await db.pool.query<{ park: string; id: string }>({
      name: `provisional-${table}`,
      text,
      values: [calendar, after, limit],
    });
    return rows;
  };
}

export const listProvisionalCases = listerOf('case_clock', 'case_id');
export const listProvisionalInjuries = listerOf('injury_clock', 'application_id');
