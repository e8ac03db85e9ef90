/** Lines one after another, with a look at those to come. */
export interface LineReader {
  /** The next line, null at the end. */
  next(): Promise<string | null>;
  /** Up to `count` lines after the one read last, without reading them. */
  peek(count: number): Promise<string[]>;
}

/** Lines, or blocks of lines: a block spares a turn of the event loop per line. */
export type Lines = AsyncIterable<string | string[]> | Iterable<string | string[]>;

/** Reads any sequence of lines; empty lines are passed over. */
export function lineReader(lines: Lines): LineReader {
  const source = Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
  const ahead: string[] = [];
  let block: string[] = [];
  let at = 0;

  async function pull(): Promise<string | null> {
    for (;;) {
      const line = block[at++];
      if (line) return line;
      if (line === undefined && !(await nextBlock())) return null;
    }
  }
  async function nextBlock(): Promise<boolean> {
    const step = source.next();
    const result = step instanceof Promise ? await step : step;
    if (result.done) return false;
    block = typeof result.value === 'string' ? [result.value] : result.value;
    at = 0;
    return true;
  }
  return {
    next: () => {
      const line = ahead.shift();
      return line === undefined ? pull() : Promise.resolve(line);
    },
    async peek(count) {
      while (ahead.length < count) {
        const line = await pull();
        if (line === null) break;
        ahead.push(line);
      }
      return ahead.slice(0, count);
    },
  };
}
