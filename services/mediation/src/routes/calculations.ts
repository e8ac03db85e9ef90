import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { day } from '../fields.ts';
import { dailyWage } from '../rules/calculations/daily-wage.ts';
import { doubleWage } from '../rules/calculations/double-wage.ts';
import { AWARD_HEADS, finalAward } from '../rules/calculations/final-award.ts';
import { INTERRUPTION_CAUSES, limitation, SUSPENSION_CAUSES } from '../rules/calculations/limitation.ts';
import { noticePay } from '../rules/calculations/notice-pay.ts';
import { LEAST_PERCENT, MOST_PERCENT, overdueAddition } from '../rules/calculations/overdue-addition.ts';
import { overtime } from '../rules/calculations/overtime.ts';
import type { Calculation, CalculationKind } from '../rules/calculations/result.ts';
import { severance } from '../rules/calculations/severance.ts';
import type { SeveranceStandards } from '../rules/calculations/severance-base.ts';
import { unlawfulTermination } from '../rules/calculations/unlawful-termination.ts';
import { calculate, type Given } from '../use-cases/calculate.ts';
import { READ_SCOPE } from '../who.ts';
import { CalculationView, calculationView } from './calculation-view.ts';
import { BASE } from './present.ts';
import { CALCULATORS, knownOn, lookOf, region } from './standard-view.ts';

const yuan = z.string().min(1).max(24).describe('元，十进制，至多两位小数');
const hours = z.string().min(1).max(12).describe('小时，至多两位小数');
const asOf = day.optional().describe('判断日，默认今天');
const on = day.optional().describe('适用标准之日，默认今天');
/** Of calculations that use standards. */
const standardsAt = {
  region: region.optional().describe('行政区划代码，园区只登记一个地区的标准时可不填'),
  knownOn,
};

const service = {
  startedOn: day.describe('入职日'),
  endedOn: day.describe('在职最后一日'),
  averageMonthlyWage: yuan.optional().describe('前十二个月平均工资；与 wages 二选一'),
  wages: z.array(yuan).max(12).optional().describe('前十二个月各月应得工资，不足十二个月按实际月数'),
  ...standardsAt,
};
const SERVICE = { startedOn: '2019-03-11', endedOn: '2025-07-31', averageMonthlyWage: '6850.00' };

/** The standards severance is held against, as of the end of employment. */
function atEnd({ standards }: Given, { endedOn }: { endedOn: string }): SeveranceStandards {
  return {
    averageWage: standards('average-wage', endedOn),
    minimumWage: standards('minimum-wage', endedOn),
  };
}

interface Calculator<B extends z.ZodObject> {
  operationId: string;
  title: string;
  body: B;
  example: z.input<B>;
  run(body: z.output<B>, given: Given): Calculation;
}

