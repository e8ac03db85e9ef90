import { parseUscc } from '@qinwu/domain/uscc';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import type { Answer, CallContext } from '@qinwu/platform/http/route';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { line, titleCode, uscc } from '../fields.ts';
import type { TitleRow } from '../store/titles/title-table.ts';
import { grantTitle } from '../use-cases/titles/grant-title.ts';
import { getTitle, searchTitles } from '../use-cases/titles/read-titles.ts';
import { revokeTitle } from '../use-cases/titles/revoke-title.ts';
import { PARK_READERS, READ_SCOPE, TITLE_KEEPERS, WRITE_SCOPE } from '../who.ts';
import { TitleKindView, TitleView, titleKindView, titleView } from './title-view.ts';

/** The tag of the titles in the OpenAPI document. */
export const TITLES_TAG = '企业称号 titles';

const BASE = '/cockpit/v1/titles';
const tags = [TITLES_TAG];
const KEEP = { roles: TITLE_KEEPERS, scopes: [WRITE_SCOPE] } as const;
const READ = { roles: PARK_READERS, scopes: [READ_SCOPE] };
const params = z.object({ id: z.uuid().describe('称号记录标识') });
const day = z.iso.date();

const TitleGrant = z
  .object({
    uscc,
    titleCode,
    from: day.describe('有效期起，不晚于今天'),
    until: day.optional().describe('有效期止（含）；缺省按目录的有效年数'),
    document: line(100).describe('认定文件的文号或证书编号'),
    batch: line(100).nullable().default(null).describe('批次，如 2025 年第一批'),
  })
  .meta({ id: 'TitleGrant' });

const TitleRevocation = z
  .object({
    revokedOn: day.describe('自哪一天起失效'),
    reason: line(500).describe('撤销原因'),
    document: line(100).describe('撤销文件的文号'),
  })
  .meta({ id: 'TitleRevocation' });

function presenting(call: CallContext, status: 200 | 201): Present<TitleRow, Answer> {
  return (row) => {
    const location = status === 201 ? { location: `${BASE}/${row.id}` } : {};
    const answer = { status, body: titleView(row), version: row.version, ...location };
    return { answer, kept: call.keep(answer) };
  };
}

/** Titles of enterprises: what the park knows, who holds what, grants and revocations. */
export function titleRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: '/cockpit/v1/title-kinds',
      operationId: 'listTitleKinds',
      summary: '称号目录 Titles the park knows',
      tags,
      access: READ,
      responses: {
        200: {
          description: '称号目录',
          schema: z.object({ items: z.array(TitleKindView) }).meta({ id: 'TitleKindList' }),
        },
      },
    },
    async () => ({ status: 200, body: { items: Array.from(deps.titles.values(), titleKindView) } }),
  );

  http.route(
    {
      method: 'POST',
      url: BASE,
      operationId: 'grantTitle',
      summary: '登记企业称号 Enter a title of an enterprise',
      description: '同一企业同一称号的有效期不得重叠；登记即告知创新积分服务。',
      tags,
      access: KEEP,
      idempotency: 'required',
      body: TitleGrant,
      example: {
        uscc: '91350582MA0000015J',
        titleCode: 'hnte',
        from: '2024-12-02',
        document: 'GR202435000123',
        batch: '2024 年第二批',
      },
      responses: {
        201: { description: '已登记', schema: TitleView },
        409: { description: '有效期与已登记的同一称号重叠', schema: null },
      },
    },
    (call) => grantTitle(deps, call, call.body, presenting(call, 201)),
  );

  http.route(
    {
      method: 'GET',
      url: BASE,
      operationId: 'listTitles',
      summary: '企业称号列表 List titles',
      tags,
      access: READ,
      query: z.object({
        ...PAGE_QUERY,
        uscc: uscc.optional(),
        titleCode: titleCode.optional(),
        on: day.optional().describe('只列这一天有效的'),
      }),
      responses: { 200: { description: '新的在前', schema: pageSchema('TitlePage', TitleView) } },
    },
    async (call) => {
      const { uscc: given, ...query } = call.query;
      const of = given === undefined ? {} : { uscc: parseUscc(given, '/uscc') };
      const page = await searchTitles(deps, call.actor, { ...query, ...of });
      return pageAnswer(call, { items: page.items.map(titleView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/:id`,
      operationId: 'getTitle',
      summary: '一条企业称号 Read a title',
      tags,
      access: READ,
      params,
      responses: { 200: { description: '称号', schema: TitleView } },
    },
    async (call) => {
      const row = await getTitle(deps, call.actor, call.params.id);
      return { status: 200, body: titleView(row), version: row.version };
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/:id/actions/revoke`,
      operationId: 'revokeTitle',
      summary: '撤销企业称号 Revoke a title',
      description: '自撤销日期起失效，以前的日期仍有效；误登的以有效期首日撤销。',
      tags,
      access: KEEP,
      params,
      idempotency: 'required',
      ifMatch: 'optional',
      body: TitleRevocation,
      example: { revokedOn: '2025-06-01', reason: '不再符合认定条件', document: '闽科高〔2025〕7号' },
      responses: { 200: { description: '已撤销', schema: TitleView } },
    },
    (call) => {
      const revocation = { ...call.body, id: call.params.id, ifMatch: call.ifMatch };
      return revokeTitle(deps, call, revocation, presenting(call, 200));
    },
  );
}
