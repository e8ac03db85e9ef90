import multipart from '@fastify/multipart';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Keyring } from '../crypto/keyring.ts';
import type { Database } from '../db/database.ts';
import type { Clock } from '../process/clock.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { admitRequests } from './admission.ts';
import type { Verifier } from './auth.ts';
import { answerClientError } from './client-error.ts';
import { errorFacts } from './error-facts.ts';
import { faultOfError } from './fault-of-error.ts';
import type { Http } from './http.ts';
import { acceptJson } from './json-body.ts';
import { DEFAULT_LIMITS, type HttpLimits, REQUEST_TIMEOUT_MS } from './limits.ts';
import { observeRequests } from './observe.ts';
import { shedLoad } from './overload.ts';
import { addProbes, type RegisteredCheck } from './probes.ts';
import { createRegistrar } from './register-route.ts';
import { requestLog } from './request-log.ts';
import { stateOf } from './request-state.ts';
import { createRouteTable } from './route-table.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { sendFault } from './send-fault.ts';

export interface HttpOptions {
  /** Path prefix and name: `grievance`. */
  service: string;
  title: string;
  version: string;
  description?: string;
  /** What each tag gathers, as the OpenAPI document tells it, in its order. */
  tags?: Readonly<Record<string, string>>;
  /** What each scope allows, also those no route asks for by itself. */
  scopes?: Readonly<Record<string, string>>;
  /** For looking up kept answers; without it no route may require an Idempotency-Key. */
  db?: Database;
  keyring?: Keyring;
  verifier: Verifier;
  clock: Clock;
  log: FastifyBaseLogger;
  metrics?: Pick<Metrics, 'registry'>;
  limits?: Partial<HttpLimits>;
  production?: boolean;
}

/** Creates a service's HTTP server; routes are added to it, then `app.listen`. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const { service, title, version, description, verifier, clock, log, tags = {}, scopes = {} } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const registry = options.metrics?.registry;
  const table = createRouteTable();
  const checks = new Map<string, RegisteredCheck>();
  const stopping = { isDraining: false, isClosing: false };
  const app = openFastify(log, limits);

  app.addHook('onRoute', ({ method, url }) => table.add(method, url));
  app.addHook('preClose', async () => {
    stopping.isClosing = true;
  });
  admitRequests(app, {
    production: options.production ?? false,
    unreadTimeoutMs: limits.bodyTimeoutMs,
    isClosing: () => stopping.isClosing,
    methodsAt: table.methodsAt,
  });
  observeRequests(app, registry);
  answerErrors(app);
  await shedLoad(app, limits);
  acceptJson(app, limits);
  await app.register(multipart, { throwFileSizeLimit: true });
  addProbes(app, { service, version, checks, isDraining: () => stopping.isDraining, registry });

  const store = options.db && options.keyring ? { db: options.db, keyring: options.keyring } : null;
  const tools = { clock, store, handlerTimeoutMs: limits.handlerTimeoutMs };
  const registrar = createRegistrar(app, {
    service,
    title,
    version,
    description,
    tags,
    scopes,
    verifier,
    tools,
  });
  return {
    app,
    service,
    title,
    version,
    description,
    tags,
    scopes,
    routes: registrar.routes,
    route: registrar.route,
    ready: (name, check, whenFailed = 'unready') => checks.set(name, { check, whenFailed }),
    drain() {
      stopping.isDraining = true;
    },
  };
}

function openFastify(log: FastifyBaseLogger, limits: HttpLimits): FastifyInstance {
  return fastify({
    loggerInstance: log,
    childLoggerFactory: requestLog,
    genReqId: (raw) => stateOf(raw as Parameters<typeof stateOf>[0]).trace.traceId,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceId' }),
    bodyLimit: limits.bodyBytes,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    requestTimeout: REQUEST_TIMEOUT_MS,
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors(error, request, reply) {
      reply.headers(SECURITY_HEADERS);
      sendFault(faultOfError(error), request, reply);
    },
    // The query is parsed by each route's schema, which also sees what is repeated or broken.
    routerOptions: { maxParamLength: 100, querystringParser: () => ({}) },
    http: {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: 500,
      maxHeaderSize: 16_384,
      // Answered by us with a problem document instead of an empty 400.
      requireHostHeader: false,
    },
  });
}

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const fault = faultOfError(error);
    if (fault.code === 'internal-error') request.log.error({ error: errorFacts(error) }, 'request failed');
    else if (fault.status >= 500) request.log.warn({ fault: fault.code }, 'request not served');
    // A sender that was too slow is not waited for; what others still send is read out after the answer.
    if (fault.status === 408 && !request.raw.complete) reply.header('connection', 'close');
    return sendFault(fault, request, reply);
  });
}
