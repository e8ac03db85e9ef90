import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { day, prose } from '../fields.ts';
import { yuan } from '../rules/intake-body.ts';
import { payInstalment } from '../use-cases/pay-instalment.ts';
import { voidPayment } from '../use-cases/void-payment.ts';
import { PARTIES, STAFF, WRITE_SCOPE } from '../who.ts';
import { AgreementView } from './agreement-schema.ts';
import { agreementView } from './agreement-view.ts';
import { BASE, presentingPart } from './present.ts';

const Instalment = z.object({
  id: z.uuid().describe('案件标识'),
  instalment: z.uuid().describe('分期标识'),
});

const Payment = z
  .object({
    paidOn: day.describe('付款之日'),
    amount: yuan,
    note: prose(2000).optional().describe('备注'),
    evidence: z.uuid().optional().describe('付款凭证'),
  })
  .meta({ id: 'InstalmentPayment' });

/** Payments on instalments 履行, and those that were none. */
export function paymentRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/agreement/instalments/:instalment/payments`,
      operationId: 'recordPayment',
      summary: '登记付款 Record a payment',
      description:
        '由工作人员或收款人（代理人须有特别授权）登记，可分次；付清即结清该期，逾期付清补救违约，全部履行后案件为 PERFORMED。',
      tags: ['协议与履行 agreements'],
      access: { roles: [...STAFF, ...PARTIES], scopes: [WRITE_SCOPE] },
      params: Instalment,
      idempotency: 'required',
      ifMatch: 'optional',
      body: Payment,
      example: { paidOn: '2025-09-10', amount: '6000.00', note: '银行转账' },
      responses: { 201: { description: '已登记', schema: AgreementView } },
    },
    (call) => {
      const { id, instalment } = call.params;
      const { paidOn, amount, note, evidence } = call.body;
      const payment = { paidOn, amount, note, evidence };
      return payInstalment(
        deps,
        call,
        { id, instalmentId: instalment, payment, ifMatch: call.ifMatch },
        (agreement) =>
          presentingPart(call, 201, (done) => ({
            body: agreementView(done, agreement, call),
            location: `${BASE}/cases/${id}/agreement`,
          })),
      );
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/agreement/instalments/:instalment/payments/:payment/actions/void`,
      operationId: 'voidPayment',
      summary: '作废付款 Void a payment',
      description:
        '由窗口或本案调解员更正误登的付款；记录保留并标明作废，分期、违约、履行与相关指标如同从未登记，已履行完毕的案件恢复为 EFFECTIVE 或 BREACHED。归档后不再更改。',
      tags: ['协议与履行 agreements'],
      access: { roles: STAFF, scopes: [WRITE_SCOPE] },
      params: Instalment.extend({ payment: z.uuid().describe('付款记录标识') }),
      idempotency: 'required',
      ifMatch: 'optional',
      body: z.object({ reason: prose(2000).describe('理由') }).meta({ id: 'PaymentVoid' }),
      example: { reason: '误将另一案的转账登记到本案。' },
      responses: { 200: { description: '已作废', schema: AgreementView } },
    },
    (call) => {
      const { id, instalment, payment } = call.params;
      const { reason } = call.body;
      return voidPayment(
        deps,
        call,
        { id, instalmentId: instalment, paymentId: payment, reason, ifMatch: call.ifMatch },
        (agreement) =>
          presentingPart(call, 200, (done) => ({
            body: agreementView(done, agreement, call),
          })),
      );
    },
  );
}
