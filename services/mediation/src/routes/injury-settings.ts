import { localDateOf } from '@qinwu/domain/local-date';
import type { Http } from '@qinwu/platform/http/http';
import type { Answer } from '@qinwu/platform/http/route';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, day, line } from '../fields.ts';
import { DEFAULT_SUPPLY_DAYS } from '../rules/injury/settings.ts';
import type { InjurySettingRow } from '../store/injury-settings.ts';
import { putInjurySettings } from '../use-cases/injury/put-settings.ts';
import { settingsOf, settingsOn } from '../use-cases/injury/read-settings.ts';
import { ADMIN_SCOPE, READ_SCOPE, WINDOW } from '../who.ts';
import { BASE } from './present.ts';

const TAGS = ['工伤认定 injury applications'];

const SettingsBody = z
  .object({
    transferDays: z.int().min(1).max(60).describe('材料齐全后移交的工作日'),
    supplyDays: z
      .int()
      .min(1)
      .max(250)
      .default(DEFAULT_SUPPLY_DAYS)
      .describe('一次性告知补正后，申请人补交的工作日；届满前不得以材料不齐不移交'),
    nearDays: z.int().min(0).max(60).describe('申请期限剩余不超过此日数时，材料未齐也可移交'),
    materials: z
      .array(z.object({ code, name: line(100).describe('材料名称'), required: z.boolean().describe('必备') }))
      .max(50)
      .describe('法定材料之外的清单'),
    source: line(300).describe('依据'),
    official: z.boolean().describe('是否出自公开文件'),
  })
  .meta({ id: 'InjurySettingsBody' });
const SettingsView = SettingsBody.extend({ supplyDays: z.int() }).meta({ id: 'InjurySettings' });

const viewOf = ({
  transferDays,
  supplyDays,
  nearDays,
  materials,
  source,
  official,
}: z.output<typeof SettingsBody>) => ({
  transferDays,
  supplyDays,
  nearDays,
  materials,
  source,
  official,
});

const ValidFrom = z.object({ validFrom: day.describe('施行日') });

function answerOf(status: 200 | 201, row: InjurySettingRow): Answer {
  return { status, body: viewOf(row), version: row.version, id: row.id };
}

/** What the park sets for the window's part, dated. */
export function injurySettingRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/injury-settings`,
      operationId: 'getInjurySettings',
      summary: '工伤收件设置 Settings on a day',
      description: '某日适用的设置；园区未设时为默认建议（official=false）。',
      tags: TAGS,
      access: { roles: [...WINDOW, 'admin'], scopes: [READ_SCOPE] },
      query: z.object({ on: day.optional().describe('默认今天') }),
      responses: { 200: { description: '设置', schema: SettingsView } },
    },
    async (call) => {
      const { on = localDateOf(call.now) } = call.query;
      const { materials, ...settings } = await settingsOn(deps.db.orm, call.actor.park, on);
      return { status: 200, body: viewOf({ ...settings, materials: [...materials] }) };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/injury-settings/:validFrom`,
      operationId: 'getInjurySettingsOf',
      summary: '某施行日登记的设置 Settings that begin on a day',
      description: '本园区未在该日登记设置的，404。',
      tags: TAGS,
      access: { roles: [...WINDOW, 'admin'], scopes: [READ_SCOPE] },
      params: ValidFrom,
      responses: { 200: { description: '设置', schema: SettingsView } },
    },
    async (call) => answerOf(200, await settingsOf(deps, call.actor, call.params.validFrom)),
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/injury-settings/:validFrom`,
      operationId: 'putInjurySettings',
      summary: '设定工伤收件设置 Set from a day on',
      description:
        '施行日不早于今天；已施行的不改写，另设新的施行日。改写同日的设置须带 GET 同一地址得到的 ETag，否则 428。',
      tags: TAGS,
      access: { roles: ['admin'], scopes: [ADMIN_SCOPE] },
      params: ValidFrom,
      body: SettingsBody,
      ifMatch: 'optional',
      example: {
        transferDays: 2,
        supplyDays: 10,
        nearDays: 5,
        materials: [],
        source: '园区窗口工作规程',
        official: false,
      },
      responses: {
        200: { description: '已更新', schema: SettingsView },
        201: { description: '已设定', schema: SettingsView },
      },
    },
    async (call) => {
      const { row, isNew } = await putInjurySettings(deps, call, {
        ...call.params,
        settings: call.body,
        expected: (before) => ensureSeen(call, before),
      });
      return answerOf(isNew ? 201 : 200, row);
    },
  );
}
