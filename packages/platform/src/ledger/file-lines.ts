import { createReadStream } from 'node:fs';

const CHUNK_BYTES = 1 << 20;

/** The lines of a text file in UTF-8, in blocks; opened when the first is asked for. */
export async function* fileLines(path: string): AsyncGenerator<string[]> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: CHUNK_BYTES })) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  if (rest !== '') yield [rest];
}
