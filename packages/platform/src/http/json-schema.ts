import { z } from 'zod';

/** A JSON Schema 2020-12 document, as zod writes it and as ajv and the OpenAPI document read it. */
export type JsonSchema = { [keyword: string]: unknown };

/**
 * The schema of what a client sends: an object without `additionalProperties` is closed, and a
 * union by a tag says which member is the tag, so that faults are told of the right branch only.
 */
export function inputSchema(schema: z.ZodType): JsonSchema {
  return rewrite(jsonSchemaOf(schema, 'input'), (node) => tagged(withoutNullUnion(closed(node))));
}

/** The schema of what a server answers. */
export function outputSchema(schema: z.ZodType): JsonSchema {
  return rewrite(jsonSchemaOf(schema, 'output'), withoutNullUnion);
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema, ...made } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', reused: 'inline' });
  return made as JsonSchema;
}

/** Applies a change to every schema of a document, innermost first. */
export function rewrite(node: JsonSchema, change: (node: JsonSchema) => JsonSchema): JsonSchema {
  const entries = Object.entries(node).map(([keyword, value]) => [
    keyword,
    rewriteValue(keyword, value, change),
  ]);
  return change(Object.fromEntries(entries));
}

const SCHEMAS_BY_NAME = new Set(['properties', '$defs', 'patternProperties']);
const SCHEMA_LISTS = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);
const SCHEMAS = new Set(['items', 'additionalProperties', 'not', 'propertyNames']);

function rewriteValue(keyword: string, value: unknown, change: (node: JsonSchema) => JsonSchema): unknown {
  if (SCHEMA_LISTS.has(keyword) && Array.isArray(value)) return value.map((item) => rewrite(item, change));
  if (!isSchema(value)) return value;
  if (SCHEMAS.has(keyword)) return rewrite(value, change);
  if (!SCHEMAS_BY_NAME.has(keyword)) return value;
  const entries = Object.entries(value).map(([name, schema]) => [
    name,
    isSchema(schema) ? rewrite(schema, change) : schema,
  ]);
  return Object.fromEntries(entries);
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function closed(node: JsonSchema): JsonSchema {
  if (node.allOf !== undefined) throw new Error('an intersection cannot be closed: extend the object');
  const isOpen = node.type === 'object' && node.additionalProperties === undefined;
  return isOpen ? { ...node, additionalProperties: false } : node;
}

export function tagged(node: JsonSchema): JsonSchema {
  const { oneOf } = node;
  if (!Array.isArray(oneOf) || node.discriminator !== undefined) return node;
  const tag = tagOf(oneOf);
  return tag === null ? node : { ...node, type: 'object', discriminator: { propertyName: tag } };
}

function tagOf(branches: readonly unknown[]): string | null {
  const tags = branches.map((branch) => {
    const properties = isSchema(branch) ? branch.properties : undefined;
    if (!isSchema(properties)) return [];
    return Object.keys(properties).filter((name) => {
      const property = properties[name];
      return isSchema(property) && property.const !== undefined;
    });
  });
  return tags[0]?.find((name) => tags.every((names) => names.includes(name))) ?? null;
}

/** `anyOf [x, null]` of a plain type becomes `type: [x, null]`: as exact, shorter and faster to serialise. */
function withoutNullUnion(node: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = node;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return node;
  const [first, second] = anyOf;
  const isNullable = isSchema(first) && isSchema(second) && second.type === 'null';
  const isPlain = isSchema(first) && typeof first.type === 'string' && first.enum === undefined;
  if (!(isNullable && isPlain) || first.const !== undefined) return node;
  return { ...first, ...rest, type: [first.type, 'null'] };
}

/** True where a schema holds more than JSON Schema can say: a refinement, a trim, a transform. */
export function needsZod(schema: z.ZodType): boolean {
  return holdsMore(schema, new Set());
}

const MORE_TYPES = new Set(['transform', 'pipe', 'custom', 'catch', 'codec', 'preprocess']);
const MORE_CHECKS = new Set(['custom', 'overwrite', 'property']);

function holdsMore(node: unknown, seen: Set<unknown>): boolean {
  if (typeof node !== 'object' || node === null || seen.has(node)) return false;
  seen.add(node);
  const internals: unknown = Reflect.get(node, '_zod');
  if (!isSchema(internals) || !isSchema(internals.def)) return false;
  const { def } = internals;
  if (MORE_TYPES.has(String(def.type))) return true;
  const checks = Array.isArray(def.checks) ? def.checks : [];
  if (checks.some((check) => MORE_CHECKS.has(String(check?._zod?.def?.check)))) return true;
  return innerSchemas(def).some((inner) => holdsMore(inner, seen));
}

function innerSchemas(def: JsonSchema): unknown[] {
  const { shape, options, items, element, innerType, keyType, valueType, catchall, getter, rest } = def;
  return [
    ...(isSchema(shape) ? Object.values(shape) : []),
    ...(Array.isArray(options) ? options : []),
    ...(Array.isArray(items) ? items : []),
    ...[element, innerType, keyType, valueType, catchall, rest],
    typeof getter === 'function' ? getter() : undefined,
  ];
}
