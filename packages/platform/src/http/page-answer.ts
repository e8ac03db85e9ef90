import type { Page } from '@qinwu/domain/page';
import { z } from 'zod';
import { pathOf } from './problem.ts';
import type { Answer, CallContext } from './route.ts';

/** The query members of every keyset list; spread them into the route's query schema. */
export const PAGE_QUERY = {
  limit: z.int().min(1).max(100).default(20).describe('每页条数，至多 100'),
  cursor: z.string().min(1).max(2_048).optional().describe('上一页返回的 next，须与筛选条件一致'),
};

/** The schema of a page of one kind of item, named for the OpenAPI document. */
export function pageSchema<T extends z.ZodType>(id: string, item: T) {
  return z
    .object({
      items: z.array(item),
      next: z.string().nullable().describe('下一页的游标；没有更多时为 null'),
    })
    .meta({ id });
}

/** A page as an answer, with RFC 8288 links to the first and the next one. */
export function pageAnswer(call: Pick<CallContext, 'request'>, page: Page<unknown>): Answer {
  const { url } = call.request;
  const path = pathOf(url);
  const query = new URLSearchParams(url.slice(path.length));
  query.delete('cursor');
  const links = [linkTo(path, query, 'first')];
  if (page.next !== null) {
    query.set('cursor', page.next);
    links.push(linkTo(path, query, 'next'));
  }
  return { status: 200, body: page, headers: { link: links.join(', ') } };
}

function linkTo(path: string, query: URLSearchParams, relation: string): string {
  const text = query.toString();
  return `<${path}${text === '' ? '' : `?${text}`}>; rel="${relation}"`;
}
