import proxy from '@fastify/http-proxy';
import { answerClientError } from '@qinwu/platform/http/client-error';
import { faultOfCode } from '@qinwu/platform/http/fault';
import { pathOf } from '@qinwu/platform/http/problem';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { causeOf, faultOfUpstream, sendProblem } from './edge-problem.ts';

export interface Upstream {
  name: string;
  /** `http://127.0.0.1:8101` */
  url: string;
  /** Path prefixes that go there as they are. */
  prefixes: readonly string[];
  /** Not one of the services whose readiness is the cluster's. */
  aside?: true;
}

/** Hears one line for each request that could not be passed on, with its cause. */
export type EdgeLog = (line: string) => void;

const READY_WITHIN_MS = 2_000;
const ANSWER_WITHIN_MS = 65_000;
/** What reaches a service; the others, TRACE first of all, end here. */
const PASSED_ON = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** The one origin: passes each prefix on to its service, streaming both ways. */
export async function createEdge(upstreams: readonly Upstream[], log: EdgeLog): Promise<FastifyInstance> {
  const app = Fastify({
    forceCloseConnections: true,
    // Bodies only pass through; each service has its own limits.
    bodyLimit: Number.MAX_SAFE_INTEGER,
    routerOptions: { maxParamLength: 2_000 },
    clientErrorHandler: answerClientError,
    frameworkErrors: (_error, request, reply) => {
      sendProblem(request, reply, faultOfCode('request-malformed'));
    },
  });
  app.setErrorHandler((error, request, reply) => {
    log(`${request.method} ${pathOf(request.url)}: ${causeOf(error)}`);
    sendProblem(request, reply, faultOfCode('internal-error'));
  });
  app.setNotFoundHandler((request, reply) => {
    const isPassedOn = PASSED_ON.includes(request.method);
    const refused = faultOfCode('method-not-allowed', { headers: { allow: PASSED_ON.join(', ') } });
    sendProblem(request, reply, isPassedOn ? faultOfCode('route-missing') : refused);
  });
  app.get('/', (_request, reply) => reply.redirect('/docs'));
  app.get('/livez', async () => 'alive\n');
  app.get('/readyz', async (_request, reply) => {
    const lines = await Promise.all(upstreams.filter(({ aside }) => !aside).map(readiness));
    const ready = lines.length > 0 && lines.every((line) => line.ready);
    reply
      .code(ready ? 200 : 503)
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'no-store');
    return lines.map((line) => `${line.text}\n`).join('');
  });
  for (const upstream of upstreams) {
    for (const prefix of upstream.prefixes) await app.register(proxy, proxyOptions(upstream, prefix, log));
  }
  return app;
}

function proxyOptions(
  upstream: Upstream,
  prefix: string,
  log: EdgeLog,
): Parameters<typeof proxy>[1] & { prefix: string } {
  return {
    upstream: upstream.url,
    prefix,
    rewritePrefix: prefix,
    undici: { connections: 256, pipelining: 1, headersTimeout: ANSWER_WITHIN_MS, bodyTimeout: 0 },
    replyOptions: {
      // Node has answered 100 already, and the client towards the service refuses to send the expectation.
      rewriteRequestHeaders: (_request, { expect: _met, ...headers }) => headers,
      onError: (raw, { error }) => {
        const reply = raw as unknown as FastifyReply;
        const traceId = sendProblem(reply.request, reply, faultOfUpstream(upstream.name, error));
        const { method, url } = reply.request;
        log(`${method} ${pathOf(url)} to ${upstream.name}: ${causeOf(error)} (traceId ${traceId})`);
      },
    },
  };
}

interface Readiness {
  ready: boolean;
  text: string;
}

async function readiness({ name, url }: Upstream): Promise<Readiness> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(READY_WITHIN_MS) });
    const text = await answer.text();
    if (!answer.ok) return { ready: false, text: `${name} not ready (${answer.status})` };
    const degraded = degradedChecks(text);
    const without = degraded.length === 0 ? '' : `, degraded: ${degraded.join(', ')} away`;
    return { ready: true, text: `${name} ready${without}` };
  } catch {
    return { ready: false, text: `${name} not reachable` };
  }
}

/** What a ready service does without for now, such as its queue. */
function degradedChecks(text: string): string[] {
  if (!text.startsWith('{')) return [];
  const { checks } = JSON.parse(text) as { checks?: { name: string; degraded?: boolean }[] };
  return (checks ?? []).filter(({ degraded }) => degraded === true).map(({ name }) => name);
}
