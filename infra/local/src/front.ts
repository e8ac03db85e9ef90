import { appendFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { createEdge, type Upstream } from './edge.ts';
import { createIssuer } from './issuer.ts';
import type { Secrets } from './secrets.ts';
import { issuerPort, type LocalService } from './services.ts';
import { statePath } from './state.ts';

/** What the cockpit serves beside its own prefix. */
const COCKPIT_EXTRAS = ['/docs', '/openapi.json'];

/** Opens the one origin and the token issuer behind it; gives back how to close both. */
export async function openFront(
  services: readonly LocalService[],
  secrets: Secrets,
  { port, origin }: { port: number; origin: string },
): Promise<() => Promise<void>> {
  const issuer = await createIssuer(secrets, origin);
  const edge = await createEdge([...services.map(upstreamOf), issuerUpstream(port)], logLine);
  await Promise.all([
    issuer.listen({ port: issuerPort(port), host: '127.0.0.1' }),
    edge.listen({ port, host: process.env.EDGE_HOST ?? 'localhost' }),
  ]);
  return () => closeBoth(edge, issuer);
}

function upstreamOf({ name, port }: LocalService): Upstream {
  const extras = name === 'cockpit' ? COCKPIT_EXTRAS : [];
  return { name, url: `http://127.0.0.1:${port}`, prefixes: [`/${name}`, ...extras] };
}

function issuerUpstream(port: number): Upstream {
  const url = `http://127.0.0.1:${issuerPort(port)}`;
  return { name: 'issuer', url, prefixes: ['/oauth', '/.well-known'], aside: true };
}

async function closeBoth(edge: FastifyInstance, issuer: FastifyInstance): Promise<void> {
  await edge.close();
  await issuer.close();
}

/** Beside the logs of the services; rare enough to be written at once. */
function logLine(line: string): void {
  appendFileSync(statePath('logs', 'edge.log'), `${new Date().toISOString()} ${line}\n`);
}
