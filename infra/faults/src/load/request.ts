import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random.ts';

/** One request; the same key each time it is sent. */
interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly bearer: string;
  readonly key?: string;
  /** The version it is about, as its ETag. */
  readonly ifMatch?: string;
  /** JSON, or a form with a file. */
  readonly body?: string | FormData;
}

/** What came of it; status 0 and no text where no answer came. */
interface Reply {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string | null;
}

const ANSWER_WITHIN_MS = 10_000;
/** As long as a process may take to get ready again. */
const ATTEMPTS = 1_000;
const PAUSE_MS = { least: 40, most: 200 };

/** Sends a request once. */
export async function request({ method, url, bearer, key, ifMatch, body }: Request): Promise<Reply> {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        authorization: bearer,
        ...(typeof body === 'string' && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
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
  return read<T>(asked.url, await repeat(random, () => request(asked)));
}

interface Change {
  readonly method: 'PUT' | 'PATCH';
  /** The record, whose version is read before each attempt. */
  readonly of: string;
  /** What of it is written, where that is a part. */
  readonly at?: string;
  readonly bearer: string;
  readonly body: string;
}

/** Writes into a record as it stands; again where somebody else, or an attempt whose answer was lost, was faster. */
export async function changed<T>({ method, of, at = of, bearer, body }: Change, random: Random): Promise<T> {
  const send = async (): Promise<Reply> => {
    const seen = await request({ method: 'GET', url: of, bearer });
    if (seen.status !== 200) return seen;
    const { id, version } = JSON.parse(seen.text ?? '') as { id: string; version: number };
    return request({ method, url: at, bearer, ifMatch: `"${id}-${version}"`, body });
  };
  return read<T>(at, await repeat(random, send, (status) => mayComeYet(status) || status === 412));
}

function read<T>(url: string, { status, text }: Reply): T {
  if (status < 200 || status > 299) throw new Error(`${url} answered ${status}: ${text}`);
  return JSON.parse(text ?? '') as T;
}
