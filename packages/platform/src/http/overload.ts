import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { faultOfCode, httpFault } from './fault.ts';
import type { HttpLimits } from './limits.ts';
import { stateOf } from './request-state.ts';
import { sendFault } from './send-fault.ts';

/** Turns requests away before they pile up: the event loop lags, or a client asks too often. */
export async function shedLoad(app: FastifyInstance, limits: HttpLimits): Promise<void> {
  if (limits.maxEventLoopDelayMs > 0) {
    await app.register(underPressure, {
      maxEventLoopDelay: limits.maxEventLoopDelayMs,
      pressureHandler(request, reply) {
        if (request.url === '/livez' || request.url === '/metrics') return;
        sendFault(faultOfCode('service-unavailable', { headers: { 'retry-after': '1' } }), request, reply);
      },
    });
  }
  if (limits.rate === null) return;
  const { max, windowSeconds } = limits.rate;
  await app.register(rateLimit, {
    max,
    timeWindow: windowSeconds * 1_000,
    // After the token was verified: an address is shared by a whole office, a client is not.
    hook: 'preParsing',
    keyGenerator: (request) => {
      const actor = stateOf(request.raw).actor;
      return actor === null ? request.ip : `${actor.park}/${actor.id}`;
    },
    errorResponseBuilder: () => httpFault('rate-limited'),
  });
}
