import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random.ts';

/** One request; the same key each time it is sent. */
interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly bearer: string;
  readonly key?: string;
  readonly body?: string;
}

/** What came of it; status 0 and no text where no answer came. */
interface Reply {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string | null;
}

const ANSWER_WITHIN_MS = 10_000;
const ATTEMPTS = 400;
const PAUSE_MS = { least: 40, most: 200 };

/** Sends a request once. */
export async function request({ method, url, bearer, key, body }: Request): Promise<Reply> {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        authorization: bearer,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    return { status: response.status, retryAfter: response.headers.get('retry-after'), text };
  } catch {
    return { status: 0, retryAfter: null, text: null };
  }
}

/** No answer, or none for good. */
export function mayComeYet(status: number): boolean {
  return status === 0 || status >= 500 || status === 429;
}

/** Sends until it is answered for good, with pauses between; the last answer, whatever it was. */
export async function repeat<R extends Pick<Reply, 'status'>>(
  random: Random,
  send: (attempt: number) => Promise<R>,
  // A conflict may be the same request on another connection.
  isOpen = (status: number): boolean => mayComeYet(status) || status === 409,
): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    const reply = await send(attempt);
    if (!isOpen(reply.status) || attempt === ATTEMPTS) return reply;
    await sleep(random.between(PAUSE_MS.least, PAUSE_MS.most));
  }
}

/** Sends until it is answered 2xx and reads the answer; throws where it is refused or given up. */
export async function answered<T>(asked: Request, random: Random): Promise<T> {
  const { status, text } = await repeat(random, () => request(asked));
  if (status < 200 || status > 299) throw new Error(`${asked.url} answered ${status}: ${text}`);
  return JSON.parse(text ?? '') as T;
}
