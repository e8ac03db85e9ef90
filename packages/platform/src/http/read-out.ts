import type { IncomingMessage } from 'node:http';

/** What is read of a body after its answer: the largest upload, and something over. */
const MAX_BYTES = 32 * 1_024 * 1_024;
/** What has to come in each span of time: a telephone sends as much, whoever only holds the connection does not. */
const MIN_BYTES = 64 * 1_024;
const MAX_SPANS = 15;
const LOOK_MS = 50;

/**
 * Reads what its client still sends of a request that was answered already. Closed before that, the connection would be
 * reset by what arrives at it, and the client loses the answer (RFC 9112 section 9.6). What is too much, too slow or too
 * long is cut off.
 */
export function readOut(raw: IncomingMessage, spanMs: number): void {
  const { socket } = raw;
  const began = performance.now();
  const from = socket.bytesRead;
  let [spans, needed] = [1, from + MIN_BYTES];
  // Node itself drops the bytes of a body that nobody began to read, and tells no listener of them: the socket counts.
  const timer = setInterval(() => {
    if (raw.complete) return clearInterval(timer);
    if (socket.bytesRead - from > MAX_BYTES) socket.destroy();
    if (performance.now() - began < spans * spanMs) return;
    if (socket.bytesRead < needed || spans === MAX_SPANS) socket.destroy();
    spans += 1;
    needed = socket.bytesRead + MIN_BYTES;
  }, LOOK_MS);
  timer.unref();
  raw.once('close', () => clearInterval(timer));
  // A parser that waits for nobody would hold it back.
  raw.unpipe();
  raw.resume();
}
