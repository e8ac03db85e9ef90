import type { Keyring } from '@qinwu/platform/crypto/keyring';

// The additional data binds a ciphertext to its column and its record: it opens nowhere else.
const aad = (column: string, id: string): string => `mediation|${column}|${id}`;

/** Seals a value under a record's key for one column of one row. */
export function sealJson(
  keyring: Keyring,
  dek: Buffer,
  at: { column: string; id: string },
  value: unknown,
): string {
  return keyring.sealField(dek, aad(at.column, at.id), JSON.stringify(value));
}

/** Opens what `sealJson` sealed; null where the record's key was destroyed. */
export function openJson<T>(
  keyring: Keyring,
  dek: Buffer | null,
  at: { column: string; id: string },
  sealed: string,
): T | null {
  return dek === null ? null : JSON.parse(keyring.openField(dek, aad(at.column, at.id), sealed));
}

/** What people wrote, for a ledger entry; null where there is nothing or no key left. */
export function sealWords(
  keyring: Keyring,
  dek: Buffer | null,
  entry: { id: string; seq: number },
  words: Readonly<Record<string, unknown>>,
): string | null {
  if (dek === null || Object.keys(words).length === 0) return null;
  return sealJson(keyring, dek, { column: `ledger.${entry.seq}`, id: entry.id }, words);
}
