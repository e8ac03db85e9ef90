import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStrictJson } from './strict-json.ts';

const parse = (text: string) => parseStrictJson(Buffer.from(text));

describe('parseStrictJson', () => {
  it('reads any object of stored text as JSON.parse does', () => {
    const key = fc
      .string({ unit: 'binary' })
      .filter((text) => !/^__proto__$|^constructor$|^prototype$|\0/.test(text));
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    const leaf = fc.oneof(
      text,
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true, max: 1e15, min: -1e15 }),
      fc.boolean(),
      fc.constant(null),
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small', maxDepth: 6 },
        leaf,
        fc.array(tie('node')),
        fc.dictionary(key, tie('node')),
      ),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(key, tree), fc.constantFrom(0, 2), (value, indent) => {
        const json = JSON.stringify(value, null, indent);
        expect(parse(json)).toEqual({ ok: true, value: JSON.parse(json) });
      }),
    );
  });

  it('finds a key repeated at any place, written plainly or escaped', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 8 })
      .filter((text) => !/^__proto__$|^constructor$|^prototype$/.test(text));
    fc.assert(
      fc.property(name, fc.nat(5), fc.boolean(), (key, depth, escaped) => {
        const first = `"\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${JSON.stringify(key.slice(1)).slice(1)}`;
        const plain = JSON.stringify(key);
        const inner = `{${escaped ? first : plain}:1,"other \\" : ":2,${plain}:3}`;
        const json = `${'{"a":['.repeat(depth)}${inner}${']}'.repeat(depth)}`;
        expect(parse(json)).toEqual({ ok: false, code: 'json-duplicate-key' });
      }),
    );
  });

  it.each([
    ['zeros inside', `0.1${'0'.repeat(100_000)}1`],
    ['zeros at the end', `1.${'0'.repeat(100_000)}`],
    ['zeros before', `0.${'0'.repeat(100_000)}1`],
    ['signs and exponents', `1e-${'0'.repeat(100_000)}1`],
  ])('refuses a number of 100,000 characters, %s, without working at it', (_name, number) => {
    const started = process.cpuUsage();
    expect(parse(`{"a":${number}}`)).toEqual({ ok: false, code: 'json-number' });
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(200);
  });

  it.each([
    ['{"a":"\\\\","b":1}', true],
    ['{"a":"\\\\\\"","b":":"}', true],
    ['{"a" : "x", "b"\n:\t"y"}', true],
    ['{"a":123456789012345.5}', true],
    ['{"a":0.30000000000000004}', true],
    ['{"a":1.00000000000000000000}', true],
    ['{"a":100000000000000000000e-10}', true],
    ['{"a":[1,2,3,4,5,6,7,8,9,10,11,12,13,14]}', true],
    ['{"a":0.1000000000000000055511151231257827}', false],
    ['{"a":9007199254740992}', false],
    ['{"a":-9007199254740992}', false],
    ['{"a":1e16}', false],
  ])('%s accepted: %s', (json, accepted) => {
    expect(parse(json).ok).toBe(accepted);
  });
});
