import { createServer } from 'node:net';
import { plainError } from './plain-error.ts';

const DEFAULT_PORT = 8080;
/** The edge, the issuer ten above it and the services up to 26 above it. */
const PORTS_TAKEN = 27;
const HIGHEST_PORT = 65_000;

/** The port of the one origin: PORT, or 8080. */
export function edgePort(): number {
  const text = process.env.PORT ?? String(DEFAULT_PORT);
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < HIGHEST_PORT) return port;
  throw plainError(`PORT=${text} is no port: give a whole number from 1 to ${HIGHEST_PORT - 1}.`);
}

/** Refuses with a sentence when another program listens on one of the ports. */
export async function requireFreePorts(ports: readonly number[]): Promise<void> {
  const taken = (await Promise.all(ports.map(async (port) => ((await isFree(port)) ? [] : [port])))).flat();
  if (taken.length === 0) return;
  const which = taken.length === 1 ? `Port ${taken[0]} is` : `Ports ${taken.join(', ')} are`;
  throw plainError(
    `${which} taken by another program: stop it, or start on other ports with PORT=${edgePort() + 1_000} npm start.`,
  );
}

/** A port that is free together with all those that the issuer and the services take beside it. */
export async function freeBasePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 20_000 + 50 * Math.floor(Math.random() * 200);
    const block = Array.from({ length: PORTS_TAKEN }, (_, index) => port + index);
    const free = await Promise.all(block.map(isFree));
    if (free.every(Boolean)) return port;
  }
  throw plainError('No block of free ports was found between 20000 and 30000.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
