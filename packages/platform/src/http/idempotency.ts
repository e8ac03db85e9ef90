import type { Actor } from '@qinwu/domain/actor';
import { isDomainError } from '@qinwu/domain/errors';
import type { Keyring } from '../crypto/keyring.ts';
import { postgresFault } from '../db/constraint.ts';
import type { Database } from '../db/database.ts';
import { type AnswerKey, type FoundAnswer, findAnswer } from '../db/idempotency.ts';
import { httpFault } from './fault.ts';

/** A request under an Idempotency-Key. */
export interface KeyedRequest extends AnswerKey {
  /** Asked for late: an upload knows its own only once the file has arrived. */
  fingerprint(): string;
}

/** Keys are the client's own, and a client of two parks is two clients. */
export function clientOf(actor: Actor): string {
  return JSON.stringify([actor.park, actor.id]);
}

/** A refusal after which the key is looked up: the request may be the repeat of one that was carried out. */
export function mayBeRepeat(error: unknown): boolean {
  if (isDomainError(error)) return !['unauthenticated', 'malformed', 'unavailable'].includes(error.kind);
  return postgresFault(error)?.code === '23505';
}

/** The answer kept for a repeated request, null where there is none; throws 422 when the request differs. */
export async function keptAnswerOf(
  keyed: KeyedRequest,
  db: Database,
  keyring: Keyring,
): Promise<FoundAnswer | null> {
  const found = await findAnswer(db, keyring, keyed);
  if (found === null) return null;
  if (found.fingerprint !== keyed.fingerprint()) throw httpFault('idempotency-key-reused');
  if (found.erased) throw httpFault('answer-erased');
  return found;
}
