import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { AgreementBody } from '../rules/agreement-body.ts';
import { putAgreement } from '../use-cases/draft-agreement.ts';
import { readAgreementText } from '../use-cases/read-agreement.ts';
import { READ_SCOPE, READERS, STAFF, WRITE_SCOPE } from '../who.ts';
import { AgreementView } from './agreement-schema.ts';
import { agreementView } from './agreement-view.ts';
import { BASE, presentingPart } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const TAGS = ['协议与履行 agreements'];
const PARTY = '0198f000-0000-7000-8000-000000000001';
const OTHER = '0198f000-0000-7000-8000-000000000002';

/** A draft that works as it stands where the parties are those of the case. */
const EXAMPLE = {
  organisation: '晋江经济开发区劳动争议调解中心',
  mediators: [{ account: 'mediator-1', name: '林调解' }],
  facts: '申请人自2025年5月起未领到工资，共13600元。',
  issues: '拖欠工资的数额和支付时间。',
  responsibility: '被申请人未按时支付工资，应当承担支付责任。',
  terms: [{ text: '被申请人分两期向申请人支付工资12000元。' }],
  amountAgreed: '12000.00',
  manner: '银行转账至申请人工资账户。',
  instalments: [
    { dueOn: '2025-09-10', amount: '6000.00', payer: OTHER, payee: PARTY },
    { dueOn: '2025-10-10', amount: '6000.00', payer: OTHER, payee: PARTY },
  ],
};

/** The agreement of a case: drafted, changed, read. */
export function agreementRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'PUT',
      url: `${BASE}/cases/:id/agreement`,
      operationId: 'putAgreement',
      summary: '起草或修改调解协议 Draft the agreement',
      description:
        '调解中起草，签章齐全之前可改；文本一变即为新版本，已作的确认、签名和盖章全部作废。各期合计须等于协议金额。',
      tags: TAGS,
      access: { roles: STAFF, scopes: [WRITE_SCOPE] },
      params: Id,
      ifMatch: 'required',
      body: AgreementBody,
      example: EXAMPLE,
      responses: { 200: { description: '已起草', schema: AgreementView } },
    },
    (call) =>
      putAgreement(deps, call, { id: call.params.id, body: call.body, ifMatch: call.ifMatch }, (agreement) =>
        presentingPart(call, 200, (done) => ({ body: agreementView(done, agreement, call) })),
      ),
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/agreement`,
      operationId: 'getAgreement',
      summary: '查看调解协议 Get the agreement',
      description:
        '当事人、调解员与窗口可见；全文含个人信息，窗口须持 pii:read，查看留痕。系统（client）中只有送来本案（channel 为 court）的法院可见，且在书面协议生效之后（此前为 404 agreement-not-in-effect），全文同样须持 pii:read 并留痕，不含签署和付款的扫描件（法释〔2016〕14号第十九、二十条）。',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '调解协议', schema: AgreementView } },
    },
    async (call) => {
      const { found, agreement, text } = await readAgreementText(deps, call, call.params.id);
      const body = agreementView(found, agreement, { actor: call.actor, now: call.now, text });
      return { status: 200, body, version: found.row.version, id: found.row.id };
    },
  );
}
