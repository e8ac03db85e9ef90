import { Readable } from 'node:stream';
import type { Http } from '@qinwu/platform/http/http';
import type { Answer } from '@qinwu/platform/http/route';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { DocumentModel } from '../documents/document-model.ts';
import { renderOffThread } from '../documents/render-off-thread.ts';
import { CASE_DOCUMENTS } from '../rules/case-document.ts';
import { readAgreementDocument } from '../use-cases/read-agreement.ts';
import { readCaseDocument } from '../use-cases/read-case-document.ts';
import { READ_SCOPE, READERS } from '../who.ts';
import { BASE } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const PDF = 'application/pdf';
const shared = {
  method: 'GET',
  tags: ['文书 documents'],
  access: { roles: READERS, scopes: [READ_SCOPE] },
  produces: [PDF],
  responses: { 200: { description: 'PDF', schema: null, contentType: PDF } },
} as const;

/** A document as the answer of a route. */
export async function pdfOf(document: DocumentModel): Promise<Answer> {
  const pdf = await renderOffThread(document);
  const name = encodeURIComponent(`${document.title}-${document.number}.pdf`);
  return {
    status: 200,
    headers: {
      'content-type': PDF,
      'content-length': String(pdf.length),
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'cache-control': 'no-store',
    },
    stream: Readable.from([pdf], { objectMode: false }),
  };
}

/** Documents of a case as PDF; they name persons in full, so each sight by the staff is on record. */
export function documentRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      ...shared,
      url: `${BASE}/cases/:id/agreement/document`,
      operationId: 'getAgreementDocument',
      summary: '调解协议书 The agreement as PDF',
      description:
        '生效的显示签名与印章，未生效的注明草稿。系统（client）中只有送来本案的法院可得，且在书面协议生效之后，并须持 pii:read。',
      params: Id,
    },
    async (call) => pdfOf(await readAgreementDocument(deps, call, call.params.id)),
  );

  http.route(
    {
      ...shared,
      url: `${BASE}/cases/:id/documents/:document`,
      operationId: 'getCaseDocument',
      summary: '案件文书 A document of a case as PDF',
      description:
        '调解申请书、不予受理告知书、终止调解告知书；后两种只在案件如此结束时有。系统（client）中只有送来本案的法院可得申请书和终止调解告知书（法释〔2016〕14号第二十六条），并须持 pii:read。',
      params: Id.extend({ document: z.enum(CASE_DOCUMENTS).describe('文书') }),
    },
    async (call) => pdfOf(await readCaseDocument(deps, call, call.params)),
  );
}
