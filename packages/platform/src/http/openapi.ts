import { isSchema, type JsonSchema } from './json-schema.ts';
import { sharedComponents } from './openapi-components.ts';
import { operationOf } from './openapi-operation.ts';
import { createSchemaShelf } from './openapi-schemas.ts';
import type { RouteSpec } from './route.ts';

/** What the OpenAPI document says of a service besides its routes. */
export interface Described {
  title: string;
  version: string;
  description?: string | undefined;
  tags?: Readonly<Record<string, string>>;
  scopes?: Readonly<Record<string, string>>;
  routes: readonly RouteSpec[];
}

/** The tag of the documents themselves; it stands last. */
export const DOCUMENT_TAG = '接口文档 documents';

/** Every tag in use, in the order of their descriptions, those without one behind them. */
function tagsOf(routes: readonly RouteSpec[], described: Readonly<Record<string, string>>): JsonSchema[] {
  const used = new Set(routes.flatMap(({ tags = [] }) => tags));
  const isPlain = (name: string) => name !== DOCUMENT_TAG;
  const names = [...Object.keys(described), ...used].filter((name) => used.has(name) && isPlain(name));
  const listed: JsonSchema[] = [...new Set(names)].map((name) => {
    const description = described[name];
    return description === undefined ? { name } : { name, description };
  });
  const document = { name: DOCUMENT_TAG, description: '机器可读的接口文档，JSON 与 YAML 两种' };
  return used.has(DOCUMENT_TAG) ? [...listed, document] : listed;
}

/** The OpenAPI 3.1 document of a service, in the order its routes were registered. */
export function exportOpenapi(described: Described): JsonSchema {
  const { title, version, description, tags = {}, scopes = {}, routes } = described;
  const shelf = createSchemaShelf();
  const paths: Record<string, JsonSchema> = {};
  for (const spec of routes) {
    const path = spec.url.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [spec.method.toLowerCase()]: operationOf(spec, shelf) };
  }
  const shared = sharedComponents(routes, scopes);
  const schemas = { ...shelf.components(), ...(isSchema(shared.schemas) ? shared.schemas : {}) };
  return {
    openapi: '3.1.0',
    info: {
      title,
      version,
      ...(description === undefined ? {} : { description }),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: tagsOf(routes, tags),
    paths,
    components: { ...shared, schemas },
  };
}
