import { hash as digest } from 'node:crypto';

const LEAF_MARK = 0x00;
const NODE_MARK = 0x01;
const HASH_BYTES = 32;

/** The hash of nothing: the root of a tree without leaves (RFC 6962, section 2.1). */
const EMPTY_ROOT = digest('sha256', Buffer.alloc(0), 'buffer');

/** The leaf of one ledger entry: SHA-256 over a mark, the case's 16 bytes, the sequence and the entry's hash. */
export function leafHash(caseId: string, seq: number, entryHash: string): Buffer {
  const bytes = Buffer.alloc(1 + 16 + 4 + HASH_BYTES);
  bytes[0] = LEAF_MARK;
  bytes.write(caseId.replaceAll('-', ''), 1, 'hex');
  bytes.writeUInt32BE(seq, 17);
  bytes.write(entryHash, 21, 'hex');
  return digest('sha256', bytes, 'buffer');
}

/** The root over leaf hashes, the tree of RFC 6962: an unpaired node moves up as it is. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  let level = leaves;
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) above.push(parentOf(level[i], level[i + 1]));
    level = above;
  }
  return level[0] ?? EMPTY_ROOT;
}

function parentOf(left: Buffer = EMPTY_ROOT, right: Buffer | undefined = undefined): Buffer {
  if (!right) return left;
  return digest('sha256', Buffer.concat([Buffer.of(NODE_MARK), left, right]), 'buffer');
}
