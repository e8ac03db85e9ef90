import type { Actor } from '@qinwu/domain/actor';
import { type DomainError, refuse } from '@qinwu/domain/errors';
import { ID_PATTERN } from '@qinwu/domain/id';
import { decodeCursor, encodeCursor } from '@qinwu/domain/page';
import { z } from 'zod';
import { keepAnswer } from '../../db/idempotency.ts';
import { inTransaction } from '../../db/in-transaction.ts';
import { attachmentHeader } from '../../files/file-name.ts';
import { attachFiles } from '../../files/file-rows.ts';
import { readUpload } from '../../files/upload-form.ts';
import type { Http } from '../../http/http.ts';
import { PAGE_QUERY, pageAnswer, pageSchema } from '../../http/page-answer.ts';
import { PROGRESS_ROUTE, progressAnswer } from '../../http/progress-events.ts';
import type { Answer, CallContext, Restricted, UploadSpec } from '../../http/route.ts';
import { cancelJob, writeJob } from '../../jobs/job-store.ts';
import { DEFAULT_READ_LIMITS, type ReadLimits, ROW_FORMATS } from '../read/source-row.ts';
import { MEDIA_TYPES, writeTable } from '../write/write-table.ts';
import { IMPORT_JOB, type ImportDeps } from './import-job.ts';
import { importOptions } from './import-options.ts';
import { outcomeTable, refusedTable } from './import-report.ts';
import { findImport, type ImportState, listImports, writeImport } from './import-store.ts';
import { noTotals } from './import-totals.ts';
import { importView, viewOfImport } from './import-view.ts';
import { hasOutcomes } from './outcome-rows.ts';
import { parseImportOptions, planImport, receiveFile } from './receive-import.ts';
import { watchImport } from './watch-import.ts';

export interface ImportRouteOptions {
  /** `/grievance/v1`. */
  prefix: string;
  /** Who may use the routes at all; each kind says who may import it. */
  access: Restricted;
  /** Wakes a worker, after the commit; one looks by itself soon enough. */
  poke?: () => void;
}

const UPLOAD_SECONDS = 290;
const params = z.object({ id: z.string().regex(new RegExp(ID_PATTERN)) });
const importPage = pageSchema('ImportPage', importView);
const importQuery = z.object({
  ...PAGE_QUERY,
  kind: z.string().min(1).max(50).optional().describe('记录种类'),
});
const reportQuery = z.object({
  format: z.enum(ROW_FORMATS).default('csv'),
  rows: z.enum(['refused', 'all']).default('refused').describe('refused：有误的行及原列；all：每一行的结果'),
});

function importMissing(): DomainError {
  return refuse('missing', 'import-missing', { zh: '没有这次导入', en: 'There is no such import' });
}

function reportExpired(): DomainError {
  return refuse('missing', 'report-expired', {
    zh: '报告已过保留期',
    en: 'The report is no longer kept',
  });
}

async function found(deps: ImportDeps, actor: Actor, id: string): Promise<ImportState> {
  const state = await findImport(deps.files.db.orm, actor.park, id);
  if (state === null) throw importMissing();
  return state;
}

function uploadOf({ maxBytes }: ReadLimits): UploadSpec {
  const fields = z.object({ options: importOptions });
  return { maxBytes, maxFiles: 1, timeoutSeconds: UPLOAD_SECONDS, fields };
}

/** What a sender must know before the first file: kinds, presets, fields. */
function guideTo({ kinds, limits = DEFAULT_READ_LIMITS }: ImportDeps): string {
  const named = kinds.map(({ kind, fields, required, presets }) => {
    const listed = fields.map((name) => `\`${name}\`${required.includes(name) ? '*' : ''}`).join(' ');
    const known = Object.keys(presets).map((name) => `\`${name}\``);
    return `- \`${kind}\`${known.length === 0 ? '' : `（预设 ${known.join('、')}）`}：${listed}`;
  });
  return [
    `CSV（UTF-8 或 GB18030）、XLSX 或 JSON Lines，至多 ${limits.maxRows} 行。作为任务执行：分批提交、可续、同一来源的同一外部编号不会重复；有误的行不影响其他行。`,
    '表单有两个字段：`options`（JSON 文本）与 `file`。例：`curl -H "Idempotency-Key: $KEY" -H "Authorization: Bearer $TOKEN" -F \'options={"kind":"units","source":"台账"}\' -F file=@units.csv`。',
    `\`kind\` 及其字段（* 必填）：\n\n${named.join('\n')}`,
  ].join('\n\n');
}

/** Options that work once a file with the columns they name goes with them. */
function exampleFor([kind]: ImportDeps['kinds']): UploadSpec['example'] {
  const fields = (kind?.required ?? []).slice(0, 2);
  const mapping = Object.fromEntries(fields.map((name) => [name, name]));
  return { options: { kind: kind?.kind ?? '', source: '台账', mapping, dryRun: true } };
}

