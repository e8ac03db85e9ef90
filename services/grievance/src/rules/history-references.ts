/** What an imported row may point at, and which record it may replace. */
import { type FieldError, fieldRules, refuse } from '@qinwu/domain/errors';
import type { Origin } from '../vocabulary.ts';
import type { Directory } from './directory.ts';
import type { ImportedRow } from './history-row.ts';

/** Refuses codes the directory never had; those since disabled or ended were good in their time. */
export function checkReferences(row: ImportedRow, directory: Directory): void {
  const references = [
    ['categoryCode', row.categoryCode, directory.categories],
    ['gridCode', row.gridCode, directory.grids],
    ['unitCode', row.unitCode, directory.units],
    ['officerCode', row.officerCode, directory.officers],
  ] as const;
  const errors = references.flatMap(([name, code, known]): FieldError[] =>
    code === undefined || known.has(code)
      ? []
      : [
          {
            pointer: `/${name}`,
            code: 'reference-unknown',
            detail: { zh: `名录中没有编码 ${code}`, en: `the directory has no code ${code}` },
          },
        ],
  );
  if (errors.length > 0) throw fieldRules(errors);
}

/** What is known of a record that the same source and external number name. */
interface Known {
  row: {
    version: number;
    imported: boolean;
    origin: Origin;
    acceptedAt: Date | null;
    closedAt: Date | null;
    writtenOffAt: Date | null;
  };
  importedVersion: number | null;
}

/**
 * Refuses to overwrite what is not the import's own: a record made otherwise or moved on here since, and facts that
 * others count (an origin, an acceptance, a closing, a write-off are never taken back by a file).
 */
export function ensureSameRecord(
  { row, importedVersion }: Known,
  fields: ImportedRow,
  history: boolean,
): void {
  if (importedVersion === null) {
    throw refuse('conflict', 'external-ref-taken', {
      zh: '该来源编号已由其他途径登记',
      en: 'this external number was registered otherwise',
    });
  }
  if (importedVersion !== row.version || row.imported !== history) {
    throw refuse('conflict', 'record-moved-on', {
      zh: '该记录导入后已在系统中办理，不再由导入覆盖',
      en: 'the record was worked on since it was imported: a file no longer overwrites it',
    });
  }
  if (!history) {
    throw refuse('conflict', 'record-live', {
      zh: '该来源编号的诉求已登记并在办理，更正请在系统中进行',
      en: 'this external number is a live grievance: correct it in the system',
    });
  }
  const isWithdrawn =
    (row.acceptedAt !== null && isUnaccepted(fields)) ||
    (row.closedAt !== null && fields.closedAt === undefined) ||
    (row.writtenOffAt !== null && fields.writtenOffAt === undefined);
  if (row.origin !== fields.origin || isWithdrawn) {
    throw refuse('conflict', 'fact-withdrawn', {
      zh: '来源类别、受理、办结、销号已计入统计，不能由导入撤回',
      en: 'its origin, acceptance, closing or write-off is counted already and cannot be taken back by a file',
    });
  }
}

function isUnaccepted(fields: ImportedRow): boolean {
  return fields.acceptedAt === undefined && (fields.state === 'REGISTERED' || fields.state === 'DECLINED');
}
