import { isSchema, type JsonSchema } from './schema-arbitrary.ts';

/** An OpenAPI document as a test reads it. */
export interface ApiDocument {
  /** What stands at a path of the document, in the notation of `$ref`; throws where there is nothing. */
  at(ref: string): JsonSchema;
  /** The operation of a route whose parameters are written `:id`. */
  operationOf(route: { method: string; url: string }): JsonSchema;
  /** The schema of its JSON body; null where it takes none. */
  bodySchemaOf(operation: JsonSchema): JsonSchema | null;
}

/** Fetches a service's own document. */
export async function readApiDocument(url: string): Promise<ApiDocument> {
  const response = await fetch(url);
  const document: unknown = await response.json();

  const at = (ref: string): JsonSchema => {
    const steps = ref
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const found = steps.reduce<unknown>((node, step) => (isSchema(node) ? node[step] : undefined), document);
    if (!isSchema(found)) throw new Error(`nothing at ${ref}`);
    return found;
  };
  return {
    at,
    operationOf({ method, url: path }) {
      const name = path.replace(/:(\w+)/g, '{$1}').replaceAll('/', '~1');
      return at(`#/paths/${name}/${method.toLowerCase()}`);
    },
    bodySchemaOf({ requestBody }) {
      const content = isSchema(requestBody) ? requestBody.content : null;
      const json = isSchema(content) ? content['application/json'] : null;
      return isSchema(json) && isSchema(json.schema) ? json.schema : null;
    },
  };
}
