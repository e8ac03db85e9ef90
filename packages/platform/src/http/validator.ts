import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { z } from 'zod';
import { httpFault, type LocatedError } from './fault.ts';
import { textOfAjvError } from './field-texts.ts';
import { FORMATS } from './formats.ts';
import { inputSchema, type JsonSchema, needsZod } from './json-schema.ts';

const MAX_ERRORS = 50;
/** Larger input is told its first fault only: collecting all of a 1 MB list takes seconds and 240 MB. */
const MAX_EXPLAINED_BYTES = 32_768;
const OPTIONS = {
  strict: false,
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: true,
  discriminator: true,
  formats: FORMATS,
  logger: false,
} as const;

const quick = new Ajv2020({ ...OPTIONS, allErrors: false });
const thorough = new Ajv2020({ ...OPTIONS, allErrors: true });

export interface Validator {
  schema: JsonSchema;
  /**
   * The value with defaults filled in and zod's own rules applied; throws a 400 with its field errors, of input
   * above 32 kB with the first alone. `bytes` is the length of the text it was read from.
   */
  parse(value: unknown, bytes?: number): unknown;
}

/** Compiles a zod schema: ajv on the way through, zod itself only where it says more than JSON Schema. */
export function compileValidator(schema: z.ZodType, place: LocatedError['in'] | 'body'): Validator {
  const jsonSchema = inputSchema(schema);
  const check = quick.compile(jsonSchema);
  const refines = needsZod(schema);
  let explain: ValidateFunction | undefined;
  return {
    schema: jsonSchema,
    parse(value, bytes = 0) {
      if (!check(value)) {
        if (bytes > MAX_EXPLAINED_BYTES) throw invalid((check.errors ?? []).map(fieldError), place);
        explain ??= thorough.compile(jsonSchema);
        explain(value);
        throw invalid((explain.errors ?? check.errors ?? []).map(fieldError), place);
      }
      return refines ? refined(schema, value, place) : value;
    },
  };
}

function refined(schema: z.ZodType, value: unknown, place: LocatedError['in'] | 'body'): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, MAX_ERRORS).map(({ path, message, ...issue }) => {
    const params: unknown = Reflect.get(issue, 'params');
    const { code = 'invalid', en = message } = (params ?? {}) as { code?: string; en?: string };
    return { pointer: pointerOf(path.map(String)), code, detail: { zh: message, en } };
  });
  throw invalid(errors, place);
}

/** A 400 with the faults of the body, query, path or headers. */
export function invalid(errors: readonly LocatedError[], place: LocatedError['in'] | 'body'): Error {
  const located = errors.slice(0, MAX_ERRORS);
  return httpFault('request-invalid', {
    errors:
      place === undefined || place === 'body' ? located : located.map((error) => ({ in: place, ...error })),
  });
}

function fieldError(error: ErrorObject): LocatedError {
  return { pointer: pointerOfAjv(error), ...textOfAjvError(error) };
}

/** Names a client chose are repeated only where they look like names. */
const PLAIN_NAME = /^[\w.-]{1,64}$/;

function pointerOfAjv({ keyword, instancePath, params }: ErrorObject): string {
  const segments = instancePath.split('/').slice(1);
  const plain = segments.every((segment) => PLAIN_NAME.test(segment)) ? instancePath : '';
  const name: unknown = keyword === 'required' ? params.missingProperty : params.additionalProperty;
  return typeof name === 'string' && PLAIN_NAME.test(name) ? `${plain}/${name}` : plain;
}

function pointerOf(path: readonly string[]): string {
  return path
    .filter((segment) => PLAIN_NAME.test(segment))
    .map((segment) => `/${segment}`)
    .join('');
}
