import { localDateOf } from '@qinwu/domain/local-date';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { day, prose } from '../fields.ts';
import { INTERRUPTION_CAUSES, SUSPENSION_CAUSES } from '../rules/calculations/limitation.ts';
import type { LimitationFacts } from '../rules/limitation.ts';
import {
  type CaseLimitation,
  limitationIn,
  readLimitation,
  recordLimitation,
} from '../use-cases/case-limitation.ts';
import type { OpenedCase } from '../use-cases/open-case.ts';
import { PARTIES, READ_SCOPE, STAFF, WRITE_SCOPE } from '../who.ts';
import { CalculationView, calculationView } from './calculation-view.ts';
import { BASE, presentingPart } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const TAGS = ['案件 cases'];

const shown = {
  note: prose(2000).optional().describe('经过'),
  evidence: z.uuid().optional().describe('证明文件，先上传'),
};

const LimitationBody = z
  .object({
    knownOn: day.describe('知道或者应当知道权利被侵害之日'),
    wagesInEmployment: z.boolean().default(false).describe('劳动关系存续期间拖欠劳动报酬'),
    employmentEndedOn: day.optional().describe('劳动关系终止日'),
    interruptions: z
      .array(z.object({ on: day, cause: z.enum(INTERRUPTION_CAUSES), ...shown }))
      .max(100)
      .default([])
      .describe('中断：主张权利、请求救济、同意履行；本次申请调解自动计入'),
    suspensions: z
      .array(z.object({ from: day, to: day.optional(), cause: z.enum(SUSPENSION_CAUSES), ...shown }))
      .max(100)
      .default([])
      .describe('中止：不可抗力或其他正当理由；to 为最后一日，未消除不填'),
  })
  .meta({ id: 'CaseLimitationBody' });

const shownView = { note: z.string().nullable(), evidence: z.uuid().nullable() };

const LimitationView = z
  .object({
    knownOn: z.iso.date().nullable(),
    wagesInEmployment: z.boolean(),
    employmentEndedOn: z.iso.date().nullable(),
    interruptions: z.array(z.object({ on: z.iso.date(), cause: z.enum(INTERRUPTION_CAUSES), ...shownView })),
    suspensions: z.array(
      z.object({
        from: z.iso.date(),
        to: z.iso.date().nullable(),
        cause: z.enum(SUSPENSION_CAUSES),
        ...shownView,
      }),
    ),
    calculation: CalculationView.nullable().describe(
      '今日的结果与逐步依据；非劳动争议、协议生效后未违约的为空，违约的自违约之日计算',
    ),
  })
  .meta({ id: 'CaseLimitation' });

function factsOf(body: z.output<typeof LimitationBody>): LimitationFacts {
  const { wagesInEmployment, employmentEndedOn = null, interruptions, suspensions } = body;
  return {
    wagesInEmployment,
    employmentEndedOn,
    interruptions: interruptions.map(({ on, cause, note = null, evidence = null }) => {
      return { on, cause, note, evidence };
    }),
    suspensions: suspensions.map(({ from, to = null, cause, note = null, evidence = null }) => {
      return { from, to, cause, note, evidence };
    }),
  };
}

function viewOf({ knownOn, facts, calculation }: CaseLimitation): z.input<typeof LimitationView> {
  return { knownOn, ...facts, calculation: calculation === null ? null : calculationView(calculation) };
}

/** The limitation of a labour case: what moved it, and when it ends. */
export function limitationRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/limitation`,
      operationId: 'getCaseLimitation',
      summary: '仲裁时效 Limitation of a case',
      description: '已登记的中断、中止及今日的结果；供窗口、承办调解员与申请人一方，对方不可见。',
      tags: TAGS,
      access: { roles: [...STAFF, ...PARTIES], scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '时效', schema: LimitationView } },
    },
    async (call) => {
      const { version, ...found } = await readLimitation(deps, call, call.params.id);
      return { status: 200, body: viewOf(found), version, id: call.params.id };
    },
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/cases/:id/limitation`,
      operationId: 'putCaseLimitation',
      summary: '登记时效的中断与中止 Record what moved the limitation',
      description: '整体取代此前登记的内容；日期不得晚于今天，中止不得重叠（调解仲裁法第二十七条）。',
      tags: TAGS,
      access: { roles: STAFF, scopes: [WRITE_SCOPE] },
      params: Id,
      ifMatch: 'required',
      body: LimitationBody,
      example: {
        knownOn: '2025-06-15',
        interruptions: [{ on: '2025-07-01', cause: 'claim', note: '向公司书面催讨，有签收回执。' }],
      },
      responses: { 200: { description: '已登记', schema: LimitationView } },
    },
    (call) => {
      const { id } = call.params;
      const { knownOn } = call.body;
      const of = { id, knownOn, facts: factsOf(call.body), ifMatch: call.ifMatch };
      const view = (done: OpenedCase) => ({ body: viewOf(limitationIn(deps, done, localDateOf(call.now))) });
      return recordLimitation(deps, call, of, presentingPart(call, 200, view));
    },
  );
}
