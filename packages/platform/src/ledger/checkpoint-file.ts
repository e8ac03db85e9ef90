import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The end of a checkpoint file: its last whole line, null where it has none. */
export interface FileEnd {
  lastLine: string | null;
}

const CHUNK_BYTES = 1 << 20;
const LINE_FEED = 0x0a;

/** Reads the last whole line; a line that a crash cut short is cut off, since the database still has it. */
export async function readFileEnd(path: string): Promise<FileEnd> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+', 0o640);
  try {
    const tail = await readTail(file);
    const end = tail.text.lastIndexOf('\n');
    if (end + 1 < tail.text.length) await file.truncate(tail.size - (tail.text.length - end - 1));
    if (end < 0) return { lastLine: null };
    const whole = tail.text.slice(0, end);
    return { lastLine: whole.slice(whole.lastIndexOf('\n') + 1) };
  } finally {
    await file.close();
  }
}

/** Appends lines and waits until the disk has them. */
export async function appendLines(path: string, lines: readonly string[]): Promise<void> {
  const file = await open(path, 'a', 0o640);
  try {
    await file.appendFile(lines.map((line) => `${line}\n`).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The file's last bytes, from far enough back to hold one whole line (checkpoint lines are ASCII). */
async function readTail(file: FileHandle): Promise<{ text: string; size: number }> {
  const { size } = await file.stat();
  for (let length = CHUNK_BYTES; ; length *= 2) {
    const start = Math.max(0, size - length);
    const buffer = Buffer.alloc(size - start);
    await file.read(buffer, 0, buffer.length, start);
    const lineFeeds = buffer.lastIndexOf(LINE_FEED, Math.max(0, buffer.lastIndexOf(LINE_FEED) - 1));
    if (start === 0 || lineFeeds >= 0) return { text: buffer.toString('latin1'), size };
  }
}
