import type { Actor } from '@qinwu/domain/actor';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../deps.ts';
import { type Condition, listRecords, type RecordOf, type RecordTable } from '../store/records.ts';

export interface RecordSearch {
  limit: number;
  cursor?: string | undefined;
  /** What the list is limited to, by name: a cursor belongs to one such list. */
  filter: Readonly<Record<string, unknown>>;
  where: Condition;
}

/** A page of records, the newest first. */
export async function searchRecords<T extends RecordTable>(
  deps: Deps,
  { park }: Actor,
  table: T,
  { limit, cursor, filter, where }: RecordSearch,
): Promise<Page<RecordOf<T>>> {
  const [after = null] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['id']);
  const rows = await listRecords(deps.db, table, {
    park,
    where,
    after: after === null ? null : String(after),
    limit: limit + 1,
  });
  return cutPage(rows, limit, (last) => encodeCursor([(last as { id: string }).id], filter));
}
