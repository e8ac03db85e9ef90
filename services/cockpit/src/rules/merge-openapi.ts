import { collisions, mergedComponents, type Rename, renamer, rewrite } from './openapi-components.ts';
import { mergedTags } from './openapi-tags.ts';
import {
  asObject,
  isMethod,
  type Json,
  operationsOf,
  pascal,
  type ServiceDocument,
} from './service-document.ts';

function renamedSecurity(security: unknown, rename: Rename): unknown {
  if (!Array.isArray(security)) return undefined;
  return security.map((requirement) =>
    Object.fromEntries(
      Object.entries(asObject(requirement)).map(([name, scopes]) => [
        rename('securitySchemes', name),
        scopes,
      ]),
    ),
  );
}

/** An operation made to stand alone: its own security, and an id no other service uses. */
function operation(
  value: unknown,
  { service, document }: ServiceDocument,
  { rename, operationId }: { rename: Rename; operationId: unknown },
): Json {
  const rewritten = asObject(rewrite(value, rename));
  const security = renamedSecurity(rewritten.security ?? document.security, rename);
  return {
    tags: [service],
    ...rewritten,
    ...(operationId === undefined ? {} : { operationId }),
    ...(security === undefined ? {} : { security }),
  };
}

function sharedOperationIds(documents: readonly ServiceDocument[]): ReadonlySet<unknown> {
  const owners = new Map<unknown, Set<string>>();
  for (const { service, document } of documents) {
    for (const { operationId: id } of operationsOf(document)) {
      owners.set(id, (owners.get(id) ?? new Set()).add(service));
    }
  }
  return new Set(
    [...owners].filter(([id, services]) => id !== undefined && services.size > 1).map(([id]) => id),
  );
}

function mergedPaths(documents: readonly ServiceDocument[], collided: ReadonlySet<string>): Json {
  const shared = sharedOperationIds(documents);
  const paths: Record<string, Json> = {};
  for (const owner of documents) {
    const { service, document } = owner;
    const rename = renamer(service, collided);
    for (const [path, item] of Object.entries(asObject(document.paths))) {
      const members = Object.entries(asObject(item)).map(([name, value]) => {
        if (!isMethod(name)) return [name, rewrite(value, rename)];
        const id = asObject(value).operationId;
        const operationId = shared.has(id) ? `${service}${pascal(String(id))}` : id;
        return [name, operation(value, owner, { rename, operationId })];
      });
      // The first service that names a path keeps it: two owners of one path is a mistake of routing, not of this document.
      paths[path] = { ...Object.fromEntries(members), ...paths[path] };
    }
  }
  return paths;
}

/**
 * One OpenAPI 3.1 document of all services. A component that services define alike stands once; one they define
 * differently stands once per service, named after it, and every reference follows.
 */
export function mergeOpenApi(info: Json, documents: readonly ServiceDocument[]): Json {
  const collided = collisions(documents);
  const { tags, groups } = mergedTags(documents);
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    tags,
    'x-tagGroups': groups,
    paths: mergedPaths(documents, collided),
    components: mergedComponents(documents, collided),
  };
}
