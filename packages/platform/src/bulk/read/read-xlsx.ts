import type { FileHandle } from 'node:fs/promises';
import type { ByteSource } from './byte-source.ts';
import { columnNames, recordOf } from './cell-text.ts';
import type { ReadLimits, RowSource, SourceRow } from './source-row.ts';
import { readDateStyles } from './xlsx/date-styles.ts';
import { sheetRows } from './xlsx/sheet-rows.ts';
import { openSpool } from './xlsx/spool.ts';
import { emptyTable, readStringTable, type StringTable } from './xlsx/string-table.ts';
import { readWorkbook } from './xlsx/workbook.ts';
import { openZip } from './xlsx/zip-package.ts';

async function spool(bytes: ByteSource, file: FileHandle): Promise<void> {
  for await (const chunk of bytes.chunks) await file.write(chunk);
}

/**
 * Reads one sheet of a workbook in constant memory. A zip is read by its directory at the end, so the bytes go
 * through a nameless temporary file first.
 */
export async function readXlsx(
  bytes: ByteSource,
  limits: ReadLimits,
  sheet: string | undefined,
): Promise<RowSource> {
  const file = await openSpool();
  let strings: StringTable = emptyTable;
  const close = async () => {
    await bytes.close();
    await strings.close();
    await file.close();
  };
  try {
    await spool(bytes, file);
    const zip = await openZip(file, limits.maxBytes);
    const workbook = await readWorkbook(zip, sheet);
    const dateStyles =
      workbook.stylesPart === null ? [] : await readDateStyles(await zip.open(workbook.stylesPart));
    if (workbook.stringsPart !== null) strings = await readStringTable(await zip.open(workbook.stringsPart));
    const context = { strings, dateStyles, date1904: workbook.date1904 };
    const sheetBytes = await zip.open(workbook.sheetPart);
    const filled = sheetRows(sheetBytes, context);
    const first = await filled.next();
    const columns = first.done === true ? [] : columnNames(first.value.values);
    const closeSheet = async () => {
      sheetBytes.destroy();
      await close();
    };
    async function* rows(): AsyncGenerator<SourceRow> {
      try {
        for await (const { line, values } of filled) {
          const cells = recordOf(columns, values);
          if (cells !== null) yield { line, cells };
        }
      } finally {
        await closeSheet();
      }
    }
    return { columns, rows: rows(), close: closeSheet };
  } catch (error) {
    await close();
    throw error;
  }
}
