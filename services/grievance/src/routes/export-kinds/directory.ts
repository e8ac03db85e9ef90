import { type AnyExportKind, defineExport, type ExportColumn } from '@qinwu/platform/bulk/export/export-kind';
import type { Cell } from '@qinwu/platform/bulk/read/source-row';
import { z } from 'zod';
import {
  type DirectoryRecord,
  type ExportedDirectory,
  exportDirectory,
} from '../../store/export-directory.ts';
import { EXPORTERS, READ_SCOPE } from '../../who.ts';

/** A column: its name in the import, its title, its name in the table. */
interface DirectoryColumn extends ExportColumn {
  column: string;
}

const of = (name: string, title: string, column: string = name): DirectoryColumn => ({ name, title, column });

const CODE = of('code', '编码');
const NAME = of('name', '名称');
const PARENT = of('parentCode', '上级编码', 'parent_code');
const UNIT = of('unitCode', '承办单位编码', 'unit_code');
const GRID = of('gridCode', '网格编码', 'grid_code');

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return JSON.stringify(value);
}

function directoryExport(
  kind: string,
  title: string,
  table: ExportedDirectory,
  columns: readonly DirectoryColumn[],
): AnyExportKind {
  return defineExport<DirectoryRecord>({
    kind,
    summary: `导出${title} Export ${kind}`,
    access: { roles: EXPORTERS, scopes: [READ_SCOPE] },
    query: z.object({}),
    columns,
    select: (actor) => exportDirectory(table, actor.park),
    open:
      () =>
      ({ entry }) =>
        columns.map(({ column }) => cellOf(entry[column])),
  });
}

/** The directory's kinds under the names of their imports, so that another park can take them in. */
export const directoryExports: readonly AnyExportKind[] = [
  directoryExport('units', '承办单位', 'unit', [CODE, NAME]),
  directoryExport('categories', '分类', 'category', [CODE, NAME, PARENT, UNIT]),
  directoryExport('grids', '网格', 'grid', [
    CODE,
    NAME,
    of('level', '层级'),
    PARENT,
    of('leaderCode', '网格长编码', 'leader_code'),
    of('regionCode', '行政区划', 'region_code'),
    of('polygon', '边界'),
  ]),
  directoryExport('officers', '勤务员', 'officer', [
    CODE,
    NAME,
    {
      ...of('kind', '类别'),
      words: { staff: '专职', 'enterprise-party-member': '企业党员', volunteer: '志愿者' },
    },
    of('subject', '登录账号'),
    GRID,
    UNIT,
    of('activeFrom', '上岗日期', 'active_from'),
    of('activeUntil', '离岗日期', 'active_until'),
  ]),
  directoryExport('servings', '包企联系', 'serving', [
    of('uscc', '统一社会信用代码'),
    of('enterpriseName', '企业名称', 'enterprise_name'),
    of('officerCode', '勤务员编码', 'officer_code'),
    GRID,
    of('validFrom', '起日', 'valid_from'),
    of('validUntil', '止日', 'valid_until'),
  ]),
];
