import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Keyring, openKeyring } from './keyring.ts';

const key = () => randomBytes(32).toString('base64');
const config = { dataKey: key(), indexKey: key(), eventKey: key() };
const keyring: Keyring = openKeyring(config);

describe('the keyring', () => {
  it('opens only the text of its own place, 1,000 of 1,000', () => {
    const rows = Array.from({ length: 1_000 }, (_, n) => {
      const { dek, wrapped } = keyring.newRecordKey(`record-${n}`);
      const aad = `grievance|reporter_phone|record-${n}`;
      return { id: `record-${n}`, dek, wrapped, aad, sealed: keyring.sealField(dek, aad, `1380013${n}`) };
    });
    for (const [n, row] of rows.entries()) {
      const other = rows[(n + 1) % rows.length] ?? row;
      expect(keyring.openField(keyring.unwrap(row.id, row.wrapped), row.aad, row.sealed)).toBe(`1380013${n}`);
      expect(() => keyring.openField(row.dek, row.aad, other.sealed)).toThrow();
      expect(() => keyring.openField(row.dek, row.aad.replace('phone', 'name'), row.sealed)).toThrow();
      expect(() => keyring.unwrap(row.id, other.wrapped)).toThrow();
    }
  });

  it('refuses every altered byte', () => {
    const { dek } = keyring.newRecordKey('r');
    const sealed = keyring.sealField(dek, 'aad', '张三');
    const [algorithm, id, text = ''] = sealed.split('.');
    const bytes = Buffer.from(text, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const forged = `${algorithm}.${id}.${changed.toString('base64url')}`;
      expect(() => keyring.openField(dek, 'aad', forged)).toThrow();
    }
    expect(() => keyring.openField(dek, 'aad', sealed.replace('v1', 'v2'))).toThrow('Unknown cipher');
    expect(() => keyring.openField(dek, 'aad', 'v1.')).toThrow();
  });

  it('reads records under an older data key and wraps them anew', () => {
    const { dek, wrapped } = keyring.newRecordKey('r');
    const next = openKeyring({ ...config, dataKey: key(), previousDataKeys: [config.dataKey] });
    const anew = next.rewrap('r', wrapped) ?? '';
    expect(next.unwrap('r', wrapped)).toEqual(dek);
    expect(next.unwrap('r', anew)).toEqual(dek);
    expect(next.rewrap('r', anew)).toBeNull();
    expect(() => keyring.unwrap('r', anew)).toThrow('No data key');
  });

  it('has one index per kind and one event key per listener', () => {
    const phone = keyring.blindIndex('phone', '13800138000');
    expect(phone).toMatch(/^[0-9a-f]{64}$/);
    expect(keyring.blindIndex('phone', '13800138000')).toBe(phone);
    expect(keyring.blindIndex('citizen-id', '13800138000')).not.toBe(phone);
    expect(openKeyring({ ...config, indexKey: key() }).blindIndex('phone', '13800138000')).not.toBe(phone);
    const mac = keyring.macFor('cockpit', 'text');
    expect(keyring.isMacOf('cockpit', 'text', mac)).toBe(true);
    expect(keyring.isMacOf('credit', 'text', mac)).toBe(false);
    expect(keyring.isMacOf('cockpit', 'texts', mac)).toBe(false);
    expect(keyring.isMacOf('cockpit', 'text', '')).toBe(false);
    const sealed = keyring.sealFor('cockpit', 'event-1', '李四');
    expect(keyring.openFor('cockpit', 'event-1', sealed)).toBe('李四');
    expect(() => keyring.openFor('credit', 'event-1', sealed)).toThrow();
  });

  it('refuses a short key without showing it', () => {
    expect(() => openKeyring({ ...config, dataKey: 'c2hvcnQ=' })).toThrow('DATA_KEY must be base64');
  });
});
