import { fieldRules } from '@qinwu/domain/errors';
import { StaleError } from '@qinwu/platform/db/commit';
import { ifMatchVersion } from '@qinwu/platform/http/etag';
import type { Http } from '@qinwu/platform/http/http';
import type { CallContext } from '@qinwu/platform/http/route';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { indicatorLifecycle } from '../../rules/catalogue/lifecycle.ts';
import { readScaled } from '../../rules/inputs/read-scaled.ts';
import { putIndicator } from '../../use-cases/catalogue/put-indicator.ts';
import { getIndicator, listIndicators } from '../../use-cases/catalogue/read-indicators.ts';
import { retireIndicator } from '../../use-cases/catalogue/retire-indicator.ts';
import { ADMIN_SCOPE, MODEL_READERS, READ_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';
import {
  HistoryView,
  historyView,
  IndicatorCode,
  IndicatorEntry,
  IndicatorView,
  indicatorView,
} from './indicator-view.ts';

const tags = ['企业与指标 inputs'];
const READ = { roles: MODEL_READERS, scopes: [READ_SCOPE] } as const;
const KEEP = { roles: ['admin'], scopes: [ADMIN_SCOPE] } as const;

/** The park's catalogue of indicators: what may be stated of an enterprise, in which unit, and by whom. */
export function indicatorRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/indicators`,
      operationId: 'listIndicators',
      summary: '指标目录 Catalogue of indicators',
      description: '本园区的指标：随附的，以及本园区自设或另作规定的；已停用的也在其中。',
      tags,
      access: READ,
      responses: { 200: { description: '全部指标', schema: z.object({ items: z.array(IndicatorView) }) } },
    },
    async (call) => {
      const indicators = await listIndicators(deps, call.actor);
      return { status: 200, body: { items: indicators.map(indicatorView) } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/indicators/:code`,
      operationId: 'getIndicator',
      summary: '指标及其各版 Get an indicator',
      tags,
      access: READ,
      params: IndicatorCode,
      responses: { 200: { description: '指标', schema: HistoryView } },
    },
    async (call) => {
      const history = await getIndicator(deps, call.actor, call.params.code);
      const [first] = history.definitions;
      const tagged = first === undefined ? {} : { id: first.seriesId, version: history.indicator.version };
      return { status: 200, body: historyView(history), ...tagged };
    },
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/indicators/:code`,
      operationId: 'putIndicator',
      summary: '设立指标或另作规定 Enter or redefine an indicator',
      description:
        '随附的指标可另定名称、来源次序、可提高与否及其上限；新的编码即本园区自设的指标，不能是负面事项的代码（422）。每次成为新的一版，此前所知的积分不变。来源次序变更后，受影响的企业随即重新取值、重算。',
      tags,
      access: KEEP,
      params: IndicatorCode,
      ifMatch: 'optional',
      body: IndicatorEntry,
      example: { name: '绿电使用占比', nameEn: 'share of green power', unit: '%', sources: ['document'] },
      responses: {
        200: { description: '已另作规定', schema: IndicatorView },
        201: { description: '已设立', schema: IndicatorView },
      },
    },
    async (call) => {
      const { changeStep, changeLimit, ...rest } = call.body;
      const read = readScaled({ '/changeStep': changeStep, '/changeLimit': changeLimit });
      if (read.faults.length > 0) throw fieldRules(read.faults);
      const { row, isNew } = await putIndicator(deps, call, {
        code: call.params.code,
        definition: {
          ...rest,
          changeStep: read.values.get('/changeStep') ?? 0,
          changeLimit: read.values.get('/changeLimit') ?? 0,
        },
        ensureSeen: (before) => ensureSeen(call, before),
      });
      return { status: isNew ? 201 : 200, body: indicatorView(row), version: row.version, id: row.seriesId };
    },
  );

  const { label, roles, from, to } = indicatorLifecycle.rule('retire');
  http.route(
    {
      method: 'POST',
      url: `${BASE}/indicators/:code/actions/retire`,
      operationId: 'retireIndicator',
      summary: `${label.zh} ${label.en}`,
      description: `可在 ${from.join('、')} 执行，之后为 ${to}，不再恢复。不再登记它的值，已有的积分不变。施行中或将施行的模型使用它的为 409。`,
      tags,
      access: { roles, scopes: [ADMIN_SCOPE] },
      params: IndicatorCode,
      idempotency: 'required',
      ifMatch: 'optional',
      body: z.object({}).meta({ id: 'IndicatorMove' }),
      example: {},
      responses: { 200: { description: '已停用', schema: IndicatorView } },
    },
    (call) =>
      retireIndicator(
        deps,
        call,
        { code: call.params.code, ensureCurrent: (before) => ensureCurrent(call, before) },
        (row) => {
          const answer = { status: 200, body: indicatorView(row), version: row.version, id: row.seriesId };
          return { answer, kept: call.keep(answer) };
        },
      ),
  );
}

/** Where a version is named, it is the one that stands. */
function ensureCurrent(
  { request }: Pick<CallContext, 'request'>,
  before: { id: string; version: number } | null,
): void {
  const version = ifMatchVersion(request.headers['if-match'], before?.id);
  if (version !== null && version !== before?.version) throw new StaleError();
}
