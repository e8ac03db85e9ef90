import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, line, uscc } from '../../fields.ts';
import { documentLifecycle } from '../../rules/documents/lifecycle.ts';
import type { DocumentRow } from '../../store/documents/document-table.ts';
import { enterDocument, moveDocument, searchDocuments } from '../../use-cases/documents/documents.ts';
import { DOCUMENT_KINDS, DOCUMENT_STATES } from '../../vocabulary.ts';
import { ENTERPRISE_READERS, KEEPERS, READ_SCOPE, WRITE_SCOPE } from '../../who.ts';
import { BASE, presenting } from '../base.ts';
import { EnterpriseCode } from '../enterprises/enterprises.ts';

const tags = ['企业与指标 inputs'];
const url = `${BASE}/adverse-documents`;
const KEEP = { roles: KEEPERS, scopes: [WRITE_SCOPE] } as const;
const params = z.object({ id: z.uuid().describe('文书标识') });
const day = z.iso.date();

const DocumentEntry = z
  .object({
    uscc,
    code: code.describe('计入哪一负面事项：随附模型的，或本园区已提交复核的模型的'),
    kind: z
      .enum(DOCUMENT_KINDS)
      .describe('judgment 判决、award 仲裁裁决、administrative-decision 行政决定；调解的内容不在其列'),
    number: line(100).describe('文号'),
    issuer: line(100).describe('作出机关'),
    effectiveFrom: day.describe('生效日期，不晚于今天'),
    effectiveUntil: day.nullable().default(null).describe('计入至哪一天（含）；空为至修复为止'),
  })
  .meta({ id: 'AdverseDocumentEntry' });

const DocumentView = DocumentEntry.extend({
  id: z.uuid(),
  version: z.int(),
  state: z.enum(DOCUMENT_STATES),
  repairedOn: day.nullable().describe('自哪一天起不再计入'),
  repairNumber: z.string().nullable().describe('修复决定的文号'),
  reason: z.string().nullable(),
  allowedActions: z.array(z.enum(documentLifecycle.actionNames)),
}).meta({ id: 'AdverseDocument' });

function documentView(row: DocumentRow): z.input<typeof DocumentView> {
  const { seriesId: id, version, uscc: of, code: item, kind, number, issuer, state, reason } = row;
  const { effectiveFrom, effectiveUntil, repairedOn, repairNumber } = row;
  const allowedActions = documentLifecycle.allowedActions(state);
  return {
    id,
    version,
    uscc: of,
    code: item,
    kind,
    number,
    issuer,
    effectiveFrom,
    effectiveUntil,
    state,
    repairedOn,
    repairNumber,
    reason,
    allowedActions,
  };
}

const presented = { view: documentView, path: 'adverse-documents' } as const;

/** Documents of courts and authorities that count against an enterprise, and their repair 信用修复. */
export function documentRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url,
      operationId: 'enterAdverseDocument',
      summary: '登记负面文书 Enter a document against an enterprise',
      description: '只登记已生效的判决、裁决、行政决定，须有文号；企业随即重新评分。',
      tags,
      access: KEEP,
      idempotency: 'required',
      body: DocumentEntry,
      example: {
        uscc: '91350582MA0000015J',
        code: 'N2',
        kind: 'administrative-decision',
        number: '泉环罚〔2025〕12号',
        issuer: '泉州市生态环境局',
        effectiveFrom: '2025-03-01',
      },
      responses: { 201: { description: '已登记', schema: DocumentView } },
    },
    (call) => enterDocument(deps, call, call.body, presenting(call, { ...presented, status: 201 })),
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises/:uscc/adverse-documents`,
      operationId: 'listAdverseDocuments',
      summary: '企业的负面文书 Documents against an enterprise',
      tags,
      access: { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] },
      params: EnterpriseCode,
      query: z.object(PAGE_QUERY),
      responses: {
        200: { description: '新的在前', schema: pageSchema('AdverseDocumentPage', DocumentView) },
      },
    },
    async (call) => {
      const page = await searchDocuments(deps, call.actor, { uscc: call.params.uscc, ...call.query });
      return pageAnswer(call, { items: page.items.map(documentView), next: page.next });
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${url}/:id/actions/repair`,
      operationId: 'repairAdverseDocument',
      summary: '信用修复 Repair',
      description: '自修复日期起不再计入；修复以前的日期仍计入。',
      tags,
      access: KEEP,
      params,
      idempotency: 'required',
      ifMatch: 'optional',
      body: z
        .object({ repairedOn: day.describe('修复日期'), repairNumber: line(100).describe('修复决定的文号') })
        .meta({ id: 'CreditRepair' }),
      example: { repairedOn: '2025-09-01', repairNumber: '泉信修〔2025〕3号' },
      responses: { 200: { description: '已修复', schema: DocumentView } },
    },
    (call) => {
      const move = {
        id: call.params.id,
        action: 'repair',
        ifMatch: call.ifMatch,
        repair: call.body,
        reason: null,
      } as const;
      return moveDocument(deps, call, move, presenting(call, { ...presented, status: 200 }));
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${url}/:id/actions/withdraw`,
      operationId: 'withdrawAdverseDocument',
      summary: '撤回误登的文书 Withdraw a document',
      tags,
      access: KEEP,
      params,
      idempotency: 'required',
      ifMatch: 'optional',
      body: z.object({ reason: line(500) }).meta({ id: 'DocumentWithdrawal' }),
      example: { reason: '登记有误' },
      responses: { 200: { description: '已撤回', schema: DocumentView } },
    },
    (call) => {
      const { reason } = call.body;
      const move = {
        id: call.params.id,
        action: 'withdraw',
        ifMatch: call.ifMatch,
        repair: null,
        reason,
      } as const;
      return moveDocument(deps, call, move, presenting(call, { ...presented, status: 200 }));
    },
  );
}
