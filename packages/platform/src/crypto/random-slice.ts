import { randomFillSync } from 'node:crypto';

/** Drawn so many at a time: asking the generator costs more than all that is done with a nonce. */
const BYTES_AT_ONCE = 8_192;

const drawn = Buffer.alloc(BYTES_AT_ONCE);
let used = drawn.length;

/** Random bytes that are handed out once, and are gone from here; at most `BYTES_AT_ONCE`. */
export function randomSlice(bytes: number): Buffer {
  if (used + bytes > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const slice = Buffer.from(drawn.subarray(used, used + bytes));
  drawn.fill(0, used, used + bytes);
  used += bytes;
  return slice;
}
