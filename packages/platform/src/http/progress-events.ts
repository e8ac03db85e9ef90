import { PassThrough, type Readable } from 'node:stream';
import type { Answer, RouteSpec } from './route.ts';

/** How something stands at one look, and whether it has ended. */
export interface Look {
  readonly view: unknown;
  readonly isLast: boolean;
}

/** Proxies close a connection on which nothing is said for a minute. */
const PING_MS = 15_000;

const TYPE = 'text/event-stream';

/** What a route declares that answers with `progressAnswer`. */
export const PROGRESS_ROUTE = {
  produces: [TYPE],
  handlerTimeoutMs: 0,
  responses: { 200: { description: 'progress 事件，最后是 end', schema: null, contentType: TYPE } },
} as const satisfies Partial<RouteSpec>;

/** Looks as server-sent events (`progress`, at last `end`), until there are no more. */
export function progressAnswer(looks: AsyncIterable<Look>): Answer {
  const headers = { 'content-type': TYPE, 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
  return { status: 200, headers, stream: eventsOf(looks) };
}

function eventsOf(looks: AsyncIterable<Look>): Readable {
  const stream = new PassThrough();
  const ping = setInterval(() => stream.write(': ping\n\n'), PING_MS);
  const tell = async (): Promise<void> => {
    for await (const { view, isLast } of looks) {
      stream.write(`event: ${isLast ? 'end' : 'progress'}\ndata: ${JSON.stringify(view)}\n\n`);
    }
  };
  tell()
    .then(() => stream.end())
    .catch((error: unknown) =>
      stream.destroy(Error.isError(error) ? error : new Error('progress cannot be watched')),
    )
    .finally(() => clearInterval(ping));
  return stream;
}
