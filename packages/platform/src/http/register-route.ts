import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isAcceptable } from './accept.ts';
import type { Verifier } from './auth.ts';
import { authorise } from './authorise.ts';
import { httpFault } from './fault.ts';
import type { Http } from './http.ts';
import { DOCUMENT_TAG, exportOpenapi } from './openapi.ts';
import { stateOf } from './request-state.ts';
import type { RouteSpec } from './route.ts';
import { type AnyHandler, compileRoute, type RouteTools } from './run-route.ts';

export interface RegistrarOptions {
  service: string;
  title: string;
  version: string;
  description: string | undefined;
  tags: Readonly<Record<string, string>>;
  scopes: Readonly<Record<string, string>>;
  verifier: Verifier;
  tools: RouteTools;
}

export interface Registrar {
  routes: readonly RouteSpec[];
  route: Http['route'];
}

/** Registers routes on the app, and the route that describes them. */
export function createRegistrar(app: FastifyInstance, options: RegistrarOptions): Registrar {
  const { service, title, version, description, tags, scopes, verifier, tools } = options;
  const routes: RouteSpec[] = [];
  const names = new Set<string>();

  function register(spec: RouteSpec, handler: AnyHandler): void {
    checkSpec(spec, options);
    if (names.has(spec.operationId)) throw new Error(`${spec.operationId} is registered twice`);
    names.add(spec.operationId);
    routes.push(spec);
    app.route({
      method: spec.method,
      url: spec.url,
      onRequest(request, _reply, done) {
        const waiting = admit(request, spec, verifier);
        if (waiting === undefined) done();
        else waiting.then(() => done(), done);
      },
      handler: compileRoute(spec, handler, tools),
    });
  }

  const route: Http['route'] = (spec, handler) => register(spec, handler as AnyHandler);
  // Its options are read when the app gets ready: by then every route has been registered.
  app.register(swagger, () => ({
    mode: 'static' as const,
    specification: {
      document: JSON.parse(
        JSON.stringify(exportOpenapi({ title, version, description, tags, scopes, routes })),
      ),
    },
  }));
  describeService(app, service, route);
  return { routes, route };
}

/** The service's OpenAPI document, as JSON and as YAML. */
function describeService(app: FastifyInstance, service: string, route: Http['route']): void {
  const summary = '本服务的 OpenAPI 文档';
  const description = 'OpenAPI 3.1';
  route(
    {
      method: 'GET',
      url: `/${service}/openapi.json`,
      operationId: `${service}Openapi`,
      summary,
      tags: [DOCUMENT_TAG],
      access: 'public',
      responses: { 200: { description, schema: z.looseObject({}) } },
    },
    async () => ({ status: 200, text: JSON.stringify(app.swagger()) }),
  );
  route(
    {
      method: 'GET',
      url: `/${service}/openapi.yaml`,
      operationId: `${service}OpenapiYaml`,
      summary,
      tags: [DOCUMENT_TAG],
      access: 'public',
      produces: [YAML],
      responses: { 200: { description, schema: null, contentType: YAML } },
    },
    async () => ({ status: 200, text: app.swagger({ yaml: true }), headers: { 'content-type': YAML } }),
  );
}

const YAML = 'application/yaml';

/** Mistakes in a spec that must not wait for a request. */
function checkSpec(spec: RouteSpec, { service, tools }: RegistrarOptions): void {
  const { operationId, url, access, idempotency } = spec;
  if (access === undefined) throw new Error(`${operationId}: says not who may call it`);
  // Only what anyone may read (the merged document, its reference) can stand at the origin's root.
  const isInside = access === 'public' || url.startsWith(`/${service}/`);
  if (!isInside) throw new Error(`${operationId}: ${url} is outside /${service}/`);
  if (access !== 'public' && access.roles.length === 0)
    throw new Error(`${operationId}: no role may call it`);
  if (idempotency !== undefined && tools.store === null) {
    throw new Error(`${operationId}: an Idempotency-Key needs db and keyring`);
  }
}

/** Before the body is read: who calls, in which format, wanting which. */
function admit(request: FastifyRequest, spec: RouteSpec, verifier: Verifier): void | Promise<void> {
  if (spec.access === 'public') return checkFormats(request, spec);
  const state = stateOf(request.raw);
  const found = authorise(request, verifier, spec.access);
  if (!(found instanceof Promise)) {
    state.actor = found;
    return checkFormats(request, spec);
  }
  return found.then((actor) => {
    state.actor = actor;
    checkFormats(request, spec);
  });
}

function checkFormats({ headers }: FastifyRequest, spec: RouteSpec): void {
  if (!isAcceptable(headers.accept, spec.produces)) throw httpFault('not-acceptable');
  const type = headers['content-type'];
  if (spec.upload === undefined && type !== undefined && /^multipart\//i.test(type)) {
    throw httpFault('media-type-unsupported');
  }
}
