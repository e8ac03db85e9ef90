import type { RowCursor } from './row-cursor.ts';

/** Nobody came for the next slice for so long: another worker has the job, or it has ended. */
const IDLE_MS = 60_000;

/** Cursors of the imports this process works on, so that a slice need not read the file from its start. */
export interface CursorShelf {
  /** The job's cursor where it stands behind `line`, else a newly opened one. */
  at(jobId: string, line: number, open: () => Promise<RowCursor>): Promise<RowCursor>;
  /** The job has ended here. */
  drop(jobId: string): Promise<void>;
}

interface Held {
  cursor: RowCursor;
  idle: NodeJS.Timeout;
}

/** An empty shelf. */
export function cursorShelf(): CursorShelf {
  const shelf = new Map<string, Held>();

  async function drop(jobId: string): Promise<void> {
    const held = shelf.get(jobId);
    if (held === undefined) return;
    shelf.delete(jobId);
    clearTimeout(held.idle);
    await held.cursor.close();
  }

  return {
    drop,
    async at(jobId, line, open) {
      const held = shelf.get(jobId);
      if (held !== undefined && held.cursor.line() === line) {
        held.idle.refresh();
        return held.cursor;
      }
      // A slice that was rolled back left its cursor too far ahead.
      await drop(jobId);
      const cursor = await open();
      const idle = setTimeout(() => void drop(jobId).catch(() => undefined), IDLE_MS);
      idle.unref();
      shelf.set(jobId, { cursor, idle });
      return cursor;
    },
  };
}
