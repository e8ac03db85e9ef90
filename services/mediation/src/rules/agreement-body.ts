/** What a mediation agreement says (人民调解法 art. 29), as it comes in. */
import { z } from 'zod';
import { day, line, prose } from '../fields.ts';
import { DEFAULT_REMINDER_DAYS } from './instalment-clock.ts';
import { yuan } from './intake-body.ts';

export const AgreementTerm = z
  .object({
    text: prose(2000).describe('一项协议内容'),
    nonMonetary: z.boolean().default(false).describe('不是付款的义务，如出具证明、赔礼道歉、返还物品'),
  })
  .meta({ id: 'AgreementTerm' });

export const InstalmentBody = z
  .object({
    dueOn: day.describe('履行日期；是约定之日，遇休息日不顺延'),
    amount: yuan,
    payer: z.uuid().describe('付款的当事人'),
    payee: z.uuid().describe('收款的当事人'),
    manner: line(200).optional().describe('支付方式'),
  })
  .meta({ id: 'AgreementInstalmentBody' });

export const AgreementBody = z
  .object({
    organisation: line(200).describe('调解组织名称，即加盖印章的组织'),
    mediators: z
      .array(z.object({ account: line(200).describe('调解员账号'), name: line(100).describe('姓名') }))
      .min(1)
      .max(10)
      .describe('主持调解并签名的调解员'),
    facts: prose(10_000).describe('纠纷的主要事实'),
    issues: prose(5000).describe('争议事项'),
    responsibility: prose(5000).describe('各方当事人的责任'),
    terms: z.array(AgreementTerm).min(1).max(50).describe('协议内容'),
    amountAgreed: yuan.describe('协议金额（元），没有金额的为 0'),
    manner: prose(2000).describe('履行方式'),
    performBy: day.optional().describe('履行期限；分期的默认为最后一期'),
    instalments: z.array(InstalmentBody).max(120).default([]).describe('分期，合计等于协议金额'),
    remedies: prose(2000).optional().describe('违约责任'),
    reminderDays: z
      .int()
      .min(0)
      .max(30)
      .default(DEFAULT_REMINDER_DAYS)
      .describe('到期前几天提醒（默认建议）'),
  })
  .meta({ id: 'AgreementDraft' });
export type AgreementBody = z.output<typeof AgreementBody>;
