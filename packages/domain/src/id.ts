/** Record ids: UUID version 7, so that new rows go to the right edge of the index. */
import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Source of the id pattern, for schemas: a lower-case UUID of any version. */
export const ID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';

const pattern = new RegExp(ID_PATTERN);

const RANDOM_BYTES = 16;
// Asking the generator costs more than the rest of an id: bytes are drawn for many at a time, and used once.
const random = Buffer.alloc(RANDOM_BYTES * 256);
let used = random.length;
let msecs = 0;
let seq = 0;

/** Makes a new id, increasing within this process. */
export function newId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const own = random.subarray(used, used + RANDOM_BYTES);
  used += RANDOM_BYTES;
  const now = Date.now();
  // Ids of one millisecond count up from a random number (RFC 9562 §6.2); so do those of a clock set back.
  seq = now > msecs ? own.readUInt32BE(6) >>> 1 : seq + 1;
  msecs = Math.max(msecs, now);
  return v7({ random: own, msecs, seq });
}

/** True for a lower-case UUID; clients may bring ids of any version. */
export function isId(text: string): boolean {
  return pattern.test(text);
}
