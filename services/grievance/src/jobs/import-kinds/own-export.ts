/** Rows of our own export on their way back in: into another park, or after the records were lost. */
import { parseCaseNumber } from '@qinwu/domain/case-number';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { holdsMask } from '@qinwu/domain/mask';
import { refusedRow } from '@qinwu/platform/bulk/import/define-import';
import type { ImportContext, ParsedRow, RowOutcome } from '@qinwu/platform/bulk/import/import-kind';
import type { MappedRow } from '@qinwu/platform/bulk/mapping';
import type { Tx } from '@qinwu/platform/db/database';
import { z } from 'zod';
import { OWN_COLUMNS } from '../../rules/exported-columns.ts';
import { findNumbers } from '../../store/own-numbers.ts';

/** What an exported row says of where it comes from. */
export interface Provenance {
  park: string;
  number: string;
}

const PERSONAL = ['reporterName', 'reporterPhone', 'reporterAddress', 'idNumber'] as const;
const Extension = z.record(
  z.string(),
  z.union([z.string(), z.number()]).catch((bad) => String(bad.value)),
);

/** Where a row of our own export comes from; null for any other row. */
export function provenanceOf({ extension }: Pick<MappedRow, 'extension'>): Provenance | null {
  const { number, park } = extension;
  if (typeof number !== 'string' || typeof park !== 'string' || parseCaseNumber(number) === null) return null;
  return { number, park };
}

function extensionOf(text: string | number | undefined): MappedRow['extension'] {
  if (typeof text !== 'string') return {};
  try {
    return Extension.parse(JSON.parse(text));
  } catch {
    throw fieldRule('/extension', 'json-invalid', { zh: '不是 JSON 对象', en: 'is no JSON object' });
  }
}

/** The extension the record had, without what the export added. Refuses masked personal fields: they are nobody's. */
export function ownExtension({ fields, extension }: MappedRow): MappedRow['extension'] {
  const masked = PERSONAL.find((name) => holdsMask(fields[name]));
  if (masked !== undefined) {
    throw fieldRule(`/${masked}`, 'masked', {
      zh: '脱敏导出的个人信息不能导入，须用持 pii:read 导出的文件',
      en: 'is masked: only an export made with pii:read can be imported',
    });
  }
  const foreign = Object.entries(extension).filter(([name]) => !OWN_COLUMNS.has(name));
  return { ...extensionOf(extension.extension), ...Object.fromEntries(foreign) };
}

const here = refuse('conflict', 'record-here', {
  zh: '该记录就在本园区台账中，更正请在系统中办理',
  en: 'This very record is in the register: correct it there',
});

/** Keeps a park's own records from being entered a second time; the other rows go on. */
export async function importOthers<Row extends { provenance: Provenance | null }>(
  tx: Tx,
  rows: readonly ParsedRow<Row>[],
  { actor }: ImportContext,
  importRows: (rows: readonly ParsedRow<Row>[]) => Promise<RowOutcome[]>,
): Promise<RowOutcome[]> {
  const ours = (row: Row) => (row.provenance?.park === actor.park ? row.provenance.number : null);
  const known = await findNumbers(
    tx,
    actor.park,
    rows.flatMap(({ row }) => ours(row) ?? []),
  );
  const isHere = ({ row }: ParsedRow<Row>) => known.has(ours(row) ?? '');
  const refused = rows.filter(isHere).map(({ line }) => refusedRow(line, here));
  return [...refused, ...(await importRows(rows.filter((row) => !isHere(row))))];
}
