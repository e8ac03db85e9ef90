/**
 * Buffers of megabytes that are used for a moment, over and over: lent and given back. Made anew each time, their weight
 * outside of the heap makes the engine collect all of it every few of them, at a third of what a batch job computes.
 */

const KEPT = 4;
const lent: Buffer[] = [];

/** A buffer of at least so many bytes; what stands in it is of no meaning. */
export function borrowBytes(atLeast: number): Buffer {
  const at = lent.findIndex(({ length }) => length >= atLeast);
  return at === -1 ? Buffer.allocUnsafeSlow(atLeast) : (lent.splice(at, 1)[0] ?? Buffer.alloc(atLeast));
}

/** Gives a buffer back: nobody may hold on to it. The largest are kept. */
export function giveBack(bytes: Buffer): void {
  lent.push(bytes);
  lent.sort((a, b) => b.length - a.length);
  lent.length = Math.min(lent.length, KEPT);
}
