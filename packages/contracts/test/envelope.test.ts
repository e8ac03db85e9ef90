import { describe, expect, it } from '@jest/globals';
import { type Envelope, readEnvelope, writeEnvelope } from '../src/envelope.ts';

const envelope: Envelope = {
  specversion: '1.0',
  id: '0198f0a0-0000-7000-8000-000000000001',
  source: '/grievance',
  type: 'qinwu.grievance.registered.v1',
  subject: '0198f0a0-0000-7000-8000-000000000002',
  time: '2025-08-31T02:00:00.000Z',
  datacontenttype: 'application/json',
  park: 'hefei',
  sequence: 1,
  data: { number: 'GR-20250831-000001' },
};

describe('an envelope', () => {
  it('is read as it was written', () => {
    expect(readEnvelope(writeEnvelope(envelope))).toEqual(envelope);
  });

  const unreadable: readonly (readonly [string, Partial<Envelope>])[] = [
    ['the park has 65 characters', { park: 'p'.repeat(65) }],
    ['the trace is no trace', { traceparent: '00-1-2-3' }],
    ['the version is negative', { sequence: -1 }],
    ['it has more than 16 kB', { data: { text: 'x'.repeat(16_384) } }],
  ];
  it.each(unreadable)('is not written where no listener could read it: %s', (_, change) => {
    expect(() => writeEnvelope({ ...envelope, ...change })).toThrow();
    expect(() => readEnvelope(JSON.stringify({ ...envelope, ...change }))).toThrow();
  });
});
