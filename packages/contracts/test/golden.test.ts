import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { catalogue, eventByType } from '../src/catalogue.ts';
import { contractBreaks, type Golden, readGoldens, requiredFields } from './golden.ts';

let goldens: Golden[] = [];
beforeAll(async () => {
  goldens = await readGoldens();
});

describe('golden payloads', () => {
  it('exist for every event of the catalogue, and for no other', () => {
    expect(goldens.map((golden) => golden.type).sort()).toEqual(catalogue.map((event) => event.type).sort());
  });

  it.each(catalogue.map((event) => event.type))('of %s are still read, whole', (type) => {
    const event = eventByType(type);
    const golden = goldens.find((candidate) => candidate.type === type);
    if (event === undefined || golden === undefined) throw new Error(`${type} is missing`);
    expect(contractBreaks(event.payload, golden)).toEqual([]);
  });

  it.each(catalogue.map((event) => event.type))(
    'of %s show every field, and every optional one left out',
    (type) => {
      const event = eventByType(type);
      const payloads = goldens.find((candidate) => candidate.type === type)?.payloads ?? [];
      if (event === undefined) throw new Error(`${type} is missing`);
      for (const [name, field] of Object.entries(event.payload.shape)) {
        expect(payloads.some((payload) => name in payload)).toBe(true);
        if (!requiredFields(event.payload).includes(name)) {
          expect(payloads.some((payload) => !(name in payload))).toBe(true);
        }
        if (field instanceof z.ZodEnum) {
          expect(new Set(payloads.map((payload) => payload[name]))).toEqual(new Set(field.options));
        }
      }
    },
  );
});

describe('a change that would break readers is caught', () => {
  const before = z.object({ id: z.uuid(), kind: z.enum(['a', 'b']), note: z.string().optional() });
  const id = '0198f0a0-0000-7000-8000-000000000001';
  const golden: Golden = {
    type: 'qinwu.cockpit.sample.v1',
    required: ['id', 'kind'],
    payloads: [
      { id, kind: 'a' },
      { id, kind: 'b', note: '备注' },
    ],
  };

  it('an unchanged schema, and one with a new optional field, pass', () => {
    expect(contractBreaks(before, golden)).toEqual([]);
    expect(contractBreaks(before.extend({ more: z.string().optional() }), golden)).toEqual([]);
  });

  const mutants: Record<string, z.ZodObject> = {
    'a required field removed': before.omit({ kind: true }),
    'a required field renamed': before.omit({ kind: true }).extend({ sort: z.enum(['a', 'b']) }),
    'an optional field removed': before.omit({ note: true }),
    'an optional field made required': before.extend({ note: z.string() }),
    'a required field made optional': before.extend({ kind: z.enum(['a', 'b']).optional() }),
    'a new required field': before.extend({ more: z.string() }),
    'a value taken out of an enum': before.extend({ kind: z.enum(['a']) }),
    'a narrower type': before.extend({ note: z.string().max(1).optional() }),
    'a changed reading': before.extend({ note: z.string().toUpperCase().default('-') }),
  };
  it.each(Object.keys(mutants))('%s', (name) => {
    const mutant = mutants[name];
    if (mutant === undefined) throw new Error(name);
    expect(contractBreaks(mutant, golden)).not.toEqual([]);
  });
});
