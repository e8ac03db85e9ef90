import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections: one of those could take a port while its owner is down. */
const LOWEST = 15_000;
const HIGHEST = 29_999;
const TRIES = 100;

/** A free port that stays free while the process it is for is killed and started again. */
export async function stablePort(): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${LOWEST} and ${HIGHEST}`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
