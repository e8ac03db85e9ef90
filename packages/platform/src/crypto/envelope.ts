import { createCipheriv, createDecipheriv, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { randomSlice } from './random-slice.ts';

/** Names the algorithm of a ciphertext: `v1` is AES-256-GCM, 12-byte nonce, 16-byte tag. */
const ALGORITHM = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface PreparedKey {
  id: string;
  object: KeyObject;
}

// Handing Node the bytes of a key makes it prepare them anew for each call, which costs more than the cipher.
const prepared = new WeakMap<Buffer, PreparedKey>();

function prepare(key: Buffer): PreparedKey {
  let found = prepared.get(key);
  if (!found) {
    found = { id: hash('sha256', key, 'hex').slice(0, 8), object: createSecretKey(key) };
    prepared.set(key, found);
  }
  return found;
}

/** The id of a key: 8 hex digits of its SHA-256. */
export function keyIdOf(key: Buffer): string {
  return prepare(key).id;
}

/** Encrypts to `v1.<key id>.<base64url of nonce, ciphertext, tag>`; `aad` says where the text belongs. */
export function seal(key: Buffer, aad: string, plain: Buffer): string {
  const { id, object } = prepare(key);
  const nonce = randomSlice(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', object, nonce).setAAD(Buffer.from(aad));
  const text = cipher.update(plain);
  // GCM is a stream: nothing is left to come.
  cipher.final();
  const sealed = Buffer.allocUnsafe(NONCE_BYTES + text.length + TAG_BYTES);
  sealed.set(nonce);
  sealed.set(text, NONCE_BYTES);
  sealed.set(cipher.getAuthTag(), NONCE_BYTES + text.length);
  return `${ALGORITHM}.${id}.${sealed.toString('base64url')}`;
}

/** Decrypts what `seal` made; throws where key, place or text differ. */
export function open(key: Buffer, aad: string, sealed: string): Buffer {
  const [algorithm, keyId, text = ''] = sealed.split('.');
  if (algorithm !== ALGORITHM) throw new Error(`Unknown cipher ${JSON.stringify(algorithm)}.`);
  const { id, object } = prepare(key);
  if (keyId !== id) throw new Error('The text was sealed with another key.');
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('The sealed text is cut short.');
  const decipher = createDecipheriv('aes-256-gcm', object, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  }).setAAD(Buffer.from(aad));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  return Buffer.concat([
    decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES)),
    decipher.final(),
  ]);
}

/** Encrypts one field's text under a record's key. */
export function sealField(dek: Buffer, aad: string, text: string): string {
  return seal(dek, aad, Buffer.from(text));
}
