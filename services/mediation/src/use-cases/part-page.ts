import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';

/** What a page of things inside a case is asked for. */
export interface PageQuery {
  limit: number;
  cursor?: string | undefined;
}

/** A page in order of time; `filter` binds the cursor to what it was made for. */
export async function pageOf<R extends { at: Date; id: string }>(
  { limit, cursor }: PageQuery,
  filter: unknown,
  list: (page: { after: { at: Date; id: string } | null; limit: number }) => Promise<R[]>,
): Promise<Page<R>> {
  const position = cursor === undefined ? null : decodeCursor(cursor, filter, ['instant', 'id']);
  const after = position === null ? null : { at: new Date(String(position[0])), id: String(position[1]) };
  const rows = await list({ after, limit: limit + 1 });
  return cutPage(rows, limit, (last) => encodeCursor([last.at.toISOString(), last.id], filter));
}
