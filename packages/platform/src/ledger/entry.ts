import { hash as digest } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The previous hash of a case's first entry. */
export const GENESIS_HASH = '0'.repeat(64);

/** One step of one case, as it stands in the ledger; `hash` covers `prevHash` and the exact text of `body`. */
export interface LedgerEntry {
  park: string;
  caseKind: string;
  caseId: string;
  seq: number;
  at: Date;
  actor: string;
  action: string;
  body: string;
  prevHash: string;
  hash: string;
}

/** What happened; `change` holds personal fields only as ciphertext under the record's key. */
export interface Step {
  park: string;
  caseKind: string;
  caseId: string;
  at: Date;
  actor: string;
  action: string;
  change: Readonly<Record<string, unknown>>;
}

/** Where a case's chain stands: the sequence and hash of its last entry. */
export interface ChainHead {
  seq: number;
  hash: string;
}

/** SHA-256 in hex over the previous hash, a line feed and the body's text. */
export function entryHash(prevHash: string, body: string): string {
  return digest('sha256', `${prevHash}\n${body}`, 'hex');
}

/** Makes the entry that follows `previous`; its body is canonical JSON (RFC 8785). */
export function makeEntry(step: Step, previous: ChainHead | null): LedgerEntry {
  const { park, caseKind, caseId, at, actor, action, change } = step;
  const seq = (previous?.seq ?? 0) + 1;
  const prevHash = previous?.hash ?? GENESIS_HASH;
  const body = canonicalize({ park, caseKind, caseId, seq, at: at.toISOString(), actor, action, change });
  if (body === undefined) throw new TypeError('A ledger entry must be JSON.');
  return { park, caseKind, caseId, seq, at, actor, action, body, prevHash, hash: entryHash(prevHash, body) };
}
