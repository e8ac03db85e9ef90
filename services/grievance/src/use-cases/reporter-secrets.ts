import type { Keyring } from '@qinwu/platform/crypto/keyring';

/** The personal fields of a reporter in clear text; it lives no longer than a request. */
export interface ReporterFields {
  name: string | null;
  phone: string | null;
  idNumber: string | null;
  address: string | null;
}

/** The same as the record keeps them: ciphertext under the record's own key. */
export interface SealedReporter {
  reporterName: string | null;
  reporterPhone: string | null;
  reporterIdNumber: string | null;
  reporterAddress: string | null;
}

// The additional data binds a ciphertext to its column and its record: it opens nowhere else.
const aad = (column: string, id: string): string => `grievance|${column}|${id}`;

/** Seals each field for its column. */
export function sealReporter(
  keyring: Keyring,
  dek: Buffer,
  id: string,
  fields: ReporterFields,
): SealedReporter {
  const seal = (column: string, text: string | null): string | null =>
    text === null ? null : keyring.sealField(dek, aad(column, id), text);
  return {
    reporterName: seal('reporter_name', fields.name),
    reporterPhone: seal('reporter_phone', fields.phone),
    reporterIdNumber: seal('reporter_id_number', fields.idNumber),
    reporterAddress: seal('reporter_address', fields.address),
  };
}

/** Opens the fields; null where the key was destroyed and the person is erased. */
export function openReporter(
  keyring: Keyring,
  dek: Buffer | null,
  id: string,
  sealed: SealedReporter,
): ReporterFields | null {
  if (dek === null) return null;
  const open = (column: string, text: string | null): string | null =>
    text === null ? null : keyring.openField(dek, aad(column, id), text);
  return {
    name: open('reporter_name', sealed.reporterName),
    phone: open('reporter_phone', sealed.reporterPhone),
    idNumber: open('reporter_id_number', sealed.reporterIdNumber),
    address: open('reporter_address', sealed.reporterAddress),
  };
}

const wordsAad = (id: string, seq: number): string => `grievance|ledger|${id}|${seq}`;

/** Seals what people wrote into a ledger entry; null where there is nothing or no key left. */
export function sealWords(
  keyring: Keyring,
  dek: Buffer | null,
  entry: { id: string; seq: number },
  words: Record<string, unknown>,
): string | null {
  if (dek === null || Object.keys(words).length === 0) return null;
  return keyring.sealField(dek, wordsAad(entry.id, entry.seq), JSON.stringify(words));
}

/** Opens the words of a ledger entry; empty where the key was destroyed. */
export function openWords(
  keyring: Keyring,
  dek: Buffer | null,
  entry: { id: string; seq: number },
  sealed: unknown,
): Record<string, unknown> {
  if (dek === null || typeof sealed !== 'string') return {};
  return JSON.parse(keyring.openField(dek, wordsAad(entry.id, entry.seq), sealed));
}
