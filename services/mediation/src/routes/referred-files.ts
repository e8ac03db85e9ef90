import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { linkReferredFile } from '../use-cases/link-referred-file.ts';
import { READ_SCOPE, STAFF } from '../who.ts';
import { BASE } from './present.ts';

const FileId = z.object({
  id: z.uuid().describe('案件标识'),
  file: z.uuid().describe('附件标识，见案件的 referredFiles'),
});

const LinkView = z
  .object({
    fileId: z.string(),
    name: z.string(),
    sha256: z.string().describe('内容的 SHA-256'),
    url: z.string().describe('相对于同一域名的地址，链接即凭证'),
    expiresAt: z.string().describe('链接失效时间'),
  })
  .meta({ id: 'ReferredFileLink' });

/** Files of the grievance a case was referred from. */
export function referredFileRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/referred-files/:file`,
      operationId: 'linkReferredFile',
      summary: '查阅转来诉求的附件 Read a file of the referring grievance',
      description:
        '窗口与承办调解员得到数分钟内有效的签名链接，凭链接到诉求受理服务查阅；取链接与查阅均留痕。当事人不可用。',
      tags: ['附件 files'],
      access: { roles: STAFF, scopes: [READ_SCOPE] },
      params: FileId,
      responses: { 200: { description: '链接', schema: LinkView } },
    },
    async (call) => {
      const { expiresAt, ...link } = await linkReferredFile(deps, call, call.params);
      return { status: 200, body: { ...link, expiresAt: expiresAt.toISOString() } };
    },
  );
}
