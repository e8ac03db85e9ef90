import { z } from 'zod';
import { attachmentHeader } from '../../files/file-name.ts';
import type { Http } from '../../http/http.ts';
import type { Cell } from '../read/source-row.ts';
import { ROW_FORMATS } from '../read/source-row.ts';
import { MEDIA_TYPES, writeTable } from '../write/write-table.ts';
import type { AnyExportKind, ExportColumn, ExportDeps } from './export-kind.ts';
import { snapshotRows } from './snapshot-rows.ts';

export interface ExportRouteOptions {
  /** `/grievance/v1`. */
  prefix: string;
  exports: readonly AnyExportKind[];
}

const format = z.enum(ROW_FORMATS).default('csv').describe('csv（带 BOM 的 UTF-8）、xlsx 或 jsonl');

/** The cells as people read them: codes replaced by the words of their columns. */
function inWords(columns: readonly ExportColumn[], cells: readonly Cell[]): Cell[] {
  return cells.map((cell, i) => (typeof cell === 'string' ? (columns[i]?.words?.[cell] ?? cell) : cell));
}

/** How a kind that is filtered may be refused, as for a period that ends before it begins. */
function refusalOf({ query }: AnyExportKind) {
  return Object.keys(query.shape).length === 0
    ? {}
    : { 422: { description: '筛选条件不合规则，如起止日期颠倒', schema: null } };
}

/** One route per kind, `GET {prefix}/exports/{kind}`: all records the caller may see, as of one moment, streamed. */
export function exportRoutes(http: Http, deps: ExportDeps, { prefix, exports }: ExportRouteOptions): void {
  for (const kind of exports) {
    const query = z.object({ ...kind.query.shape, format });
    http.route(
      {
        method: 'GET',
        url: `${prefix}/exports/${kind.kind}`,
        operationId: `export-${kind.kind}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
        summary: kind.summary,
        description: '一次快照内的全部记录，流式下载；以公式字符开头的单元格前加单引号，重新导入时还原。',
        tags: ['导出 exports'],
        access: kind.access,
        query,
        produces: Object.values(MEDIA_TYPES).map((type) => type.split(';')[0] ?? type),
        handlerTimeoutMs: 0,
        responses: {
          200: { description: '导出文件', schema: null, contentType: 'text/csv' },
          ...refusalOf(kind),
        },
      },
      async (call) => {
        const { format: wanted, ...filters } = call.query;
        const { statement, cellsOf, disclose } = kind.prepare(deps, call, filters);
        const isForPeople = wanted !== 'jsonl';
        const titles = kind.columns.map(({ name, title }) => (isForPeople ? title : name));
        async function* rows(): AsyncGenerator<readonly Cell[]> {
          for await (const batch of snapshotRows(deps.db, statement)) {
            await disclose(batch);
            for (const row of batch) yield isForPeople ? inWords(kind.columns, cellsOf(row)) : cellsOf(row);
          }
        }
        const headers = {
          'content-type': MEDIA_TYPES[wanted],
          'content-disposition': attachmentHeader(`${kind.kind}.${wanted}`),
          'cache-control': 'no-store',
        };
        return { status: 200, headers, stream: writeTable({ columns: titles, rows: rows() }, wanted) };
      },
    );
  }
}
