import { fieldRules } from '@qinwu/domain/errors';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import type { Answer, CallContext } from '@qinwu/platform/http/route';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, decimal, line, uscc } from '../../fields.ts';
import { valueLifecycle } from '../../rules/inputs/lifecycle.ts';
import { readScaled } from '../../rules/inputs/read-scaled.ts';
import type { NewValueRow } from '../../store/value-table.ts';
import { enterValue } from '../../use-cases/inputs/enter-value.ts';
import { moveValue } from '../../use-cases/inputs/move-value.ts';
import { getValue, getVersions, searchValues } from '../../use-cases/inputs/read-values.ts';
import { SOURCES, VALUE_STATES } from '../../vocabulary.ts';
import { ENTERPRISE_READERS, READ_SCOPE, WRITE_SCOPE } from '../../who.ts';
import { BASE, presenting } from '../base.ts';
import { ValueView, VersionView, valueView, versionView } from './value-view.ts';

const tags = ['企业与指标 inputs'];
const ValueId = z.object({ id: z.uuid().describe('指标值标识') });
const READ = { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] } as const;
const day = z.iso.date();

const NewValue = z
  .object({
    uscc: uscc.describe('统一社会信用代码'),
    code: code.describe('指标'),
    value: decimal.describe('值，十进制，至多四位小数'),
    unit: line(20).describe('单位，须与指标目录一致'),
    periodFrom: day.describe('所属期起'),
    periodTo: day.describe('所属期止'),
    validFrom: day.describe('自哪一天起计入'),
    validUntil: day
      .nullable()
      .default(null)
      .describe('计入至哪一天（含）；未定为空，计至同一来源的后一个值为止'),
    source: z.enum(SOURCES).describe('来源'),
    sourceRef: line(100).nullable().default(null).describe('来源中的编号'),
    note: line(500).nullable().default(null),
    evidence: z.array(z.uuid()).max(20).default([]).describe('佐证材料：先上传的附件'),
  })
  .meta({ id: 'NewIndicatorValue' });

const EXAMPLE = {
  uscc: '91350582MA00000015',
  code: 'T1',
  value: '300.5',
  unit: '万元',
  periodFrom: '2024-01-01',
  periodTo: '2024-12-31',
  validFrom: '2025-01-01',
  source: 'tax',
};

