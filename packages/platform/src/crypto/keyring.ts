import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { keyIdOf, open, seal, sealField } from './envelope.ts';
import { randomSlice } from './random-slice.ts';

/** Keys as base64 of 32 bytes. Older data keys stay readable until their records are wrapped anew. */
export interface KeyringConfig {
  dataKey: string;
  indexKey: string;
  eventKey: string;
  previousDataKeys?: readonly string[];
}

/** A record's data key, and the same key wrapped by the service's data key, as stored in `record_key`. */
export interface RecordKey {
  dek: Buffer;
  wrapped: string;
}

/** Everything a service does with secret keys; no key leaves it except a record's own. */
export interface Keyring {
  newRecordKey(recordId: string): RecordKey;
  /** Throws where the wrapping key is unknown or the text belongs to another record. */
  unwrap(recordId: string, wrapped: string): Buffer;
  /** The same record key wrapped by the current data key; null where it already is. */
  rewrap(recordId: string, wrapped: string): string | null;
  sealField(dek: Buffer, aad: string, text: string): string;
  openField(dek: Buffer, aad: string, sealed: string): string;
  /** HMAC in hex of a normalised value, for equality search; one key per kind. */
  blindIndex(kind: string, normalised: string): string;
  macFor(listener: string, text: string): string;
  isMacOf(listener: string, text: string, mac: string): boolean;
  sealFor(listener: string, aad: string, text: string): string;
  openFor(listener: string, aad: string, sealed: string): string;
}

const KEY_BYTES = 32;

/** Opens a keyring; throws where a key is not base64 of 32 bytes, without showing it. */
export function openKeyring(config: KeyringConfig): Keyring {
  const current = parseKey('DATA_KEY', config.dataKey);
  const previous = (config.previousDataKeys ?? []).map((key) => parseKey('previous DATA_KEY', key));
  const dataKeys = new Map([...previous, current].map((key) => [keyIdOf(key), key]));
  const indexKeyOf = derive(parseKey('INDEX_KEY', config.indexKey), 'blind-index');
  const eventKey = parseKey('EVENT_KEY', config.eventKey);
  const macKeyOf = derive(eventKey, 'event-mac');
  const fieldKeyOf = derive(eventKey, 'event-field');

  function unwrap(recordId: string, wrapped: string): Buffer {
    const id = wrapped.split('.')[1] ?? '';
    const key = dataKeys.get(id);
    if (!key) throw new Error(`No data key with id ${id}.`);
    return open(key, wrapAad(recordId), wrapped);
  }
  const mac = (listener: string, text: string) =>
    createHmac('sha256', macKeyOf(listener).object).update(text).digest();

  return {
    newRecordKey(recordId) {
      const dek = randomSlice(KEY_BYTES);
      return { dek, wrapped: seal(current, wrapAad(recordId), dek) };
    },
    unwrap,
    rewrap(recordId, wrapped) {
      if (wrapped.split('.')[1] === keyIdOf(current)) return null;
      return seal(current, wrapAad(recordId), unwrap(recordId, wrapped));
    },
    sealField,
    openField: (dek, aad, sealed) => open(dek, aad, sealed).toString('utf8'),
    blindIndex: (kind, normalised) =>
      createHmac('sha256', indexKeyOf(kind).object).update(normalised).digest('hex'),
    macFor: (listener, text) => mac(listener, text).toString('base64url'),
    isMacOf(listener, text, given) {
      const expected = mac(listener, text);
      const actual = Buffer.from(given, 'base64url');
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    },
    sealFor: (listener, aad, text) => seal(fieldKeyOf(listener).bytes, aad, Buffer.from(text)),
    openFor: (listener, aad, sealed) => open(fieldKeyOf(listener).bytes, aad, sealed).toString('utf8'),
  };
}

const wrapAad = (recordId: string): string => `record_key|${recordId}`;

function parseKey(name: string, text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${name} must be base64 of ${KEY_BYTES} bytes.`);
  return key;
}

interface DerivedKey {
  bytes: Buffer;
  object: KeyObject;
}

/** One key per purpose and name, derived once (HKDF, RFC 5869). */
function derive(root: Buffer, purpose: string): (name: string) => DerivedKey {
  const derived = new Map<string, DerivedKey>();
  return (name) => {
    let key = derived.get(name);
    if (!key) {
      const bytes = Buffer.from(hkdfSync('sha256', root, '', `${purpose}:${name}`, KEY_BYTES));
      key = { bytes, object: createSecretKey(bytes) };
      derived.set(name, key);
    }
    return key;
  };
}
