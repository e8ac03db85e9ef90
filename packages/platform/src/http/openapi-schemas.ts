import type { z } from 'zod';
import { inputSchema, isSchema, type JsonSchema, outputSchema, rewrite, tagged } from './json-schema.ts';

/** Collects named schemas (`.meta({ id })`) of all routes into one components section. */
export interface SchemaShelf {
  input(schema: z.ZodType): JsonSchema;
  output(schema: z.ZodType): JsonSchema;
  components(): Record<string, JsonSchema>;
}

/** What is read and what is written share a name while they are the same; else the read one is `…Input`. */
export function createSchemaShelf(): SchemaShelf {
  const shelf = new Map<string, JsonSchema>();

  function place(document: JsonSchema, suffix: string): JsonSchema {
    const { $defs, ...root } = document;
    const definitions = Object.entries(isSchema($defs) ? $defs : {}).filter(isNamedSchema);
    const names = namesFor(definitions, suffix);
    for (const [name, schema] of definitions) shelf.set(names.get(name) ?? name, withNames(schema, names));
    return withNames(root, names);
  }

  function namesFor(
    definitions: readonly (readonly [string, JsonSchema])[],
    suffix: string,
  ): Map<string, string> {
    const plain = new Map(definitions.map(([name]) => [name, name]));
    const differs = definitions.some(([name, schema]) => {
      const known = shelf.get(name);
      return known !== undefined && JSON.stringify(known) !== JSON.stringify(withNames(schema, plain));
    });
    return differs ? new Map(definitions.map(([name]) => [name, `${name}${suffix}`])) : plain;
  }

  return {
    input: (schema) => place(inputSchema(schema), 'Input'),
    output: (schema) => place(rewrite(outputSchema(schema), tagged), 'Output'),
    components: () => Object.fromEntries([...shelf].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function isNamedSchema(entry: [string, unknown]): entry is [string, JsonSchema] {
  return isSchema(entry[1]);
}

const LOCAL = '#/$defs/';

function withNames(schema: JsonSchema, names: ReadonlyMap<string, string>): JsonSchema {
  return rewrite(schema, (node) => {
    const { $ref } = node;
    if (typeof $ref !== 'string' || !$ref.startsWith(LOCAL)) return node;
    const name = $ref.slice(LOCAL.length);
    return { ...node, $ref: `#/components/schemas/${names.get(name) ?? name}` };
  });
}
