import { readSync, writeSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { openSpool } from './spool.ts';
import { readXml } from './xml-events.ts';
import { unescapeCell } from './xml-text.ts';

/** The workbook's shared strings by number. */
export interface StringTable {
  get(index: number): string;
  close(): Promise<void>;
}

/** So many bytes of strings stay in memory; a table of unique paragraphs goes to a temporary file. */
const MEMORY_BYTES = 16 * 1024 * 1024;

export const emptyTable: StringTable = { get: () => '', close: async () => {} };

function sizedTable(): StringTable & { add(text: string): void; spill: FileHandle | null; full(): boolean } {
  const inMemory: string[] = [];
  let bytes = 0;
  // Ends of the strings in the file, from the first spilled one on.
  let ends = new Float64Array(1024);
  let spilled = 0;
  return {
    spill: null,
    full: () => bytes > MEMORY_BYTES,
    add(text) {
      if (this.spill === null) {
        inMemory.push(text);
        bytes += text.length * 2;
        return;
      }
      if (spilled === ends.length) {
        const grown = new Float64Array(ends.length * 2);
        grown.set(ends);
        ends = grown;
      }
      const start = spilled === 0 ? 0 : (ends[spilled - 1] ?? 0);
      ends[spilled] = start + writeSync(this.spill.fd, Buffer.from(text), 0, undefined, start);
      spilled += 1;
    },
    get(index) {
      if (index < inMemory.length) return inMemory[index] ?? '';
      const at = index - inMemory.length;
      if (this.spill === null || at >= spilled) return '';
      const start = at === 0 ? 0 : (ends[at - 1] ?? 0);
      const text = Buffer.allocUnsafe((ends[at] ?? 0) - start);
      readSync(this.spill.fd, text, 0, text.length, start);
      return text.toString();
    },
    async close() {
      await this.spill?.close();
    },
  };
}

/** Reads `sharedStrings.xml`: runs of rich text joined, phonetic guides left out. */
export async function readStringTable(bytes: AsyncIterable<Uint8Array>): Promise<StringTable> {
  const table = sizedTable();
  let text = '';
  let inText = false;
  let inPhonetic = false;
  const parts = {
    open(name: string) {
      if (name === 'si') text = '';
      if (name === 'rPh') inPhonetic = true;
      if (name === 't') inText = !inPhonetic;
    },
    text(piece: string) {
      if (inText) text += piece;
    },
    close(name: string) {
      if (name === 't') inText = false;
      if (name === 'rPh') inPhonetic = false;
      if (name === 'si') table.add(unescapeCell(text));
    },
  };
  try {
    await readXml(withSpill(bytes, table), parts);
    return table;
  } catch (error) {
    await table.close();
    throw error;
  }
}

async function* withSpill(
  bytes: AsyncIterable<Uint8Array>,
  table: { spill: FileHandle | null; full(): boolean },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    if (table.spill === null && table.full()) table.spill = await openSpool();
    yield chunk;
  }
}
