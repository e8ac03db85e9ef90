import { ifMatchVersion } from '@qinwu/platform/http/etag';
import { httpFault } from '@qinwu/platform/http/fault';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import type { CallContext } from '@qinwu/platform/http/route';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { DirectoryKind, EntryFields, EntryRow } from '../store/directory-commits.ts';
import { getDirectoryEntry } from '../use-cases/get-directory-entry.ts';
import { listDirectory } from '../use-cases/list-directory.ts';
import { putDirectoryEntry } from '../use-cases/put-directory-entry.ts';
import { ADMIN_SCOPE, READ_SCOPE, READERS } from '../who.ts';
import { BASE } from './present.ts';

/** One resource of the directory: where it is, how an entry looks, and what its key and body say. */
export interface DirectoryResource<K extends DirectoryKind, P extends z.ZodObject, B extends z.ZodObject> {
  kind: K;
  /** `grids`; with `key` behind it `grids/:code`. */
  path: string;
  key: string;
  names: { one: string; many: string; title: string };
  params: P;
  body: B;
  example: z.input<B>;
  view: z.ZodObject;
  fields(params: z.output<P>, body: z.output<B>): EntryFields<K>;
  show(row: EntryRow<K>): Record<string, unknown>;
}

/**
 * A new entry needs no If-Match, a changed one does: nobody overwrites what they have not seen. `*` asks for any
 * version there is (RFC 9110 §13.1.1).
 */
function expectedVersion(call: CallContext, before: { id: string; version: number } | null): number | null {
  const header = call.request.headers['if-match'];
  const isAny = header?.trim() === '*';
  if (before === null) return isAny ? NO_VERSION : call.ifMatch;
  if (isAny) return before.version;
  const version = ifMatchVersion(header, before.id);
  if (version === null) throw httpFault('if-match-missing', { detail: READ_FIRST });
  return version;
}

/** Of nothing that is stored. */
const NO_VERSION = -1;
const READ_FIRST = {
  zh: '该条目已存在：先 GET 同一地址，把得到的 ETag 放入 If-Match 再更新',
  en: 'The entry exists: GET this address first and send its ETag as If-Match',
};

/** Registers the list, the GET and the PUT of one resource of the directory. */
export function directoryRoute<K extends DirectoryKind, P extends z.ZodObject, B extends z.ZodObject>(
  http: Http,
  deps: Deps,
  resource: DirectoryResource<K, P, B>,
): void {
  const { kind, path, key, names, params, body, example, view } = resource;
  const shown = (row: EntryRow<K>): Record<string, unknown> => ({
    id: row.id,
    version: row.version,
    ...resource.show(row),
  });
  const tags = ['名录 directory'];

  http.route(
    {
      method: 'GET',
      url: `${BASE}/${path}`,
      operationId: `list${names.many}`,
      summary: `${names.title}列表 List`,
      tags,
      // Codes are no secret: everybody who files or works needs them.
      access: { roles: READERS, scopes: [READ_SCOPE] },
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '一页', schema: pageSchema(`${names.one}Page`, view) } },
    },
    async (call) => {
      const page = await listDirectory(deps, call.actor, kind, call.query);
      return pageAnswer(call, { items: page.items.map(shown), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/${path}/${key}`,
      operationId: `get${names.one}`,
      summary: `${names.title}详情 Get`,
      ...(key === ':code' && { description: '以编码或标识(id)查询。' }),
      tags,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      params,
      responses: { 200: { description: names.title, schema: view } },
    },
    async (call) => {
      const row = await getDirectoryEntry(deps, call.actor, kind, call.params as z.output<P>);
      return { status: 200, body: shown(row), version: row.version, id: row.id };
    },
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/${path}/${key}`,
      operationId: `put${names.one}`,
      summary: `登记或更新${names.title} Enter or replace`,
      description:
        '新登记不带 If-Match；更新须带 GET 同一地址得到的 ETag，或以 `*` 覆盖现有版本，否则 428。示例照原样可用于新登记，所引用的编码须已登记。',
      tags,
      access: { roles: ['admin'], scopes: [ADMIN_SCOPE] },
      params,
      body,
      example,
      ifMatch: 'optional',
      responses: {
        200: { description: '已更新', schema: view },
        201: { description: '已登记', schema: view },
      },
    },
    async (call) => {
      const { row, isNew } = await putDirectoryEntry(deps, call, {
        kind,
        fields: resource.fields(call.params as z.output<P>, call.body as z.output<B>),
        expected: (before) => expectedVersion(call, before),
      });
      return { status: isNew ? 201 : 200, body: shown(row), version: row.version, id: row.id };
    },
  );
}
