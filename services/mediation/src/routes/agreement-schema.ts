/** What answers show of an agreement. */
import { z } from 'zod';
import { AGREEMENT_STATUSES, LIGHTS, SIGNATURE_KINDS, SIGNER_KINDS } from '../vocabulary.ts';
import { NextStepView } from './case-schema.ts';

const text = z.string().nullable();

const Payment = z
  .object({
    id: z.uuid(),
    amount: z.string(),
    paidOn: z.iso.date(),
    note: text,
    evidence: z.uuid().nullable(),
    recordedBy: text.describe('登记人的账号；仅承办人员和登记人本人可见，对其他人为空'),
    recordedAt: z.iso.datetime(),
    voided: z
      .object({
        at: z.iso.datetime(),
        by: text.describe('作废人的账号，仅承办人员可见'),
        reason: text.describe('理由'),
      })
      .nullable()
      .describe('作废更正；作废的付款不计入已付'),
  })
  .meta({ id: 'InstalmentPaymentView' });

const Instalment = z
  .object({
    id: z.uuid(),
    seq: z.int().describe('期次'),
    dueOn: z.iso.date(),
    amount: z.string(),
    paid: z.string().describe('已付'),
    payer: z.uuid(),
    payee: z.uuid(),
    manner: text.describe('支付方式'),
    settledOn: z.iso.date().nullable().describe('付清之日'),
    onTime: z.boolean().nullable(),
    light: z.enum(LIGHTS).nullable(),
    payments: z.array(Payment).describe('付款记录；对送来本案的法院不列出'),
  })
  .meta({ id: 'AgreementInstalment' });

const Signature = z
  .object({
    id: z.uuid(),
    signerKind: z.enum(SIGNER_KINDS),
    signer: z.string().describe('当事人标识或调解员账号'),
    kind: z.enum(SIGNATURE_KINDS),
    textHash: z.string(),
    scan: z.uuid().nullable(),
    recordedBy: text.describe('登记人的账号；仅承办人员和登记人本人可见，对其他人为空'),
    signedAt: z.iso.datetime(),
  })
  .meta({ id: 'AgreementSignature' });

export const AgreementView = z
  .object({
    id: z.uuid(),
    caseId: z.uuid(),
    number: z.string().describe('协议书编号'),
    revision: z.int().describe('文本每次变更加一'),
    status: z.enum(AGREEMENT_STATUSES).describe('草稿、已确认、已生效、作废'),
    textHash: z.string().describe('协议文本的 SHA-256；确认和签名时须带上'),
    text: text.describe('协议全文；须有权查看个人信息'),
    organisation: text.describe('调解组织'),
    mediators: z.array(z.object({ account: z.string(), name: z.string() })),
    facts: text,
    issues: text,
    responsibility: text,
    terms: z.array(z.object({ text: z.string(), nonMonetary: z.boolean() })),
    manner: text,
    remedies: text,
    amountClaimed: z.string(),
    amountAgreed: z.string(),
    performBy: z.iso.date(),
    reminderDays: z.int(),
    instalments: z.array(Instalment),
    confirmedBy: z.array(z.uuid()).describe('已确认文本的当事人'),
    signatures: z.array(Signature),
    seal: z
      .object({ organisation: text, sealNumber: text, scan: text, sealedOn: z.iso.date() })
      .nullable()
      .describe('调解组织印章'),
    missing: z
      .object({
        confirmations: z.array(z.uuid()),
        signatures: z.array(z.uuid()),
        mediator: z.boolean(),
        seal: z.boolean(),
      })
      .describe('生效还缺什么'),
    effectiveOn: z.iso.date().nullable(),
    caseState: z.string(),
    nextSteps: z.array(NextStepView),
  })
  .meta({ id: 'Agreement' });
