import { type SQL, sql } from 'drizzle-orm';

/** Kinds of the directory that are exported, by the name of their table. */
export type ExportedDirectory = 'unit' | 'category' | 'grid' | 'officer' | 'serving';

/** An entry under the names of its columns, days as text. */
export interface DirectoryRecord {
  entry: Readonly<Record<string, unknown>>;
}

// How many levels a category lies below the top.
const DEPTH: SQL = sql`(with recursive up as (
    select c.parent_code, 1 as depth
    union all
    select p.parent_code, up.depth + 1 from up
      join category p on p.park_id = c.park_id and p.code = up.parent_code where up.depth < 20)
  select max(depth) from up)`;

const ORDER: Readonly<Record<ExportedDirectory, SQL>> = {
  unit: sql`code`,
  // Parents before their children, as an import needs them.
  category: sql`${DEPTH}, code`,
  grid: sql`level, code`,
  officer: sql`code`,
  serving: sql`uscc, valid_from`,
};

/** The statement of an export of one kind: all entries of the park, those named by others first. */
export function exportDirectory(kind: ExportedDirectory, park: string): SQL {
  return sql`select to_jsonb(c) as entry from ${sql.identifier(kind)} c where c.park_id = ${park} order by ${ORDER[kind]}`;
}
