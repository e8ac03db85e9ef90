/** Reads a stream of chunks by need, for parsers of file formats. */
export interface BytePuller {
  /** Exactly so many bytes; null where the stream ends before. */
  take(bytes: number): Promise<Buffer | null>;
  /** What has arrived, at most so many bytes; null at the end. */
  some(atMost: number): Promise<Buffer | null>;
  /** Puts bytes back in front. */
  unread(bytes: Buffer): void;
  /** Reads to the end and drops it, so that a sender is not left hanging. */
  drain(): Promise<void>;
}

/** A puller over chunks in order. */
export function bytePuller(chunks: AsyncIterable<Buffer>): BytePuller {
  const iterator = chunks[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  async function more(): Promise<boolean> {
    const next = await iterator.next();
    if (next.done === true) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  }

  return {
    async take(bytes) {
      while (held.length < bytes) if (!(await more())) return null;
      const taken = held.subarray(0, bytes);
      held = held.subarray(bytes);
      return taken;
    },
    async some(atMost) {
      while (held.length === 0) if (!(await more())) return null;
      const taken = held.subarray(0, atMost);
      held = held.subarray(taken.length);
      return taken;
    },
    unread(bytes) {
      held = held.length === 0 ? bytes : Buffer.concat([bytes, held]);
    },
    async drain() {
      held = Buffer.alloc(0);
      while (await more()) held = Buffer.alloc(0);
    },
  };
}
