import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Bytes a sealed chunk has more than its plain text. */
export const CHUNK_OVERHEAD: number = NONCE_BYTES + TAG_BYTES;

const aad = (fileId: string, seq: number): Buffer => Buffer.from(`file|${fileId}|${seq}`);

/** Seals one chunk (AES-256-GCM: nonce, ciphertext, tag); bound to its file and place in it. */
export function sealChunk(dek: Buffer, fileId: string, seq: number, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', dek, nonce).setAAD(aad(fileId, seq));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens a sealed chunk; throws where key, file, place or bytes differ. */
export function openChunk(dek: Buffer, fileId: string, seq: number, sealed: Buffer): Buffer {
  if (sealed.length < CHUNK_OVERHEAD) throw new Error(`Chunk ${seq} of file ${fileId} is cut short.`);
  const body = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', dek, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(aad(fileId, seq))
    .setAuthTag(sealed.subarray(body));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, body)), decipher.final()]);
}
