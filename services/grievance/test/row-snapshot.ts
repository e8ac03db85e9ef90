import type { Database } from '@qinwu/platform/db/database';

/** Tables a refused request may touch: numbers are reserved ahead, and a file arrives before the rest of its form. */
const NOT_RECORDS = ['number_block', 'migration', 'file', 'file_chunk'];

/** Rows and content of every table of records, for showing that nothing was written. */
export async function rowSnapshot(
  { pool }: Pick<Database, 'pool'>,
  except: readonly string[] = [],
): Promise<Record<string, string>> {
  const tables = await pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const names = tables.rows
    .map(({ name }) => name)
    .filter((name) => ![...NOT_RECORDS, ...except].includes(name));
  const parts = names.map(
    (name) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as content from "${name}" t`,
  );
  const { rows } = await pool.query<{ name: string; content: string }>(parts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, content }) => [name, content]));
}