/** Amounts and dates of labour law 劳动争议计算, each with its steps; nothing is stored. */
export function calculationRoutes(http: Http, deps: Deps): void {
  function route<B extends z.ZodObject>(kind: CalculationKind, calculator: Calculator<B>): void {
    const { operationId, title, body, example, run } = calculator;
    const name = `${operationId[0]?.toUpperCase()}${operationId.slice(1)}`;
    http.route(
      {
        method: 'POST',
        url: `${BASE}/calculations/${kind}`,
        operationId,
        summary: title,
        description:
          '只计算、不留存；结果供调解参考，逐步列明依据与所用标准及其版本。同样的输入（写明适用日与 knownOn）以后再算，结果不变。',
        tags: ['计算 calculations'],
        access: { roles: CALCULATORS, scopes: [READ_SCOPE] },
        body: body.meta({ id: name }),
        example,
        responses: { 200: { description: '结果与步骤', schema: CalculationView } },
      },
      async (call) => {
        const input = call.body as z.output<B>;
        // `knownOn` of a limitation is the worker's day, and asks for no standard.
        const look = lookOf('region' in body.shape ? input : {});
        const done = await calculate(deps, call, look, (given) => run(input, given));
        return { status: 200, body: calculationView(done) };
      },
    );
  }

  route('severance', {
    operationId: 'calculateSeverance',
    title: '经济补偿（劳动合同法第四十七条） Severance',
    body: z.object(service),
    example: SERVICE,
    run: (body, given) => severance(body, atEnd(given, body)),
  });

  route('unlawful-termination', {
    operationId: 'calculateUnlawfulTermination',
    title: '违法解除赔偿金（劳动合同法第八十七条） Unlawful termination',
    body: z.object(service),
    example: SERVICE,
    run: (body, given) => unlawfulTermination(body, atEnd(given, body)),
  });

  route('double-wage', {
    operationId: 'calculateDoubleWage',
    title: '未签合同二倍工资差额（劳动合同法第八十二条） Double wage',
    body: z.object({
      startedOn: day.describe('用工之日'),
      signedOn: day.optional().describe('订立书面合同之日；未订立不填'),
      endedOn: day.optional().describe('在职最后一日；仍在职不填'),
      monthlyWage: yuan,
      asOf,
    }),
    example: { startedOn: '2024-09-02', signedOn: '2025-03-17', monthlyWage: '6000.00' },
    run: (body, { today, calendar }) => doubleWage(body, body.asOf ?? today, calendar),
  });

  route('overtime', {
    operationId: 'calculateOvertime',
    title: '加班费（劳动法第四十四条） Overtime',
    body: z.object({
      monthlyWage: yuan,
      workdayHours: hours.optional().describe('工作日延时'),
      restDayHours: hours.optional().describe('休息日未补休'),
      holidayHours: hours.optional().describe('法定休假日'),
      on,
      ...standardsAt,
    }),
    example: { monthlyWage: '5220.00', workdayHours: '20', restDayHours: '16', holidayHours: '8' },
    run: (body, { standards, today }) => overtime(body, standards('month-days', body.on ?? today)),
  });

  route('daily-wage', {
    operationId: 'calculateDailyWage',
    title: '日工资 Daily wage',
    body: z.object({ monthlyWage: yuan, on, ...standardsAt }),
    example: { monthlyWage: '6000.00' },
    run: (body, { standards, today }) => dailyWage(body, standards('month-days', body.on ?? today)),
  });

  route('overdue-addition', {
    operationId: 'calculateOverdueAddition',
    title: '逾期加付赔偿金（劳动合同法第八十五条） Addition to wages unpaid after an order',
    body: z.object({
      unpaid: yuan.describe('责令支付而未付的金额'),
      deadline: day.describe('责令支付期限的最后一日'),
      percent: z.int().min(LEAST_PERCENT).max(MOST_PERCENT).default(LEAST_PERCENT),
      asOf,
    }),
    example: { unpaid: '18600.00', deadline: '2025-06-30', percent: 50 },
    run: (body, { today }) => overdueAddition(body, body.asOf ?? today),
  });

  route('notice-pay', {
    operationId: 'calculateNoticePay',
    title: '代通知金（劳动合同法第四十条） Pay in place of notice',
    body: z.object({ lastMonthWage: yuan.describe('上一个月工资') }),
    example: { lastMonthWage: '6850.00' },
    run: (body) => noticePay(body),
  });

  route('final-award', {
    operationId: 'checkFinalAward',
    title: '一裁终局判断（劳动争议调解仲裁法第四十七条） Final award',
    body: z.object({
      items: z
        .array(z.object({ head: z.enum(AWARD_HEADS).describe('事项'), amount: yuan }))
        .min(1)
        .max(50),
      on,
      ...standardsAt,
    }),
    example: {
      items: [
        { head: 'wages', amount: '12800.00' },
        { head: 'compensation', amount: '20550.00' },
      ],
    },
    run: (body, { standards, today }) => finalAward(body.items, standards('minimum-wage', body.on ?? today)),
  });

  route('limitation', {
    operationId: 'calculateLimitation',
    title: '仲裁时效（劳动争议调解仲裁法第二十七条） Limitation',
    body: z.object({
      knownOn: day.describe('知道或者应当知道权利被侵害之日'),
      wagesInEmployment: z.boolean().default(false).describe('劳动关系存续期间拖欠劳动报酬'),
      employmentEndedOn: day.optional().describe('劳动关系终止日'),
      interruptions: z
        .array(z.object({ on: day, cause: z.enum(INTERRUPTION_CAUSES) }))
        .max(100)
        .default([])
        .describe('中断：主张权利、请求救济、同意履行'),
      suspensions: z
        .array(z.object({ from: day, to: day.optional(), cause: z.enum(SUSPENSION_CAUSES) }))
        .max(100)
        .default([])
        .describe('中止：不可抗力或其他正当理由；to 为最后一日，未消除不填'),
      asOf,
    }),
    example: {
      knownOn: '2025-01-10',
      interruptions: [{ on: '2025-03-03', cause: 'claim' }],
    },
    run: (body, { today, calendar }) => limitation(body, body.asOf ?? today, calendar),
  });
}
