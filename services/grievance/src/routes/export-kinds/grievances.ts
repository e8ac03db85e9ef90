import type { Actor } from '@qinwu/domain/actor';
import { endOfDay, startOfDay } from '@qinwu/domain/local-date';
import { type AnyExportKind, defineExport, type ExportDeps } from '@qinwu/platform/bulk/export/export-kind';
import type { Cell } from '@qinwu/platform/bulk/read/source-row';
import { z } from 'zod';
import { code, day, line, uscc } from '../../fields.ts';
import { EXPORTED_COLUMNS, type ImportColumn, type OwnColumn } from '../../rules/exported-columns.ts';
import { ensurePeriod } from '../../rules/registered-period.ts';
import { type Sight, sightOf } from '../../rules/sight.ts';
import { addDisclosures } from '../../store/disclosures.ts';
import { type ExportedGrievance, exportGrievances } from '../../store/export-grievances.ts';
import { openReporter, type ReporterFields } from '../../use-cases/reporter-secrets.ts';
import { CHANNELS, LIGHTS, ORIGINS } from '../../vocabulary.ts';
import { EXPORTERS, READ_SCOPE } from '../../who.ts';
import { State } from '../grievance-schema.ts';
import { maskedReporter } from '../grievance-view.ts';

const ExportQuery = z.object({
  source: line(100).optional().describe('来源系统或台账'),
  state: State.optional().describe('状态'),
  origin: z.enum(ORIGINS).optional().describe('问题来源'),
  channel: z.enum(CHANNELS).optional().describe('渠道'),
  category: code.optional().describe('分类'),
  unit: code.optional().describe('主办单位'),
  grid: code.optional().describe('网格'),
  officer: code.optional().describe('勤务员'),
  enterprise: uscc.optional().describe('统一社会信用代码'),
  light: z.enum(LIGHTS).optional().describe('红黄灯'),
  registeredFrom: day.optional().describe('登记日期起（含）'),
  registeredTo: day.optional().describe('登记日期止（含）'),
});

/** The personal fields and where the record keeps them. */
const SEALED = {
  name: 'reporterName',
  phone: 'reporterPhone',
  idNumber: 'reporterIdNumber',
  address: 'reporterAddress',
} as const satisfies Record<keyof ReporterFields, keyof ExportedGrievance>;

const NOBODY: ReporterFields = { name: null, phone: null, idNumber: null, address: null };

/** Which personal fields of a row there are to be seen: none once its key is destroyed. */
function personalFields(row: ExportedGrievance): string[] {
  if (row.wrapped === null) return [];
  return Object.entries(SEALED).flatMap(([name, column]) => (row[column] === null ? [] : name));
}

function reporterOf({ keyring }: ExportDeps, row: ExportedGrievance, sight: Sight): ReporterFields {
  if (sight === 'none' || row.wrapped === null || personalFields(row).length === 0) return NOBODY;
  const fields = openReporter(keyring, keyring.unwrap(row.id, row.wrapped), row.id, row) ?? NOBODY;
  return sight === 'full' ? fields : maskedReporter(fields);
}

function reporterCells(row: ExportedGrievance, reporter: ReporterFields, sight: Sight) {
  const isShown = sight !== 'none';
  return {
    reporterName: reporter.name,
    reporterPhone: reporter.phone,
    reporterAddress: reporter.address,
    idNumber: reporter.idNumber,
    idType: isShown ? row.reporterIdType : null,
    anonymous: isShown ? String(row.reporterAnonymous) : null,
    callbackConsent: isShown ? String(row.reporterCallbackConsent) : null,
  };
}

function cellsOf(
  deps: ExportDeps,
  row: ExportedGrievance,
  sight: Sight,
): Record<ImportColumn | OwnColumn, Cell> {
  const { callback, extension, onTime } = row;
  return {
    ...row,
    ...reporterCells(row, reporterOf(deps, row, sight), sight),
    park: row.parkId,
    externalRef: row.ref,
    region: row.regionCode,
    longitude: row.placeLon,
    latitude: row.placeLat,
    coordinateSystem: row.placeSystem,
    enterprise: row.enterpriseUscc,
    result: row.resultText,
    satisfaction: callback?.satisfaction ?? null,
    calledBackAt: callback === null ? null : new Date(callback.at),
    onTime: onTime === null ? null : String(onTime),
    imported: String(row.imported),
    extension: Object.keys(extension).length === 0 ? null : JSON.stringify(extension),
  };
}

function disclosuresOf(actor: Actor, now: Date, rows: readonly ExportedGrievance[]) {
  return rows.flatMap((row) => {
    const fields = sightOf(actor, row) === 'full' ? personalFields(row) : [];
    return fields.length === 0
      ? []
      : { park: actor.park, grievanceId: row.id, actor: actor.id, at: now, fields };
  });
}

/** The register of the park 诉求台账, its reporters as far as the caller may see. */
export const grievanceExport: AnyExportKind = defineExport<ExportedGrievance, typeof ExportQuery>({
  kind: 'grievances',
  summary: '导出诉求台账 Export grievances',
  access: { roles: EXPORTERS, scopes: [READ_SCOPE] },
  query: ExportQuery,
  columns: EXPORTED_COLUMNS,
  select(actor, query) {
    ensurePeriod(query);
    const { registeredFrom, registeredTo, ...filter } = query;
    return exportGrievances(actor.park, {
      ...filter,
      registeredFrom: registeredFrom === undefined ? undefined : startOfDay(registeredFrom),
      registeredBefore: registeredTo === undefined ? undefined : endOfDay(registeredTo),
    });
  },
  open: (deps, actor) => (row) => {
    const cells = cellsOf(deps, row, sightOf(actor, row));
    return EXPORTED_COLUMNS.map(({ name }) => cells[name]);
  },
  disclose: ({ db }, { actor, now }, rows) => addDisclosures(db, disclosuresOf(actor, now, rows)),
});
