import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { line } from '../fields.ts';
import { INJURY_DOCUMENTS } from '../rules/injury/injury-document.ts';
import { readInjuryDocument } from '../use-cases/injury/read-injury-document.ts';
import { AT_TABLE, READ_SCOPE } from '../who.ts';
import { pdfOf } from './documents.ts';
import { BASE } from './present.ts';

const PDF = 'application/pdf';

/** Documents of an application as PDF; they name persons in full, so each sight by the window is on record. */
export function injuryDocumentRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/injury-applications/:id/documents/:document`,
      operationId: 'getInjuryDocument',
      summary: '工伤申请文书 A document of an application as PDF',
      description: '一次性补正告知书（告知之后）、移交函（移交之后）。窗口须持 pii:read。',
      tags: ['工伤认定 injury applications'],
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: z.object({
        id: z.uuid().describe('申请标识'),
        document: z.enum(INJURY_DOCUMENTS).describe('文书'),
      }),
      query: z.object({
        contactName: line(100).default('窗口工作人员').describe('联系人'),
        contactPhone: line(32).default('见窗口公告').describe('联系电话'),
      }),
      produces: [PDF],
      responses: { 200: { description: 'PDF', schema: null, contentType: PDF } },
    },
    async (call) => {
      const { contactName: name, contactPhone: phone } = call.query;
      return pdfOf(await readInjuryDocument(deps, call, { ...call.params, contact: { name, phone } }));
    },
  );
}
