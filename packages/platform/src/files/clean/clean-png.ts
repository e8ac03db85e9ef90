import { type BytePuller, bytePuller } from '../byte-puller.ts';
import { imageRefused } from '../file-faults.ts';
import { checkPixels } from './pixels.ts';

/** Chunks that change how the picture looks; all others (EXIF, texts, times, private ones) are dropped. */
const KEPT = new Set(
  [
    'IHDR',
    'PLTE',
    'IDAT',
    'IEND',
    'tRNS',
    'cHRM',
    'gAMA',
    'iCCP',
    'sBIT',
    'sRGB',
    'cICP',
    'bKGD',
    'pHYs',
  ].concat(['acTL', 'fcTL', 'fdAT']),
);

async function mustTake(bytes: BytePuller, count: number): Promise<Buffer> {
  const taken = await bytes.take(count);
  if (taken === null) throw imageRefused('image-damaged');
  return taken;
}

async function* body(bytes: BytePuller, length: number): AsyncGenerator<Buffer> {
  for (let rest = length; rest > 0; ) {
    const piece = await bytes.some(Math.min(rest, 64 * 1024));
    if (piece === null) throw imageRefused('image-damaged');
    rest -= piece.length;
    yield piece;
  }
}

/** A PNG without metadata and whatever is hidden behind its end. Refuses damaged ones and too many pixels. */
export async function* cleanPng(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const bytes = bytePuller(chunks);
  yield await mustTake(bytes, 8);
  for (let type = ''; type !== 'IEND'; ) {
    const head = await mustTake(bytes, 8);
    const first = type === '';
    type = head.toString('latin1', 4);
    const length = head.readUInt32BE();
    if (first !== (type === 'IHDR') || (first && length !== 13)) throw imageRefused('image-damaged');
    if (first) {
      const size = await mustTake(bytes, 8);
      checkPixels(size.readUInt32BE(0), size.readUInt32BE(4));
      bytes.unread(size);
    }
    const kept = KEPT.has(type);
    if (kept) yield head;
    // The four bytes behind the body are its checksum.
    for await (const piece of body(bytes, length + 4)) if (kept) yield piece;
  }
  await bytes.drain();
}
