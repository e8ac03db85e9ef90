import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { catalogue, eventByType } from '../src/catalogue.ts';
import { defineEvent } from '../src/define-event.ts';
import { type Envelope, MAX_ENVELOPE_BYTES, readEnvelope, writeEnvelope } from '../src/envelope.ts';
import { grievanceRegistered } from '../src/events/grievance.ts';
import { listenersOf, listenersOfFact, routing, toldOf } from '../src/routing.ts';

const envelope: Envelope = {
  specversion: '1.0',
  id: '0198f0a0-0000-7000-8000-000000000009',
  source: '/grievance',
  type: grievanceRegistered.type,
  subject: '0198f0a0-0000-7000-8000-000000000001',
  time: '2025-08-31T01:02:03.004Z',
  datacontenttype: 'application/json',
  park: 'jinjiang',
  sequence: 1,
  data: { number: 'GR-20250831-000123' },
};

describe('routing', () => {
  it('says for every event who listens, and names no event that is not in the catalogue', () => {
    expect(Object.keys(routing).sort()).toEqual(catalogue.map((event) => event.type).sort());
  });

  it('lets a service hear itself only where a record tells another, or what is worked out of it, something', () => {
    const selfHeard = catalogue.filter((event) => listenersOf(event.type).includes(event.producer));
    expect(selfHeard.map((event) => event.type)).toEqual([
      'qinwu.mediation.injury-reported.v1',
      'qinwu.mediation.injury-received.v1',
      'qinwu.mediation.injury-moved.v1',
      'qinwu.credit.inputs-changed.v1',
    ]);
  });

  it('keeps every dispute from credit: a firm must not fear mediation', () => {
    const disputes = catalogue.filter(
      ({ type, producer }) => producer === 'mediation' || type === 'qinwu.grievance.dispute-referred.v1',
    );
    expect(disputes).toHaveLength(8);
    for (const { type } of disputes) {
      expect({ type, hears: listenersOf(type) }).toEqual({
        type,
        hears: expect.not.arrayContaining(['credit']),
      });
    }
  });

  it('tells a listener that cares for its own records alone of no others', () => {
    const type = 'qinwu.mediation.case-registered.v1';
    expect(listenersOfFact(type, { grievanceId: envelope.subject })).toEqual(['cockpit', 'grievance']);
    expect(listenersOfFact(type, {})).toEqual(['cockpit']);
    expect(listenersOfFact('qinwu.mediation.case-performed.v1', {})).toEqual(['cockpit']);
  });

  // A misspelt member would be on no event: its listener would never hear of anything again.
  it('names those records by an optional member of the event', () => {
    for (const [type, members] of Object.entries(toldOf)) {
      for (const [listener, member] of Object.entries(members)) {
        expect(listenersOf(type)).toContain(listener);
        expect(eventByType(type)?.payload.shape[member]).toBeInstanceOf(z.ZodOptional);
      }
    }
  });

  it('refuses a type it does not know, inherited names included', () => {
    expect(() => listenersOf('qinwu.grievance.vanished.v1')).toThrow('No routing');
    expect(() => listenersOf('constructor')).toThrow('No routing');
    expect(eventByType('qinwu.grievance.vanished.v1')).toBeUndefined();
  });

  it('refuses an event whose name is not a fact of a known service', () => {
    expect(() => defineEvent('qinwu.weather.rained.v1', grievanceRegistered.payload)).toThrow();
    expect(() => defineEvent('grievance-registered', grievanceRegistered.payload)).toThrow();
    expect(defineEvent('qinwu.credit.score-changed.v2', grievanceRegistered.payload).producer).toBe('credit');
  });
});

describe('the envelope', () => {
  it('is read as it was written', () => {
    expect(readEnvelope(writeEnvelope(envelope))).toEqual(envelope);
  });

  it.each([
    ['another version', { specversion: '0.3' }],
    ['no id', { id: undefined }],
    ['a negative sequence', { sequence: -1 }],
    ['no park', { park: '' }],
    ['a local time', { time: '2025-08-31T01:02:03' }],
    ['data that is a list', { data: [] }],
  ])('with %s is refused', (_, change) => {
    expect(() => readEnvelope(JSON.stringify({ ...envelope, ...change }))).toThrow();
  });

  it('carries at most 16 kB, counted in bytes', () => {
    const room = MAX_ENVELOPE_BYTES - Buffer.byteLength(JSON.stringify({ ...envelope, data: { text: '' } }));
    const fits = { ...envelope, data: { text: 'a'.repeat(room) } };
    expect(readEnvelope(writeEnvelope(fits))).toEqual(fits);
    const over = { ...envelope, data: { text: `${'a'.repeat(room - 1)}诉` } };
    expect(() => writeEnvelope(over)).toThrow('16384');
    expect(() => readEnvelope(JSON.stringify(over))).toThrow('16384');
  });
});
