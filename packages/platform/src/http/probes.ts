import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { withDeadline } from './deadline.ts';
import { sendFault } from './send-fault.ts';

/** Throws what is wrong, in words for the operator. */
export type ReadinessCheck = () => Promise<void>;

/** What a failed check means: no requests can be served, or they can, without something. */
export type WhenFailed = 'unready' | 'degrades';

export interface RegisteredCheck {
  check: ReadinessCheck;
  whenFailed: WhenFailed;
}

export interface ProbeOptions {
  service: string;
  version: string;
  checks: ReadonlyMap<string, RegisteredCheck>;
  isDraining: () => boolean;
  registry: Registry | undefined;
}

const CHECK_MS = 1_000;
const NOT_READY = { zh: '服务尚未就绪', en: 'The service is not ready' };

/** /livez says the event loop turns, /readyz that requests can be served, /metrics what happened so far. */
export function addProbes(app: FastifyInstance, options: ProbeOptions): void {
  const { service, version, checks, isDraining, registry } = options;
  app.get('/livez', (_request, reply) => reply.send({ service, version, status: 'live' }));
  app.get('/readyz', async (request, reply) => {
    const results = await Promise.all([...checks].map(([name, check]) => resultOf(name, check)));
    const isReady = !isDraining() && results.every(({ ok, degraded }) => ok || degraded);
    const status = results.every(({ ok }) => ok) ? 'ready' : 'degraded';
    if (isReady) return reply.send({ service, version, status, checks: results });
    const extra = { service, checks: results };
    return sendFault(
      { status: 503, code: 'not-ready', title: NOT_READY, extra, headers: RETRY },
      request,
      reply,
    );
  });
  if (registry === undefined) return;
  app.get('/metrics', async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await registry.metrics()),
  );
}

const RETRY = { 'retry-after': '1' };

interface CheckResult {
  name: string;
  ok: boolean;
  /** Present where the service does without it for now. */
  degraded?: true;
}

async function resultOf(name: string, { check, whenFailed }: RegisteredCheck): Promise<CheckResult> {
  try {
    await withDeadline(check(), CHECK_MS, () => new Error('too slow'));
    return { name, ok: true };
  } catch {
    return whenFailed === 'degrades' ? { name, ok: false, degraded: true } : { name, ok: false };
  }
}
