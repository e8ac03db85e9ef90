import { type BytePuller, bytePuller } from '../byte-puller.ts';
import { imageRefused } from '../file-faults.ts';
import { orientationOf, orientationSegment } from './exif-orientation.ts';
import { checkPixels } from './pixels.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COMMENT = 0xfe;

/** Frame headers, which carry the size: SOF0 to SOF15 without DHT, JPG and DAC between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

async function mustTake(bytes: BytePuller, count: number): Promise<Buffer> {
  const taken = await bytes.take(count);
  if (taken === null) throw imageRefused('image-damaged');
  return taken;
}

async function markerAt(bytes: BytePuller): Promise<number> {
  const [first, second] = await mustTake(bytes, 2);
  if (first !== 0xff || second === undefined) throw imageRefused('image-damaged');
  let marker = second;
  // Any number of fill bytes may stand before a marker.
  while (marker === 0xff) marker = (await mustTake(bytes, 1))[0] ?? 0;
  return marker;
}

/** What a segment is stored as: itself, nothing, or for EXIF only the orientation. */
function keptSegment(marker: number, payload: Buffer): Buffer | null {
  const whole = () => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(payload.length + 2, 2);
    return Buffer.concat([head, payload]);
  };
  if (marker === APP1) {
    const orientation = orientationOf(payload);
    return orientation === 1 ? null : orientationSegment(orientation);
  }
  // A colour profile; the other use of APP2 is an index of further pictures behind this one.
  if (marker === APP2) return payload.toString('latin1', 0, 12) === 'ICC_PROFILE\0' ? whole() : null;
  if (marker === COMMENT) return null;
  if (marker > APP0 && marker <= APP15 && marker !== APP14) return null;
  return whole();
}

/** Index of the next marker in entropy-coded data, where FF 00 is a data byte and FF D0–D7 only restart; -1: none. */
function nextMarker(data: Buffer): number {
  for (let at = data.indexOf(0xff); at !== -1 && at + 1 < data.length; at = data.indexOf(0xff, at + 1)) {
    const next = data[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return -1;
}

async function* scanData(bytes: BytePuller): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for (;;) {
    const more = await bytes.some(64 * 1024);
    if (more === null) throw imageRefused('image-damaged');
    const data = Buffer.concat([held, more]);
    const marker = nextMarker(data);
    if (marker !== -1) {
      bytes.unread(data.subarray(marker));
      if (marker > 0) yield data.subarray(0, marker);
      return;
    }
    // The byte after a last FF decides what it is.
    const end = data.at(-1) === 0xff ? data.length - 1 : data.length;
    if (end > 0) yield data.subarray(0, end);
    held = data.subarray(end);
  }
}

/**
 * A JPEG without EXIF, XMP, IPTC, comments, further pictures and whatever is hidden behind its end. Refuses damaged
 * ones and those with too many pixels.
 */
export async function* cleanJpeg(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const bytes = bytePuller(chunks);
  if ((await markerAt(bytes)) !== SOI) throw imageRefused('image-damaged');
  yield Buffer.from([0xff, SOI]);
  for (let marker = await markerAt(bytes); marker !== EOI; marker = await markerAt(bytes)) {
    const length = (await mustTake(bytes, 2)).readUInt16BE();
    if (length < 2) throw imageRefused('image-damaged');
    const payload = await mustTake(bytes, length - 2);
    if (isFrame(marker)) {
      if (payload.length < 5) throw imageRefused('image-damaged');
      checkPixels(payload.readUInt16BE(3), payload.readUInt16BE(1));
    }
    const kept = keptSegment(marker, payload);
    if (kept !== null) yield kept;
    if (marker === SOS) yield* scanData(bytes);
  }
  yield Buffer.from([0xff, EOI]);
  await bytes.drain();
}
