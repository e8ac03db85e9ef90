import { z } from 'zod';
import { JOB_STATES } from '../../jobs/jobs.ts';
import { ROW_FORMATS } from '../read/source-row.ts';
import type { ImportState } from './import-store.ts';

const count = (text: string) => z.int().describe(text);

export const importView = z
  .object({
    id: z.string(),
    kind: z.string(),
    source: z.string(),
    fileName: z.string(),
    format: z.enum(ROW_FORMATS),
    dryRun: z.boolean(),
    state: z
      .enum(JOB_STATES)
      .describe('WAITING 排队、RUNNING 进行中、DONE 完成、FAILED 失败、CANCELLED 已取消'),
    progress: z.object({
      rows: count('文件中的行数，不含表头与空行'),
      read: count('已处理的行数'),
      created: count('新建'),
      updated: count('更新'),
      unchanged: count('已有且相同'),
      refused: count('有误，见逐行报告'),
      wouldCreate: count('试运行：将新建'),
      wouldUpdate: count('试运行：将更新'),
      percent: count('已处理的百分比'),
    }),
    createdBy: z.string(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
    reportUrl: z.string().describe('逐行报告；改正后可原样再次导入'),
  })
  .meta({ id: 'Import' });

/** An import as a client sees it. */
export function viewOfImport(state: ImportState, prefix: string): z.input<typeof importView> {
  const { id, kind, source, fileName, format, dryRun, totals, rowsTotal } = state;
  const percent = rowsTotal === 0 ? 100 : Math.floor((totals.read * 100) / rowsTotal);
  return {
    id,
    kind,
    source,
    fileName,
    format,
    dryRun,
    state: state.state,
    progress: { rows: rowsTotal, ...totals, percent },
    createdBy: state.createdBy,
    createdAt: state.createdAt.toISOString(),
    finishedAt: state.finishedAt?.toISOString() ?? null,
    reportUrl: `${prefix}/imports/${id}/report`,
  };
}
