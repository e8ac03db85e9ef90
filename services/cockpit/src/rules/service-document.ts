/** A JSON object of an OpenAPI document. */
export type Json = { readonly [name: string]: unknown };

/** The document of one service. */
export interface ServiceDocument {
  readonly service: string;
  readonly document: Json;
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** The value as a JSON object; anything else as an empty one. */
export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The word with a capital first letter. */
export function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Whether a member of a path item is an operation. */
export function isMethod(name: string): boolean {
  return METHODS.has(name);
}

/** Every operation of a document. */
export function operationsOf(document: Json): Json[] {
  return Object.values(asObject(document.paths)).flatMap((item) =>
    Object.entries(asObject(item))
      .filter(([name]) => isMethod(name))
      .map(([, value]) => asObject(value)),
  );
}
