import type { DbOrTx } from '../../db/database.ts';
import type { FileStore } from '../../files/file-store.ts';
import { openFile } from '../../files/open-file.ts';
import { readRows } from '../read/read-rows.ts';
import type { ReadLimits, SourceRow } from '../read/source-row.ts';
import { openSpool } from '../read/xlsx/spool.ts';
import type { ImportTask } from './import-store.ts';

/** The rows of an import's file from some line on, held open between slices. */
export interface RowCursor {
  /** The last line that was taken; 0 before the first. */
  line(): number;
  /** The next rows, fewer than asked for at the end. */
  take(count: number): Promise<SourceRow[]>;
  close(): Promise<void>;
}

/**
 * Opens the file behind a line. It is unsealed into a nameless temporary file first, since a transaction must not
 * stay open over slices, nor the database be read beside one.
 */
export async function openCursor(
  files: FileStore,
  runner: DbOrTx,
  task: ImportTask,
  { behind, limits }: { behind: number; limits: ReadLimits },
): Promise<RowCursor> {
  const spool = await openSpool();
  try {
    const file = await openFile(files, runner, { park: task.park, id: task.fileId });
    for await (const chunk of file.chunks) await spool.write(chunk);
  } catch (error) {
    await spool.close();
    throw error;
  }
  const { encoding, sheet } = task.plan;
  const stream = spool.createReadStream({ start: 0, highWaterMark: 256 * 1024 });
  const source = await readRows(stream, task.format, {
    limits,
    ...(encoding === undefined ? {} : { encoding }),
    ...(sheet === undefined ? {} : { sheet }),
  });
  const rows = source.rows[Symbol.asyncIterator]();
  let line = 0;

  async function take(count: number): Promise<SourceRow[]> {
    const taken: SourceRow[] = [];
    while (taken.length < count) {
      const next = await rows.next();
      if (next.done === true) break;
      if (next.value.line > behind) taken.push(next.value);
    }
    line = taken.at(-1)?.line ?? line;
    return taken;
  }
  line = behind;
  return { line: () => line, take, close: () => source.close() };
}