/** Receives a file, plans its import and writes it with its job and the kept answer in one transaction. */
async function startImport(deps: ImportDeps, call: CallContext, prefix: string): Promise<Answer> {
  const { actor } = call;
  const { files, kinds, limits = DEFAULT_READ_LIMITS } = deps;
  const form = await readUpload(call, uploadOf(limits), (part) =>
    receiveFile(files, part, { actor, limits }),
  );
  const [file] = form.files;
  if (file === undefined) throw new Error('a form without a file was let through');
  const options = parseImportOptions(form.fields.options);
  call.bindFingerprint(JSON.stringify([file.sha256, options]));
  const { record, plan } = await planImport({ files, kinds, limits }, actor, options, file);
  const { dek, wrapped } = files.keyring.newRecordKey(record.id);
  const state = {
    ...record,
    state: 'WAITING' as const,
    totals: noTotals(),
    createdAt: call.now,
    finishedAt: null,
  };
  const answer: Answer = {
    status: 202,
    body: viewOfImport(state, prefix),
    location: `${prefix}/imports/${record.id}`,
  };
  await inTransaction(files.db, async (tx) => {
    const { id, park, createdBy } = record;
    await writeJob(tx, { id, park, kind: IMPORT_JOB, input: { kind: record.kind }, createdBy });
    await writeImport(tx, record, plan, wrapped);
    await attachFiles(tx, park, [file.id], `import/${id}`);
    // It names the file, and files are named after persons.
    const kept = call.keep(answer, id, dek);
    if (kept !== undefined) await keepAnswer(tx, kept);
  });
  return answer;
}

/** Routes of imports: send, list, follow, fetch the report, cancel. `importJob` with the same deps carries them out. */
export function importRoutes(
  http: Http,
  deps: ImportDeps,
  { prefix, access, poke }: ImportRouteOptions,
): void {
  const { db } = deps.files;
  const limits = deps.limits ?? DEFAULT_READ_LIMITS;
  const common = { tags: ['导入 imports'], access };

  http.route(
    {
      ...common,
      method: 'POST',
      url: `${prefix}/imports`,
      operationId: 'startImport',
      summary: '批量导入',
      description: guideTo(deps),
      idempotency: 'required',
      upload: { ...uploadOf(limits), example: exampleFor(deps.kinds) ?? {} },
      responses: { 202: { description: '已接收，按 Location 查询进度', schema: importView } },
    },
    async (call) => {
      const answer = await startImport(deps, call, prefix);
      poke?.();
      return answer;
    },
  );

  http.route(
    {
      ...common,
      method: 'GET',
      url: `${prefix}/imports`,
      operationId: 'listImports',
      summary: '导入列表',
      query: importQuery,
      responses: { 200: { description: '新的在前', schema: importPage } },
    },
    async (call) => {
      const { limit, cursor, kind } = call.query;
      const filter = { list: 'imports', park: call.actor.park, kind };
      const after = cursor === undefined ? null : String(decodeCursor(cursor, filter, ['id'])[0]);
      const states = await listImports(db, { park: call.actor.park, kind, after, limit: limit + 1 });
      const items = states.slice(0, limit);
      const last = items.at(-1);
      const next = states.length > limit && last !== undefined ? encodeCursor([last.id], filter) : null;
      return pageAnswer(call, { items: items.map((state) => viewOfImport(state, prefix)), next });
    },
  );

  http.route(
    {
      ...common,
      method: 'GET',
      url: `${prefix}/imports/:id`,
      operationId: 'getImport',
      summary: '导入进度',
      params,
      responses: { 200: { description: '进度与结果', schema: importView } },
    },
    async (call) => ({
      status: 200,
      body: viewOfImport(await found(deps, call.actor, call.params.id), prefix),
    }),
  );

  http.route(
    {
      ...common,
      method: 'GET',
      url: `${prefix}/imports/:id/events`,
      operationId: 'followImport',
      summary: '导入进度（服务器推送）',
      params,
      ...PROGRESS_ROUTE,
    },
    async (call) => {
      const { id } = await found(deps, call.actor, call.params.id);
      const watch = { park: call.actor.park, id, signal: call.signal };
      return progressAnswer(watchImport(db, watch, (state) => viewOfImport(state, prefix)));
    },
  );

  http.route(
    {
      ...common,
      method: 'GET',
      url: `${prefix}/imports/:id/report`,
      operationId: 'getImportReport',
      summary: '逐行报告',
      description:
        '有误的行保留原列并附“错误”列；改正后可原样再次导入。保留期（IMPORT_REPORT_DAYS）之后为 404。',
      params,
      query: reportQuery,
      produces: Object.values(MEDIA_TYPES).map((type) => type.split(';')[0] ?? type),
      handlerTimeoutMs: 0,
      responses: { 200: { description: '报告文件', schema: null, contentType: 'text/csv' } },
    },
    async (call) => {
      const { format, rows } = call.query;
      const state = await found(deps, call.actor, call.params.id);
      if (state.totals.read > 0 && !(await hasOutcomes(db, state.id))) throw reportExpired();
      const table =
        rows === 'all'
          ? outcomeTable(deps.files, state, call.language)
          : await refusedTable(deps.files, state, call.language);
      const headers = {
        'content-type': MEDIA_TYPES[format],
        'content-disposition': attachmentHeader(`import-${state.id}-${rows}.${format}`),
        'cache-control': 'no-store',
      };
      return { status: 200, headers, stream: writeTable(table, format) };
    },
  );

  http.route(
    {
      ...common,
      method: 'POST',
      url: `${prefix}/imports/:id/cancel`,
      operationId: 'cancelImport',
      summary: '取消导入',
      description: '正在提交的一批完成后停止；已提交的行保留。',
      idempotency: 'required',
      params,
      responses: { 200: { description: '取消后的状态', schema: importView } },
    },
    async (call) => {
      const { park } = call.actor;
      const { id } = await found(deps, call.actor, call.params.id);
      return await inTransaction(db, async (tx) => {
        await cancelJob(tx, park, id);
        const state = await findImport(tx, park, id);
        if (state === null) throw importMissing();
        const answer: Answer = { status: 200, body: viewOfImport(state, prefix) };
        const kept = call.keep(answer);
        if (kept !== undefined) await keepAnswer(tx, kept);
        return answer;
      });
    },
  );
}
