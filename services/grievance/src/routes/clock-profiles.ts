import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, day, line } from '../fields.ts';
import { CLOCK_KINDS, COMPLEXITIES, DEMAND_TYPES, LIMIT_UNITS, URGENCIES } from '../vocabulary.ts';
import { directoryRoute } from './directory-route.ts';

const said = {
  clock: z.enum(CLOCK_KINDS).describe('派单、签收、首次联系、答复'),
  limitUnit: z.enum(LIMIT_UNITS).describe('工作日、自然日或小时'),
  limitAmount: z.number().min(0.5).max(3660),
};
const share = z.number().min(0.01).max(0.99);

const ClockProfileBody = z
  .object({
    ...said,
    demandType: z.enum(DEMAND_TYPES).optional().describe('不填适用于全部'),
    urgency: z.enum(URGENCIES).optional(),
    complexity: z.enum(COMPLEXITIES).optional(),
    category: code.optional().describe('适用分类及其下级'),
    yellowShare: share.optional().describe('黄灯，已用时间占比，默认 0.5'),
    orangeShare: share.optional().describe('橙灯，默认 0.8'),
    article: line(300).describe('依据：文件、条款'),
    official: z.boolean().describe('是否出自公开文件'),
    validUntil: day.optional().describe('止日（含）'),
  })
  .refine((body) => (body.yellowShare ?? 0.5) < (body.orangeShare ?? 0.8), {
    error: '黄灯须早于橙灯',
    path: ['yellowShare'],
  })
  .meta({ id: 'ClockProfileBody' });

const ClockProfileView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    code: z.string(),
    validFrom: z.string(),
    validUntil: z.string().nullable(),
    ...said,
    demandType: z.enum(DEMAND_TYPES).nullable(),
    urgency: z.enum(URGENCIES).nullable(),
    complexity: z.enum(COMPLEXITIES).nullable(),
    category: z.string().nullable(),
    yellowShare: z.number(),
    orangeShare: z.number(),
    article: z.string(),
    official: z.boolean(),
  })
  .meta({ id: 'ClockProfile' });

/** Limits 时限配置, each from the day it holds; running clocks keep the one they started under. */
export function clockProfileRoutes(http: Http, deps: Deps): void {
  directoryRoute(http, deps, {
    kind: 'clock-profile',
    path: 'clock-profiles',
    key: ':code/:validFrom',
    names: { one: 'ClockProfile', many: 'ClockProfiles', title: '时限' },
    params: z.object({ code, validFrom: day }),
    body: ClockProfileBody,
    example: {
      clock: 'answer',
      limitUnit: 'workday',
      limitAmount: 3,
      demandType: 'help',
      article: '晋经开〔2025〕12号第三条',
      official: true,
    },
    view: ClockProfileView,
    fields: (params, body) => ({
      code: params.code,
      validFrom: params.validFrom,
      validUntil: body.validUntil ?? null,
      clock: body.clock,
      demandType: body.demandType ?? null,
      urgency: body.urgency ?? null,
      complexity: body.complexity ?? null,
      categoryCode: body.category ?? null,
      limitUnit: body.limitUnit,
      limitAmount: body.limitAmount,
      yellowShare: body.yellowShare ?? 0.5,
      orangeShare: body.orangeShare ?? 0.8,
      article: body.article,
      official: body.official,
    }),
    show: ({ categoryCode, id: _id, parkId: _park, ledgerHash: _hash, version: _version, ...row }) => ({
      ...row,
      category: categoryCode,
    }),
  });
}
