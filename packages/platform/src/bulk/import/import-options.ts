import { refuse } from '@qinwu/domain/errors';
import { SAFE_LINE_NOT_BLANK } from '@qinwu/domain/safe-text';
import { z } from 'zod';
import { checkMapping, exportedNames, type Mapping, mappingSchema, ownNames } from '../mapping.ts';
import { ROW_FORMATS } from '../read/source-row.ts';
import { TEXT_ENCODINGS } from '../read/text-encoding.ts';
import type { AnyImportKind } from './import-kind.ts';

const line = z.string().max(100).regex(new RegExp(SAFE_LINE_NOT_BLANK, 'u'));

/** What a sender says about a file, as the form's field `options`. */
export const importOptions = z
  .strictObject({
    kind: z.string().min(1).max(50).describe('记录种类，例如 grievances'),
    source: line.describe('来源系统或台账名称；与外部编号一起唯一确定一条记录，重复导入不会重复建立'),
    format: z.enum(ROW_FORMATS).optional().describe('缺省按文件内容与文件名判断'),
    encoding: z.enum(TEXT_ENCODINGS).optional().describe('文本文件的编码；缺省自动判断'),
    sheet: z.string().min(1).max(100).optional().describe('工作表名称；缺省为第一个可见的工作表'),
    preset: z.string().min(1).max(50).optional().describe('已知来源的列对照，与 mapping 二选一'),
    mapping: mappingSchema
      .optional()
      .describe(
        '字段名 → 列名，或 {column, format, map}、{const}；不填时取与字段同名的列；案件、工伤申请等也认本系统导出文件（CSV、XLSX）的列名与取值。各种记录的字段见本操作的说明',
      ),
    dryRun: z.boolean().default(false).describe('只检查，不写入'),
  })
  .meta({ id: 'ImportOptions' });
export type ImportOptions = z.output<typeof importOptions>;

/** The mapping the options ask for, else the columns' own names and the titles of an export; refuses (422) an unknown preset or column. */
export function resolveMapping(
  kind: AnyImportKind,
  options: Pick<ImportOptions, 'preset' | 'mapping'>,
  columns: readonly string[],
): Mapping {
  const preset = options.preset === undefined ? undefined : kind.presets[options.preset];
  if (options.preset !== undefined && options.mapping !== undefined)
    throw refuse('rule', 'preset-invalid', {
      zh: 'preset 与 mapping 只能给出一个',
      en: 'Give either a preset or a mapping',
    });
  if (options.preset !== undefined && preset === undefined) {
    const names = Object.keys(kind.presets);
    throw refuse('rule', 'preset-invalid', {
      zh: `没有这个预设，可用：${names.join('、') || '无'}`,
      en: `There is no such preset; there are: ${names.join(', ') || 'none'}`,
    });
  }
  const named = { ...exportedNames(columns, kind.fields, kind.exported), ...ownNames(columns, kind.fields) };
  const mapping = options.mapping ?? preset?.mapping ?? named;
  checkMapping(mapping, columns, kind.fields);
  if (Object.keys(mapping).length === 0)
    throw refuse('rule', 'mapping-empty', {
      zh: `没有一列与字段同名，请用 preset 或 mapping 给出列对照；字段：${kind.fields.join('、')}`,
      en: `No column is named like a field: give a preset or a mapping; the fields are: ${kind.fields.join(', ')}`,
    });
  return mapping;
}
