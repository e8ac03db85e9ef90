import { createPublicKey, hash as digest, type KeyObject, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';

export const CHECKPOINT_FORMAT = 'qinwu-checkpoint-1';

/** The previous hash of the first checkpoint. */
export const FIRST_PREVIOUS = '0'.repeat(64);

const hex64 = z.string().regex(/^[0-9a-f]{64}$/);

const checkpointSchema = z.strictObject({
  format: z.literal(CHECKPOINT_FORMAT),
  service: z.string(),
  number: z.int().positive(),
  sealedAt: z.iso.datetime(),
  entries: z.int().positive(),
  /** Merkle root over the entries' leaves, RFC 6962. */
  root: hex64,
  /** Case, sequence and hash mark of every entry, in order: names the entry where the root only says "one". */
  leaves: z.base64(),
  /** SHA-256 of the previous checkpoint's line. */
  previous: hex64,
  /** Ed25519, SPKI DER in base64. */
  publicKey: z.base64(),
  signature: z.base64(),
});

/** A signed statement that these entries stood in the ledger, in this order, at that time. */
export type Checkpoint = z.output<typeof checkpointSchema>;

/** Makes the signed line of a checkpoint; the signature covers the canonical JSON of all other members. */
export function signCheckpoint(
  unsigned: Omit<Checkpoint, 'format' | 'publicKey' | 'signature'>,
  privateKey: KeyObject,
): string {
  const publicKey = publicKeyText(createPublicKey(privateKey));
  const statement = { format: CHECKPOINT_FORMAT, ...unsigned, publicKey };
  const signature = sign(null, Buffer.from(canonicalText(statement)), privateKey).toString('base64');
  return JSON.stringify({ ...statement, signature });
}

/** Reads a checkpoint's line; null where it is no such line or its signature does not fit `publicKey`. */
export function readCheckpoint(line: string, publicKey: KeyObject | null): Checkpoint | null {
  const parsed = checkpointSchema.safeParse(parseJson(line));
  if (!parsed.success) return null;
  const { signature, ...statement } = parsed.data;
  const key = publicKey ?? readPublicKey(statement.publicKey);
  if (!key) return null;
  const signed = verify(null, Buffer.from(canonicalText(statement)), key, Buffer.from(signature, 'base64'));
  return signed ? parsed.data : null;
}

/** What the next checkpoint carries as `previous`. */
export function lineHash(line: string): string {
  return digest('sha256', line, 'hex');
}

/** A public key as it stands in a checkpoint. */
export function publicKeyText(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).toString('base64');
}

/** The Ed25519 public key of a base64 SPKI text, null where it is none. */
export function readPublicKey(text: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('A checkpoint must be JSON.');
  return text;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
