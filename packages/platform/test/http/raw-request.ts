import { connect } from 'node:net';

export interface RawResponse {
  /** 0 when the connection ended without an answer. */
  status: number;
  headers: string;
  body: string;
  /** How many responses came. */
  responses: number;
  /** Milliseconds until the connection was closed by the server, or until the wait was over. */
  ms: number;
  closed: boolean;
}

export interface RawOptions {
  /** Further pieces, each sent after its delay. */
  later?: readonly { afterMs: number; text: string }[];
  waitMs?: number;
}

/** Sends bytes to a port as they are and gathers what comes until the server closes or the wait is over. */
export function sendRaw(
  port: number,
  bytes: string | Buffer,
  { later = [], waitMs = 1_500 }: RawOptions = {},
): Promise<RawResponse> {
  const { promise, resolve } = Promise.withResolvers<RawResponse>();
  const started = performance.now();
  const chunks: Buffer[] = [];
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  const timers = later.map(({ afterMs, text }) =>
    setTimeout(() => socket.writable && socket.write(text), afterMs),
  );
  const deadline = setTimeout(() => finish(false), waitMs);

  function finish(closed: boolean): void {
    for (const timer of [...timers, deadline]) clearTimeout(timer);
    socket.destroy();
    const text = Buffer.concat(chunks).toString('utf8');
    const [head = '', ...rest] = text.split('\r\n\r\n');
    resolve({
      status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
      headers: head.toLowerCase(),
      body: rest.join('\r\n\r\n'),
      responses: text.match(/HTTP\/1\.1 \d{3}/g)?.length ?? 0,
      ms: performance.now() - started,
      closed,
    });
  }
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('close', () => finish(true));
  socket.on('error', () => {});
  return promise;
}
