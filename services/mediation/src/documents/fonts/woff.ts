/** WOFF 1.0 files as plain TrueType: fontkit would inflate a whole table again for every glyph. */
import { inflateSync } from 'node:zlib';

const HEADER = 44;
const ENTRY = 20;

/** The font inside, tables in their order. */
export function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const directory = Buffer.alloc(12 + 16 * count);
  woff.copy(directory, 0, 4, 8);
  directory.writeUInt16BE(count, 4);
  const bodies: Buffer[] = [];
  let offset = directory.length;
  for (let i = 0; i < count; i++) {
    const entry = woff.subarray(HEADER + ENTRY * i, HEADER + ENTRY * (i + 1));
    const length = entry.readUInt32BE(12);
    const packed = woff.subarray(entry.readUInt32BE(4), entry.readUInt32BE(4) + entry.readUInt32BE(8));
    const body = packed.length < length ? inflateSync(packed) : packed;
    const at = 12 + 16 * i;
    entry.copy(directory, at, 0, 4);
    entry.copy(directory, at + 4, 16, 20);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(length, at + 12);
    bodies.push(body, Buffer.alloc(-length & 3));
    offset += length + (-length & 3);
  }
  return Buffer.concat([directory, ...bodies]);
}
