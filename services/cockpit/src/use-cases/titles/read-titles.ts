import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../../deps.ts';
import type { TitleRow } from '../../store/titles/title-table.ts';
import { findTitle, listTitles, type TitleFilter } from '../../store/titles/titles.ts';

/** A title of the actor's park; refuses `title-missing`. */
export async function getTitle(deps: Deps, { park }: Actor, id: string): Promise<TitleRow> {
  const row = await findTitle(deps.db, park, id);
  if (row !== null) return row;
  throw refuse('missing', 'title-missing', { zh: '没有这一称号记录', en: 'There is no such title' });
}

export interface TitleSearch extends TitleFilter {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A page of titles, the newest first. */
export async function searchTitles(
  deps: Deps,
  { park }: Actor,
  { limit, cursor, uscc, titleCode, on }: TitleSearch,
): Promise<Page<TitleRow>> {
  const filter = { uscc, titleCode, on };
  const [after = null] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['id']);
  const rows = await listTitles(deps.db, {
    park,
    filter,
    after: after === null ? null : String(after),
    limit: limit + 1,
  });
  return cutPage(rows, limit, (last) => encodeCursor([last.id], filter));
}