/** Values of indicators: entered, examined, withdrawn; each change is a new version and none is lost. */
export function valueRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/indicator-values`,
      operationId: 'enterIndicatorValue',
      summary: '登记指标值 Enter a value',
      description:
        '企业以 declaration 申报本企业的值，待他人核验；其他来源由园区登记，即为已核验。同一来源同一日期只有一个值（409 指明原值）；未定失效日（validUntil 为空）而起日较早的原值，至新值起日的前一日截止，其核验状态不变。企业须已登记。',
      tags,
      access: { roles: ['enterprise', 'officer', 'admin', 'client'], scopes: [WRITE_SCOPE] },
      idempotency: 'required',
      body: NewValue,
      example: EXAMPLE,
      responses: { 201: { description: '已登记', schema: ValueView } },
    },
    (call) => {
      const { values, faults } = readScaled({ '/value': call.body.value });
      if (faults.length > 0) throw fieldRules(faults);
      const value = { ...call.body, value: values.get('/value') ?? 0 };
      return enterValue(deps, call, value, presentingValue(call, 201));
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/indicator-values`,
      operationId: 'listIndicatorValues',
      summary: '指标值列表 List values',
      description: 'asOf：在该日计入的；knownOn：以该时刻所知为准，不填为现在。',
      tags,
      access: READ,
      query: z.object({
        ...PAGE_QUERY,
        uscc: uscc.describe('统一社会信用代码'),
        code: code.optional().describe('指标'),
        state: z.enum(VALUE_STATES).optional().describe('状态'),
        asOf: day.optional().describe('计入的日期'),
        knownOn: z.iso.datetime({ offset: true }).optional().describe('所知的时刻'),
      }),
      responses: { 200: { description: '一页', schema: pageSchema('IndicatorValuePage', VersionView) } },
    },
    async (call) => {
      const { asOf, knownOn, ...search } = call.query;
      const page = await searchValues(deps, call, {
        ...search,
        asOf: asOf ?? null,
        knownOn: knownOn === undefined ? null : new Date(knownOn),
      });
      return pageAnswer(call, {
        items: page.items.map((row) => versionView(row, call.actor)),
        next: page.next,
      });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/indicator-values/:id`,
      operationId: 'getIndicatorValue',
      summary: '指标值 Get a value',
      tags,
      access: READ,
      params: ValueId,
      responses: { 200: { description: '现行版本', schema: ValueView } },
    },
    async (call) => {
      const row = await getValue(deps, call.actor, call.params.id);
      return { status: 200, body: valueView(row, call.actor), version: row.version };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/indicator-values/:id/versions`,
      operationId: 'listIndicatorValueVersions',
      summary: '指标值的各版本 Versions of a value',
      tags,
      access: READ,
      params: ValueId,
      responses: {
        200: { description: '自第一版起', schema: z.object({ items: z.array(VersionView) }) },
      },
    },
    async (call) => {
      const rows = await getVersions(deps, call.actor, call.params.id);
      return { status: 200, body: { items: rows.map((row) => versionView(row, call.actor)) } };
    },
  );

  for (const action of ['correct', 'redeclare'] as const) {
    correctionRoute(http, deps, action);
  }

  for (const action of ['verify', 'reject', 'withdraw'] as const) {
    const { label, roles, from, to } = valueLifecycle.rule(action);
    http.route(
      {
        method: 'POST',
        url: `${BASE}/indicator-values/:id/actions/${action}`,
        operationId: `${action}IndicatorValue`,
        summary: `${label.zh} ${label.en}`,
        description: `可在 ${from.join('、')} 执行，之后为 ${to}。申报人及本企业人员不能核验（403）。`,
        tags,
        access: { roles, scopes: [WRITE_SCOPE] },
        params: ValueId,
        idempotency: 'required',
        ifMatch: 'optional',
        body: z.object({ note: line(500).nullable().default(null) }).meta({ id: 'IndicatorValueMove' }),
        example: { note: '与纳税申报表一致' },
        responses: { 200: { description: '已办理', schema: ValueView } },
      },
      (call) => {
        const move = { id: call.params.id, action, note: call.body.note, ifMatch: call.ifMatch };
        return moveValue(deps, call, move, presentingValue(call, 200));
      },
    );
  }
}

/** A correction is the next version of the value; the one before stays, and so does every score made of it. */
function correctionRoute(http: Http, deps: Deps, action: 'correct' | 'redeclare'): void {
  const { label, roles, from } = valueLifecycle.rule(action);
  http.route(
    {
      method: 'POST',
      url: `${BASE}/indicator-values/:id/actions/${action}`,
      operationId: `${action}IndicatorValue`,
      summary: `${label.zh} ${label.en}`,
      description: `可在 ${from.join('、')} 执行，成为新的版本；所属期与计入日期不变。企业更正的申报须重新核验。`,
      tags,
      access: { roles, scopes: [WRITE_SCOPE] },
      params: ValueId,
      idempotency: 'required',
      ifMatch: 'optional',
      body: z
        .object({
          value: decimal.describe('更正后的值'),
          note: line(500).nullable().default(null).describe('更正的缘由'),
        })
        .meta({ id: 'IndicatorValueCorrection' }),
      example: { value: '320.5', note: '年度汇算清缴后更正' },
      responses: { 200: { description: '已更正', schema: ValueView } },
    },
    (call) => {
      const { value: text, note } = call.body;
      const { values, faults } = readScaled({ '/value': text });
      if (faults.length > 0) throw fieldRules(faults);
      const { id } = call.params;
      const move = { id, action, note, value: values.get('/value') ?? null, ifMatch: call.ifMatch };
      return moveValue(deps, call, move, presentingValue(call, 200));
    },
  );
}

/** A value goes by the id of its series; the id of a version is nobody's business. */
function presentingValue(call: CallContext, status: 200 | 201): Present<NewValueRow, Answer> {
  const view = (row: NewValueRow) => valueView(row, call.actor);
  const present = presenting<NewValueRow>(call, { status, view, path: 'indicator-values' });
  return (row) => present({ ...row, id: row.seriesId });
}
