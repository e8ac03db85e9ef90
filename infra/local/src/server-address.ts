import { connect } from 'node:net';
import { plainError } from './plain-error.ts';

const ANSWER_WITHIN_MS = 3_000;

/** The address that a variable holds; refuses with a sentence what is none of the named kinds. */
export function addressIn(name: string, text: string, schemes: readonly string[]): URL {
  const url = URL.parse(text);
  if (url !== null && schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '') return url;
  throw plainError(
    `${name} is no address of a server: write it as ${schemes[0]}://[user:password@]host:port, or leave it unset.`,
  );
}

/** Refuses with a sentence when nothing takes connections there. */
export async function requireListening(name: string, { hostname, port }: URL, usual: number): Promise<void> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const at = Number(port || usual);
  await accepts(at, host).catch((error: unknown) => {
    const code: unknown = Reflect.get(Object(error), 'code');
    const why = typeof code === 'string' ? code : 'no answer';
    throw plainError(
      `Nothing answers at the ${host}:${at} of ${name} (${why}): start the server there, correct ${name}, or leave it unset.`,
    );
  });
}

/** Resolves when the port takes a connection. */
export function accepts(port: number, host = '127.0.0.1'): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      resolve();
    });
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
  });
}
