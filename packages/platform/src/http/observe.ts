import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';
import { stateOf } from './request-state.ts';

const QUIET = new Set(['/livez', '/readyz', '/metrics']);

/** One line and one measurement per request; neither has a body, a query or an address with input in it. */
export function observeRequests(app: FastifyInstance, registry: Registry | undefined): void {
  const seconds =
    registry &&
    new Histogram({
      name: 'qinwu_http_seconds',
      help: 'Seconds from request to answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    const status = reply.statusCode;
    seconds?.labels(method, route, String(status)).observe(reply.elapsedTime / 1_000);
    if (!QUIET.has(route)) {
      const actor = stateOf(request.raw).actor?.id;
      request.log.info(
        { method, route, status, ms: Math.round(reply.elapsedTime * 10) / 10, actor },
        'request',
      );
    }
    done();
  });
}
