import type { Caller } from '@qinwu/domain/caller';
import type { Page } from '@qinwu/domain/page';
import type { Deps } from '../deps.ts';
import type { NoticeContent } from '../rules/notice-text.ts';
import { ensureRunsCase } from '../rules/speaker.ts';
import { listCaseNotices, listReadings } from '../store/notices.ts';
import type { NoticeReadingRow, NoticeRow } from '../store/session-tables.ts';
import { openCase } from './open-case.ts';
import { type PageQuery, pageOf } from './part-page.ts';
import { openJson } from './secrets.ts';

export interface SentNotice extends NoticeRow {
  said: NoticeContent | null;
  readings: NoticeReadingRow[];
}

/** A page of the notices of a case with who has read them, for those who run it; reading it marks nothing. */
export async function readCaseNotices(
  deps: Deps,
  { actor }: Caller,
  { id, query }: { id: string; query: PageQuery },
): Promise<Page<SentNotice>> {
  const found = await openCase(deps, actor, id);
  ensureRunsCase(found.standing);
  const { park } = actor;
  const { items, next } = await pageOf(query, { list: 'case-notices', id }, async (page) => {
    const rows = await listCaseNotices(deps.db, { park, caseId: id, ...page });
    return rows.map((row) => ({ ...row, at: row.createdAt }));
  });
  const ids = items.map((each) => each.id);
  const readings = ids.length === 0 ? [] : await listReadings(deps.db, park, ids);
  const sent = items.map((row) => ({
    ...row,
    said: openJson<NoticeContent>(deps.keyring, found.dek, { column: 'notice', id: row.id }, row.content),
    readings: readings.filter(({ noticeId }) => noticeId === row.id),
  }));
  return { items: sent, next };
}
