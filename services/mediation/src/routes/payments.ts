import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { day, prose } from '../fields.ts';
import { yuan } from '../rules/intake-body.ts';
import { payInstalment } from '../use-cases/pay-instalment.ts';
import { PARTIES, STAFF, WRITE_SCOPE } from '../who.ts';
import { AgreementView } from './agreement-schema.ts';
import { agreementView } from './agreement-view.ts';
import { BASE, presentingPart } from './present.ts';

const Payment = z
  .object({
    paidOn: day.describe('付款之日'),
    amount: yuan,
    note: prose(2000).optional().describe('备注'),
    evidence: z.uuid().optional().describe('付款凭证'),
  })
  .meta({ id: 'InstalmentPayment' });

/** Payments on instalments 履行. */
export function paymentRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/agreement/instalments/:instalment/payments`,
      operationId: 'recordPayment',
      summary: '登记付款 Record a payment',
      description:
        '由工作人员或收款人登记，可分次；付清即结清该期，逾期付清补救违约，全部履行后案件为 PERFORMED。',
      tags: ['协议与履行 agreements'],
      access: { roles: [...STAFF, ...PARTIES], scopes: [WRITE_SCOPE] },
      params: z.object({
        id: z.uuid().describe('案件标识'),
        instalment: z.uuid().describe('分期标识'),
      }),
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
            body: agreementView(done, agreement, { now: call.now }),
            location: `${BASE}/cases/${id}/agreement`,
          })),
      );
    },
  );
}
