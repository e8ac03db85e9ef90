import { crc32, deflateSync } from 'node:zlib';

/** A JPEG segment: marker and payload. */
export function segment(marker: number, payload: Buffer | string): Buffer {
  const body = Buffer.from(payload as string, 'latin1');
  const bytes = Buffer.isBuffer(payload) ? payload : body;
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(bytes.length + 2, 2);
  return Buffer.concat([head, bytes]);
}

/** EXIF as a phone writes it: orientation 6, and the place the photo was taken. */
export function exifWithPlace(): Buffer {
  const tiff = Buffer.alloc(60);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(6, 18);
  tiff.writeUInt16LE(0x8825, 22);
  tiff.writeUInt16LE(4, 24);
  tiff.writeUInt32LE(1, 26);
  tiff.writeUInt32LE(40, 30);
  tiff.write('GPS 30.65N 104.06E', 40, 'latin1');
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
}

export interface JpegParts {
  width?: number;
  height?: number;
  before?: Buffer[];
  data?: Buffer;
  after?: Buffer;
}

/** A JPEG by its structure (its picture would be noise): 16 × 16 unless told. */
export function jpeg({
  width = 16,
  height = 16,
  before = [],
  data = Buffer.alloc(50, 7),
  after,
}: JpegParts = {}): Buffer {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0'),
    ...before,
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, frame),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    data,
    Buffer.from([0xff, 0xd9]),
    after ?? Buffer.alloc(0),
  ]);
}

/** A PNG chunk with its checksum. */
export function pngChunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const chunk = Buffer.alloc(8);
  chunk.writeUInt32BE(body.length, 0);
  chunk.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([chunk.subarray(0, 4), named, chunk.subarray(4)]);
}

/** A grey PNG; more chunks go before the picture. */
export function png(width = 4, height = 4, more: Buffer[] = [], after: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const picture = deflateSync(Buffer.alloc(4 * 5));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...more,
    pngChunk('IDAT', picture),
    pngChunk('IEND', Buffer.alloc(0)),
    after,
  ]);
}
