import { createServer } from 'node:net';
import { plainError } from './plain-error.ts';
import { portHolder } from './port-holder.ts';

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

/** A port, and who of this cluster is to listen there. */
export interface PortUse {
  port: number;
  use: string;
}

/** Refuses with a sentence when another program listens on one of the ports. */
export async function requireFreePorts(uses: readonly PortUse[]): Promise<void> {
  const looks = uses.map(async (each) => ((await isFree(each.port)) ? [] : [each]));
  const taken = (await Promise.all(looks)).flat();
  if (taken.length > 0) throw await portsTaken(taken);
}

/** The sentence that says which ports are taken, by what, and how to start on others. */
export async function portsTaken(taken: readonly PortUse[]): Promise<Error> {
  const by = ({ port }: PortUse) => portHolder(port)?.what ?? 'another program';
  const which = taken.map((each) => `port ${each.port} (${each.use}) is taken by ${by(each)}`).join('; ');
  const stop = taken.length === 1 ? 'stop it' : 'stop them';
  const other = await otherBasePort();
  return plainError(
    `${which.replace(/^p/, 'P')}: ${stop}, or start on other ports with PORT=${other} npm start.`,
  );
}

/** A port some thousands above this one that is free with those beside it; without one, the next thousand. */
async function otherBasePort(): Promise<number> {
  const base = edgePort();
  for (let port = base + 1_000; port + PORTS_TAKEN < HIGHEST_PORT; port += 1_000) {
    if (await isBlockFree(port)) return port;
  }
  return base + 1_000;
}

async function isBlockFree(port: number): Promise<boolean> {
  const block = Array.from({ length: PORTS_TAKEN }, (_, index) => port + index);
  return (await Promise.all(block.map(isFree))).every(Boolean);
}

/** A port that is free together with all those that the issuer and the services take beside it. */
export async function freeBasePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 20_000 + 50 * Math.floor(Math.random() * 200);
    if (await isBlockFree(port)) return port;
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
