import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { line } from '../fields.ts';
import type { CaseFileRow } from '../store/case-file-copies.ts';
import { fetchCaseFile, makeCaseFile, readCaseFiles } from '../use-cases/make-case-file.ts';
import { RECIPIENT_KINDS } from '../vocabulary.ts';
import { READ_SCOPE, STAFF, WRITE_SCOPE } from '../who.ts';
import { BASE, presentingPart } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const TAGS = ['卷宗 case files'];

const Recipient = z
  .object({
    kind: z.enum(RECIPIENT_KINDS).describe('法院、档案馆、仲裁委、法律援助机构'),
    name: line(200).describe('名称'),
  })
  .meta({ id: 'CaseFileRecipient' });

const FileView = z
  .object({
    id: z.uuid(),
    recipient: Recipient,
    legalBasis: z.string().describe('法律依据'),
    includeMinutes: z.boolean().describe('含调解笔录'),
    sha256: z.string().describe('内容的 SHA-256，写入台账；内容含随机数 salt，不能由哈希猜出笔录'),
    madeAt: z.iso.datetime(),
    madeBy: z.string(),
    sentAt: z.iso.datetime().nullable().describe('含笔录的卷宗取用送出之时，此后窗口不能再取'),
    sentBy: z.string().nullable().describe('送出人'),
    content: z.string().describe('内容的地址'),
  })
  .meta({ id: 'CaseFile' });

const FileBody = z
  .object({
    recipient: Recipient,
    legalBasis: line(500).describe('法律依据'),
    includeMinutes: z.boolean().default(false).describe('是否附调解笔录；笔录只以此方式提供'),
  })
  .meta({ id: 'NewCaseFile' });

function viewOf(row: CaseFileRow): z.output<typeof FileView> {
  const {
    id,
    caseId,
    recipientKind: kind,
    recipient: name,
    legalBasis,
    minutes,
    sha256,
    at,
    madeBy,
    sentAt,
    sentBy,
  } = row;
  return {
    id,
    recipient: { kind, name },
    legalBasis,
    includeMinutes: minutes,
    sha256,
    madeAt: at.toISOString(),
    madeBy,
    sentAt: sentAt?.toISOString() ?? null,
    sentBy,
    content: `${BASE}/cases/${caseId}/case-files/${id}/content`,
  };
}

/** Files of a case for a named court, archive, arbitration commission or legal aid. */
export function caseFileRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/case-files`,
      operationId: 'listCaseFiles',
      summary: '卷宗列表 List case files',
      tags: TAGS,
      access: { roles: STAFF, scopes: [READ_SCOPE] },
      params: Id,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '一页', schema: pageSchema('CaseFilePage', FileView) } },
    },
    async (call) => {
      const { items, next } = await readCaseFiles(deps, call, { id: call.params.id, page: call.query });
      return pageAnswer(call, { items: items.map(viewOf), next });
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/case-files`,
      operationId: 'makeCaseFile',
      summary: '制作卷宗 Make a case file',
      description:
        '由承办调解员或督办人员为指定机关制作；制作与每次取用都写入台账与查看记录。笔录只在调解结束后随送人民法院或者存档的卷宗送出；当事人封存的住址也只写入这两种卷宗。',
      tags: TAGS,
      access: { roles: STAFF, scopes: [WRITE_SCOPE] },
      params: Id,
      idempotency: 'required',
      ifMatch: 'optional',
      body: FileBody,
      example: {
        recipient: { kind: 'court', name: '晋江市人民法院' },
        legalBasis: '民事诉讼法第二百零五条 司法确认',
        includeMinutes: false,
      },
      responses: { 201: { description: '已制作', schema: FileView } },
    },
    (call) => {
      const { id } = call.params;
      return makeCaseFile(deps, call, { id, wanted: call.body, ifMatch: call.ifMatch }, (row) =>
        presentingPart(call, 201, () => ({ body: viewOf(row), location: viewOf(row).content })),
      );
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/case-files/:file/content`,
      operationId: 'fetchCaseFile',
      summary: '取用卷宗 Fetch a case file',
      description:
        '督办人员须持 pii:read；每次取用留痕。内容与制作时一致，可用 sha256 核对。含笔录的卷宗取用一次即为送出，此后只有承办调解员可取（409）；载有制作后封存的证据的，解除封存前也是如此（409）。',
      tags: TAGS,
      access: { roles: STAFF, scopes: [READ_SCOPE] },
      params: Id.extend({ file: z.uuid().describe('卷宗标识') }),
      responses: {
        200: {
          description: '卷宗：案件、当事人、已交换证据目录、协议、笔录',
          schema: null,
          contentType: 'application/json',
        },
      },
    },
    async (call) => {
      const { id, file } = call.params;
      const { row, text } = await fetchCaseFile(deps, call, { id, fileId: file });
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="${row.id}.json"`,
        'cache-control': 'private, no-store',
      };
      return { status: 200, text, headers };
    },
  );
}
