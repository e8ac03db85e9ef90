import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openKeyring } from '../crypto/keyring.ts';
import { type ContentPlace, openContent, sealContent } from './sealed-content.ts';

const key = () => randomBytes(32).toString('base64');
const eventKey = key();
/** Two services: keys of their own, the event key shared. */
const producer = openKeyring({ dataKey: key(), indexKey: key(), eventKey });
const listener = openKeyring({ dataKey: key(), indexKey: key(), eventKey });

const Person = z.object({ name: z.string() });
const place: ContentPlace = {
  listener: 'mediation',
  event: { type: 'qinwu.grievance.dispute-referred.v1' },
  subject: '0198f0a0-0000-7000-8000-000000000001',
  field: 'content',
};

describe('the personal part of an event', () => {
  const sealed = sealContent(producer, place, { name: '陈晓梅' });

  it('is opened by its listener, and shows nothing on the way', () => {
    expect(openContent(listener, place, Person, sealed)).toEqual({ name: '陈晓梅' });
    expect(sealed).not.toContain(Buffer.from('陈晓梅').toString('base64url'));
  });

  const elsewhere: readonly (readonly [string, Partial<ContentPlace>])[] = [
    ['another listener', { listener: 'credit' }],
    ['another event', { event: { type: 'qinwu.grievance.registered.v1' } }],
    ['another record', { subject: '0198f0a0-0000-7000-8000-000000000002' }],
    ['another field', { field: 'number' }],
  ];
  it.each(elsewhere)('does not open for %s', (_, change) => {
    expect(() => openContent(listener, { ...place, ...change }, Person, sealed)).toThrow();
  });

  it('does not open without the event key, altered, or as something else', () => {
    const stranger = openKeyring({ dataKey: key(), indexKey: key(), eventKey: key() });
    expect(() => openContent(stranger, place, Person, sealed)).toThrow();
    const last = sealed.at(-9) === 'A' ? 'B' : 'A';
    const altered = `${sealed.slice(0, -9)}${last}${sealed.slice(-8)}`;
    expect(() => openContent(listener, place, Person, altered)).toThrow();
    expect(() => openContent(listener, place, z.object({ phone: z.string() }), sealed)).toThrow();
  });
});
