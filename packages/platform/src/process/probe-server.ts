import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Readiness } from './readiness.ts';

/** The probes of a process that serves no API. */
export interface ProbeServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves /livez, /readyz and /metrics for ROLE=worker. */
export async function startProbeServer(
  { host, port }: { readonly host: string; readonly port: number },
  readiness: Readiness,
  metrics: Metrics,
): Promise<ProbeServer> {
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    const path = request.url?.split('?')[0];
    if (path === '/livez') answer(200, 'application/json', '{"status":"live"}');
    else if (path === '/readyz') {
      void statusOf(readiness).then((status) =>
        answer(status === 'not-ready' ? 503 : 200, 'application/json', JSON.stringify({ status })),
      );
    } else if (path === '/metrics') {
      metrics.registry.metrics().then(
        (text) => answer(200, metrics.registry.contentType, text),
        () => answer(500, 'text/plain', ''),
      );
    } else answer(404, 'text/plain', '');
  });
  server.requestTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}`,
    close: () => endServer(server),
  };
}

async function statusOf(readiness: Readiness): Promise<'ready' | 'degraded' | 'not-ready'> {
  const [database, queue] = await Promise.allSettled([readiness.check(), readiness.checkQueue()]);
  if (database.status === 'rejected') return 'not-ready';
  return queue.status === 'rejected' ? 'degraded' : 'ready';
}

function endServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
