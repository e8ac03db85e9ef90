import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { tooManyBytes } from './too-large.ts';

/** A source's bytes in order: refuses beyond the limit, and lets its start be looked at before it is read. */
export interface ByteSource {
  chunks: AsyncIterable<Buffer>;
  /** The first bytes, at most so many; they are still delivered by `chunks`. */
  peek(bytes: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens a path or takes over a stream, which is destroyed at the end or by `close`. */
export function byteSource(source: Readable | string, maxBytes: number): ByteSource {
  const stream =
    typeof source === 'string' ? createReadStream(source, { highWaterMark: 256 * 1024 }) : source;
  const iterator: AsyncIterator<unknown> = stream[Symbol.asyncIterator]();
  const waiting: Buffer[] = [];
  let read = 0;

  async function pull(): Promise<Buffer | null> {
    const next = await iterator.next();
    if (next.done === true) return null;
    const chunk = Buffer.isBuffer(next.value) ? next.value : Buffer.from(String(next.value));
    read += chunk.length;
    if (read > maxBytes) throw tooManyBytes(maxBytes);
    return chunk;
  }

  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      for (
        let chunk = waiting.shift() ?? (await pull());
        chunk !== null;
        chunk = waiting.shift() ?? (await pull())
      )
        yield chunk;
    } finally {
      stream.destroy();
    }
  }

  return {
    chunks: chunks(),
    async peek(bytes) {
      let held = waiting.reduce((sum, chunk) => sum + chunk.length, 0);
      while (held < bytes) {
        const chunk = await pull();
        if (chunk === null) break;
        waiting.push(chunk);
        held += chunk.length;
      }
      return Buffer.concat(waiting).subarray(0, bytes);
    },
    async close() {
      stream.destroy();
    },
  };
}
