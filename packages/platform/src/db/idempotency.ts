import { DomainError } from '@qinwu/domain/errors';
import { sql } from 'drizzle-orm';
import { seal } from '../crypto/envelope.ts';
import type { Keyring } from '../crypto/keyring.ts';
import type { Database, Tx } from './database.ts';

/** The name of one keyed request: keys are the client's own, and per operation. */
export interface AnswerKey {
  clientId: string;
  operation: string;
  key: string;
}

/** An answer to be stored by the commit it reports on, so that a repeat gets it byte for byte. */
export interface KeptAnswer extends AnswerKey {
  /** SHA-256 in hex over method, URL and canonical body. */
  fingerprint: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  /** As it is sent; empty where there is none. */
  body: Buffer;
  /** The record whose key seals the body, and that key; both null where the body names nobody. */
  recordId: string | null;
  dek: Buffer | null;
}

/** Makes the answer of a change, and the copy of it that is stored in the same commit. */
export type Present<R, A> = (row: R) => { answer: A; kept: KeptAnswer | undefined };

/** A stored answer; `erased` where the record's key was destroyed and the body is gone for good. */
export interface FoundAnswer {
  fingerprint: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  erased: boolean;
}

/** The key was stored by another request meanwhile: look it up and answer from there. */
export class IdempotencyKeyTaken extends DomainError {
  constructor() {
    const title = { zh: '相同的 Idempotency-Key 正在处理', en: 'The Idempotency-Key is already in use' };
    super('conflict', 'idempotency-key-taken', title, { extra: { retryAfter: 1 } });
  }
}

/** The columns of an answer as stored: the body sealed under the record's key where there is one. */
export interface StoredAnswer extends AnswerKey {
  fingerprint: string;
  status: number;
  headers: string;
  body: string;
  recordId: string | null;
}

/** Makes the stored form of an answer. */
export function storedAnswer(answer: KeptAnswer): StoredAnswer {
  const { clientId, operation, key, fingerprint, status, recordId, dek } = answer;
  if ((recordId === null) !== (dek === null)) throw new TypeError('A sealed answer needs record and key.');
  const body = dek ? seal(dek, answerAad(answer), answer.body) : answer.body.toString();
  return {
    clientId,
    operation,
    key,
    fingerprint,
    status,
    headers: JSON.stringify(answer.headers),
    body,
    recordId,
  };
}

/** Stores an answer inside a transaction; a key that is there already is an error of `idempotency_pkey`. */
export async function keepAnswer(tx: Tx, answer: KeptAnswer): Promise<void> {
  const row = storedAnswer(answer);
  await tx.execute(sql`
    insert into idempotency (client_id, operation, key, fingerprint, status, headers, body, record_id)
    values (${row.clientId}, ${row.operation}, ${row.key}, ${row.fingerprint}, ${row.status}, ${row.headers},
      ${row.body}, ${row.recordId}::uuid)`);
}

/** The stored answer of a key, opened; null where the key was never used. */
export async function findAnswer(
  db: Database,
  keyring: Pick<Keyring, 'unwrap' | 'openField'>,
  key: AnswerKey,
): Promise<FoundAnswer | null> {
  const { rows } = await db.pool.query<AnswerRow>({
    name: 'find-answer',
    text: `select i.fingerprint, i.status, i.headers, i.body, i.record_id, k.wrapped
      from idempotency i left join record_key k on k.record_id = i.record_id
      where i.client_id = $1 and i.operation = $2 and i.key = $3`,
    values: [key.clientId, key.operation, key.key],
  });
  const row = rows[0];
  if (!row) return null;
  const found = { fingerprint: row.fingerprint, status: row.status, headers: JSON.parse(row.headers) };
  if (row.record_id === null) return { ...found, body: row.body, erased: false };
  if (row.wrapped === null) return { ...found, body: '', erased: true };
  const dek = keyring.unwrap(row.record_id, row.wrapped);
  return { ...found, body: keyring.openField(dek, answerAad(key), row.body), erased: false };
}

interface AnswerRow {
  fingerprint: string;
  status: number;
  headers: string;
  body: string;
  record_id: string | null;
  wrapped: string | null;
}

const answerAad = (key: AnswerKey): string => `idempotency|${key.clientId}|${key.operation}|${key.key}`;
