import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, day, line } from '../fields.ts';
import { OFFICER_KINDS } from '../vocabulary.ts';
import { directoryRoute } from './directory-route.ts';

const OfficerBody = z
  .object({
    name: line(50).describe('姓名'),
    kind: z.enum(OFFICER_KINDS).describe('身份：干部职工、企业党员、志愿者'),
    subject: line(200).optional().describe('登录账号（令牌的 sub）'),
    grid: code.optional().describe('所在网格'),
    unit: code.optional().describe('所在单位'),
    activeFrom: day.describe('到岗日期'),
    activeUntil: day.optional().describe('最后在岗日期'),
  })
  .meta({ id: 'OfficerBody' });

const OfficerView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    code: z.string(),
    name: z.string(),
    kind: z.enum(OFFICER_KINDS),
    subject: z.string().nullable(),
    grid: z.string().nullable(),
    unit: z.string().nullable(),
    activeFrom: z.string(),
    activeUntil: z.string().nullable(),
  })
  .meta({ id: 'Officer' });

/** Service officers 勤务员; each change is announced, they are a figure of the park. */
export function officerRoutes(http: Http, deps: Deps): void {
  directoryRoute(http, deps, {
    kind: 'officer',
    path: 'officers',
    key: ':code',
    names: { one: 'Officer', many: 'Officers', title: '勤务员' },
    params: z.object({ code }),
    body: OfficerBody,
    example: { name: '林志强', kind: 'staff', activeFrom: '2024-01-15' },
    view: OfficerView,
    fields: (params, body) => ({
      code: params.code,
      name: body.name,
      kind: body.kind,
      subject: body.subject ?? null,
      gridCode: body.grid ?? null,
      unitCode: body.unit ?? null,
      activeFrom: body.activeFrom,
      activeUntil: body.activeUntil ?? null,
    }),
    show: (row) => ({
      code: row.code,
      name: row.name,
      kind: row.kind,
      subject: row.subject,
      grid: row.gridCode,
      unit: row.unitCode,
      activeFrom: row.activeFrom,
      activeUntil: row.activeUntil,
    }),
  });
}
