/** Values that a JSON Schema of the OpenAPI document allows, and changes to them that it forbids. */

import fc from 'fast-check';
import { chineseText } from './arbitraries.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };
type Resolve = (ref: string) => JsonSchema;

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
const DAY_MS = 86_400_000;

/** The schema behind a reference, else itself. */
function plain(schema: JsonSchema, resolve: Resolve): JsonSchema {
  return typeof schema.$ref === 'string' ? plain(resolve(schema.$ref), resolve) : schema;
}

/** Any value the schema allows, small ones mostly. */
export function anyOfSchema(schema: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  const { enum: values, const: only, anyOf, oneOf, type, ...rest } = plain(schema, resolve);
  if (only !== undefined) return fc.constant(only);
  if (Array.isArray(values)) return fc.constantFrom(...values);
  const branches = anyOf ?? oneOf;
  if (Array.isArray(branches)) return fc.oneof(...branches.map((branch) => anyOfSchema(branch, resolve)));
  if (Array.isArray(type))
    return fc.oneof(...type.map((each) => anyOfSchema({ ...rest, type: each }, resolve)));
  switch (type) {
    case 'string':
      return textOf(rest);
    case 'integer':
      return fc.integer({ min: number(rest.minimum, -1000), max: number(rest.maximum, 1000) });
    case 'number':
      return numberOf(rest);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return listOf(rest, resolve);
    default:
      return objectOf(rest, resolve);
  }
}

function numberOf({ minimum, maximum, exclusiveMinimum }: JsonSchema): fc.Arbitrary<unknown> {
  const low = Math.ceil(number(minimum, number(exclusiveMinimum, -1000)) * 1_000);
  const high = Math.floor(number(maximum, 1000) * 1_000);
  return fc.integer({ min: exclusiveMinimum === undefined ? low : low + 1, max: high }).map((n) => n / 1_000);
}

function textOf({ format, pattern, minLength, maxLength }: JsonSchema): fc.Arbitrary<unknown> {
  const day = fc.integer({ min: 18_000, max: 22_000 }).map((n) => new Date(n * DAY_MS).toISOString());
  if (format === 'date-time') return day;
  if (format === 'date' || /\\d\{4\}/.test(String(pattern))) return day.map((text) => text.slice(0, 10));
  if (format === 'uuid') return fc.uuid({ version: 7 });
  // Lookaheads say "something to see": Chinese text always has that.
  if (typeof pattern === 'string' && !pattern.includes('(?')) return fc.stringMatching(new RegExp(pattern));
  const exact = minLength === maxLength ? number(minLength, 0) : 0;
  if (exact > 0)
    return fc.string({ unit: fc.constantFrom(...'0123456789AB'), minLength: exact, maxLength: exact });
  return chineseText(Math.min(number(maxLength, 20), 20));
}

function listOf(
  { items, prefixItems, minItems, maxItems }: JsonSchema,
  resolve: Resolve,
): fc.Arbitrary<unknown> {
  if (Array.isArray(prefixItems)) return fc.tuple(...prefixItems.map((item) => anyOfSchema(item, resolve)));
  const least = number(minItems, 0);
  const size = { minLength: least, maxLength: Math.min(number(maxItems, 3), least + 2) };
  return fc.array(anyOfSchema(isSchema(items) ? items : {}, resolve), size);
}

function objectOf(
  { properties, required, additionalProperties }: JsonSchema,
  resolve: Resolve,
): fc.Arbitrary<unknown> {
  const members = Object.entries(isSchema(properties) ? properties : {});
  const model = Object.fromEntries(
    members.map(([name, each]) => [name, anyOfSchema(isSchema(each) ? each : {}, resolve)]),
  );
  const named = fc.record(model, { requiredKeys: Array.isArray(required) ? required : [] });
  if (!isSchema(additionalProperties)) return named;
  const more = fc.dictionary(chineseText(5), anyOfSchema(additionalProperties, resolve), { maxKeys: 2 });
  return fc.tuple(named, more).map(([known, free]) => ({ ...free, ...known }));
}

/** A change that makes a body wrong, and what it is called in a failure. */
interface Mutation {
  what: string;
  body: unknown;
}

/** Ways in which a body that fits a closed object no longer does. */
export function mutationsOf(body: object, schema: JsonSchema, resolve: Resolve): Mutation[] {
  const { properties, required } = plain(schema, resolve);
  const known = Object.entries(isSchema(properties) ? properties : {});
  const names: readonly string[] = Array.isArray(required) ? required : [];
  return [
    { what: 'a member more', body: { ...body, zzUnknown: 1 } },
    { what: 'a list for an object', body: [body] },
    ...names.map((name) => ({
      what: `${name} missing`,
      body: Object.fromEntries(Object.entries(body).filter(([each]) => each !== name)),
    })),
    ...known.flatMap(([name, each]) =>
      wrongValues(plain(isSchema(each) ? each : {}, resolve)).map(([what, value]) => ({
        what: `${name}: ${what}`,
        body: { ...body, [name]: value },
      })),
    ),
  ];
}

function wrongValues(schema: JsonSchema): [what: string, value: unknown][] {
  const { type, maxLength, minLength, maximum, minimum, maxItems, enum: values, items } = schema;
  if (typeof type !== 'string' && values === undefined) return [];
  const wrong: [string, unknown][] = [['null', null]];
  if (type === 'string' || values !== undefined) {
    wrong.push(['a number for text', 17], ['NUL', '诉\u0000求'], ['half a surrogate pair', '诉\ud800求']);
  } else wrong.push(['text for what is none', '十七']);
  if (values !== undefined) wrong.push(['none of the list', 'zzNone']);
  if (typeof maxLength === 'number') wrong.push(['too long', '长'.repeat(maxLength + 1)]);
  if (typeof minLength === 'number' && minLength > 0) wrong.push(['too short', '']);
  if (typeof maximum === 'number') wrong.push(['too large', maximum + 1]);
  if (typeof minimum === 'number') wrong.push(['too small', minimum - 1]);
  if (type === 'integer') wrong.push(['a fraction', 1.5]);
  if (type === 'array') wrong.push(['an object for a list', {}]);
  if (typeof maxItems === 'number' && isSchema(items))
    wrong.push(['too many', Array(maxItems + 1).fill('x')]);
  return wrong;
}
