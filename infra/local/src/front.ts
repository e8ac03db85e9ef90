import { appendFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { createEdge, type Upstream } from './edge.ts';
import { portsTaken } from './edge-port.ts';
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
    listening(issuer, { port: issuerPort(port), host: '127.0.0.1' }, 'the token issuer'),
    listening(edge, { port, host: process.env.EDGE_HOST ?? 'localhost' }, 'the origin'),
  ]);
  return () => closeBoth(edge, issuer);
}

/** Opens one of them; says who was faster where the port was taken since it was seen free. */
async function listening(
  app: FastifyInstance,
  at: { port: number; host: string },
  use: string,
): Promise<void> {
  try {
    await app.listen(at);
  } catch (error) {
    if (Error.isError(error) && Reflect.get(error, 'code') === 'EADDRINUSE') {
      throw await portsTaken([{ port: at.port, use }]);
    }
    throw error;
  }
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
