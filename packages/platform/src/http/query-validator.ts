import { z } from 'zod';
import { isSchema, type JsonSchema } from './json-schema.ts';
import { parseQueryString } from './query-string.ts';
import { compileValidator, invalid } from './validator.ts';

export interface QueryValidator {
  schema: JsonSchema;
  /** Reads what follows the question mark; throws a 400 for unknown, repeated or malformed parameters. */
  parse(raw: string): unknown;
}

export interface PathValidator {
  schema: JsonSchema;
  parse(values: Readonly<Record<string, string>>): unknown;
}

/** Compiles a query schema; text becomes a number, boolean or list only when written plainly as one. */
export function compileQueryValidator(schema: z.ZodObject = z.object({})): QueryValidator {
  const validator = compileValidator(schema, 'query');
  const converters = convertersOf(validator.schema);
  return {
    schema: validator.schema,
    parse(raw) {
      const query = parseQueryString(raw);
      if (!query.ok) throw queryFault(query.code, query.name);
      return validator.parse(converted(query.values, converters));
    },
  };
}

/** Compiles the schema of a path's parameters. */
export function compilePathValidator(schema: z.ZodObject = z.object({})): PathValidator {
  const validator = compileValidator(schema, 'path');
  const converters = convertersOf(validator.schema);
  return {
    schema: validator.schema,
    parse(values) {
      const broken = Object.keys(values).find((name) => values[name]?.includes('\0'));
      if (broken !== undefined) {
        throw invalid(
          [{ pointer: `/${broken}`, code: 'pattern', detail: DETAILS['query-encoding'] }],
          'path',
        );
      }
      return validator.parse(converted(values, converters));
    },
  };
}

type Converter = (text: string) => unknown;

const CONVERTERS: Readonly<Record<string, Converter>> = {
  integer: (text) => (/^(0|-?[1-9]\d{0,15})$/.test(text) ? Number(text) : text),
  number: (text) => (/^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/.test(text) ? Number(text) : text),
  boolean: (text) => (text === 'true' || text === 'false' ? text === 'true' : text),
  array: (text) => text.split(','),
};

function convertersOf({ properties }: JsonSchema): Map<string, Converter> {
  const converters = new Map<string, Converter>();
  for (const [name, property] of Object.entries(isSchema(properties) ? properties : {})) {
    const convert = isSchema(property) ? CONVERTERS[String(property.type)] : undefined;
    if (convert !== undefined) converters.set(name, convert);
  }
  return converters;
}

function converted(
  texts: Readonly<Record<string, string>>,
  converters: Map<string, Converter>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(texts)) {
    const convert = converters.get(name);
    const value = convert === undefined ? text : convert(text);
    // A parameter named __proto__ must meet the schema as a member, not set a prototype.
    if (name === '__proto__') Object.defineProperty(values, name, { value, ...MEMBER });
    else values[name] = value;
  }
  return values;
}

const MEMBER = { enumerable: true, writable: true, configurable: true };

const DETAILS = {
  'query-encoding': { zh: '参数编码有误', en: 'is not validly encoded' },
  'query-repeated': { zh: '参数重复', en: 'is repeated' },
} as const;

function queryFault(code: keyof typeof DETAILS, name: string): Error {
  const pointer = /^\w{1,64}$/.test(name) ? `/${name}` : '';
  return invalid([{ pointer, code, detail: DETAILS[code] }], 'query');
}
