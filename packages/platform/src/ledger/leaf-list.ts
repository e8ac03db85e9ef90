import { leafHash } from './merkle.ts';

/** A sealed entry's place: what stood there, and the first bytes of its leaf hash to tell it by. */
export interface Leaf {
  caseId: string;
  seq: number;
  mark: string;
}

const ID_BYTES = 16;
const SEQ_BYTES = 4;
const MARK_BYTES = 6;
const LEAF_BYTES = ID_BYTES + SEQ_BYTES + MARK_BYTES;

/** The first bytes of a leaf hash in hex: enough to find an entry by; the root is what proves it. */
export function markOf(leaf: Buffer): string {
  return leaf.toString('hex', 0, MARK_BYTES);
}

/** Packs the leaves of a checkpoint into base64, 26 bytes each. */
export function packLeaves(entries: readonly { caseId: string; seq: number; hash: string }[]): string {
  const bytes = Buffer.alloc(entries.length * LEAF_BYTES);
  let at = 0;
  for (const { caseId, seq, hash } of entries) {
    bytes.write(caseId.replaceAll('-', ''), at, 'hex');
    bytes.writeUInt32BE(seq, at + ID_BYTES);
    leafHash(caseId, seq, hash).copy(bytes, at + ID_BYTES + SEQ_BYTES, 0, MARK_BYTES);
    at += LEAF_BYTES;
  }
  return bytes.toString('base64');
}

/** Unpacks what `packLeaves` made, in order. */
export function* unpackLeaves(packed: string): Generator<Leaf> {
  const bytes = Buffer.from(packed, 'base64');
  for (let at = 0; at + LEAF_BYTES <= bytes.length; at += LEAF_BYTES) {
    const id = bytes.toString('hex', at, at + ID_BYTES);
    yield {
      caseId: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
      seq: bytes.readUInt32BE(at + ID_BYTES),
      mark: bytes.toString('hex', at + ID_BYTES + SEQ_BYTES, at + LEAF_BYTES),
    };
  }
}
