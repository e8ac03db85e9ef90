import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { isWritten } from './request-log.ts';
import { countRequestSeconds } from './request-seconds.ts';
import { stateOf } from './request-state.ts';

const QUIET = new Set(['/livez', '/readyz', '/metrics']);

/** One line and one measurement per request; neither has a body, a query or an address with input in it. */
export function observeRequests(app: FastifyInstance, registry: Registry | undefined): void {
  const count = registry && countRequestSeconds(registry);
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    const status = reply.statusCode;
    const ms = reply.elapsedTime;
    count?.(method, route, status, ms / 1_000);
    if (!QUIET.has(route) && isWritten(request.log, 'info')) {
      const actor = stateOf(request.raw).actor?.id;
      request.log.info({ method, route, status, ms: Math.round(ms * 10) / 10, actor }, 'request');
    }
    done();
  });
}
