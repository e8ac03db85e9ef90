import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { code, day, uscc } from '../fields.ts';

/** Yuan to the fen, `"1406800.00"`. */
const yuan = z.string().regex(/^(0|[1-9]\d{0,12})\.\d{2}$/);
/** Points as a decimal with up to four places, `"78.25"`. */
const points = z.string().regex(/^(0|[1-9]\d{0,6})(\.\d{1,4})?$/);

/** What an enterprise is scored on was changed: the service itself scores it anew 指标变动. */
export const inputsChanged = defineEvent(
  'qinwu.credit.inputs-changed.v1',
  z.object({
    uscc,
    codes: z.array(code).min(1).max(500).describe('变动的指标'),
    changedAt: z.iso.datetime().describe('变动时刻'),
  }),
);

/** An enterprise has another score than before 积分变动; a score that stayed is not announced. */
export const scoreChanged = defineEvent(
  'qinwu.credit.score-changed.v1',
  z.object({
    uscc,
    scheme: code.describe('评分方案'),
    modelVersion: code.describe('模型版本'),
    asOf: day.describe('截止日期'),
    total: points.nullable().describe('总分,不再评分为空'),
    grade: code.nullable().describe('等级'),
    previousTotal: points.nullable().describe('上次总分,首次为空'),
    previousGrade: code.nullable().describe('上次等级'),
    runId: z.uuid().nullable().describe('评分批次,单独重算为空'),
  }),
);

/** What a bank decided of a credit line 授信; told again with a higher sequence where that changed. */
export const lineGranted = defineEvent(
  'qinwu.credit.line-granted.v1',
  z.object({
    lineId: z.uuid().describe('授信标识'),
    number: z.string().min(1).max(40).describe('授信编号'),
    uscc,
    bank: code.describe('银行'),
    product: code.describe('产品'),
    tags: z.array(code).max(20).describe('产品标签,如 points、jingkedai、clean-energy'),
    amountNew: yuan.describe('新增授信(扣除被替换的额度),元'),
    approvedOn: day.describe('批准日期'),
    valid: z.boolean().describe('确为授信;已撤销为否'),
  }),
);

/** A technology contract was registered 技术合同登记; told again where it was cancelled. */
export const contractRegistered = defineEvent(
  'qinwu.credit.contract-registered.v1',
  z.object({
    contractId: z.uuid().describe('技术合同标识'),
    number: z.string().min(1).max(40).describe('登记编号'),
    uscc,
    amount: yuan.describe('合同成交额(元)'),
    registeredOn: day.describe('登记日期'),
    valid: z.boolean().describe('仍然有效,已注销为否'),
  }),
);

/** A fund invested in a target 基金投资; `reinvestment` where it landed in the park 返投. */
export const fundInvested = defineEvent(
  'qinwu.credit.fund-invested.v1',
  z.object({
    investmentId: z.uuid().describe('投资标识'),
    fund: code.describe('基金'),
    amount: yuan.describe('投资金额(元)'),
    investedOn: day.describe('投资日期'),
    reinvestment: z.boolean().describe('返投'),
    valid: z.boolean().describe('确有此事,误登为否'),
  }),
);

/** Something of note happened to a fund 基金事项: capital paid, registration changed, head office moved. */
export const fundHappening = defineEvent(
  'qinwu.credit.fund-happening.v1',
  z.object({
    fundEventId: z.uuid().describe('事项标识'),
    fund: code.describe('基金'),
    kind: code.describe('事项种类'),
    happenedOn: day.describe('日期'),
    valid: z.boolean().describe('确有此事,误登为否'),
  }),
);

/** An enterprise objects to an input of its score, or to the score 积分异议: handled as a grievance as well. */
export const inputDisputed = defineEvent(
  'qinwu.credit.input-disputed.v1',
  z.object({
    objectionId: z.uuid().describe('异议标识'),
    number: z.string().min(1).max(40).describe('异议编号'),
    uscc,
    subject: z.enum(['indicator-value', 'adverse-document', 'score']).describe('异议的对象'),
    grounds: z.string().min(1).max(2_000).describe('理由'),
    filedOn: day.describe('提出日期'),
  }),
);

/** An objection came to its end 积分异议办结: the grievance that was opened of it under its number is answered and closed. */
export const objectionDecided = defineEvent(
  'qinwu.credit.objection-decided.v1',
  z.object({
    objectionId: z.uuid().describe('异议标识'),
    number: z.string().min(1).max(40).describe('异议编号'),
    outcome: z.enum(['UPHELD', 'REJECTED', 'WITHDRAWN']).describe('结果:成立、不成立、企业撤回'),
    decidedOn: day.describe('决定或撤回的日期'),
  }),
);
