import { deflateSync } from 'node:zlib';
import type { Reply } from './grievance-service.ts';

type Call = (method: string, path: string, sent?: { form?: FormData }) => Promise<Reply>;

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

/** A real PNG of one grey pixel; `shade` makes them different. */
export function pngOf(shade: number): Buffer<ArrayBuffer> {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const pixels = deflateSync(Buffer.from([0, shade]));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Uploads some bytes as a file. */
export async function upload(call: Call, bytes: Uint8Array<ArrayBuffer>, name = 'photo.png'): Promise<Reply> {
  const form = new FormData();
  form.set('file', new Blob([bytes]), name);
  return call('POST', '/files', { form });
}

/** Uploads a photo; its id. */
export async function photo(call: Call, shade: number): Promise<string> {
  const { status, body } = await upload(call, pngOf(shade));
  if (status !== 201) throw new Error(`upload answered ${status}: ${JSON.stringify(body)}`);
  return body.id;
}
