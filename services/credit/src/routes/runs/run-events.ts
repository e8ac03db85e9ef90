import { PassThrough, type Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../../deps.ts';
import type { RunRow } from '../../store/runs/run-table.ts';
import { findOptionalRun } from '../../store/runs/runs.ts';
import { runView } from './run-view.ts';

/** Proxies close a connection on which nothing is said for a minute. */
const PING_MS = 15_000;
const LOOK_EVERY_MS = 500;

/** A run's progress as server-sent events (`progress`, at last `end`), until it has ended or the client is gone. */
export function runEvents(
  deps: Deps,
  { parkId, id }: Pick<RunRow, 'parkId' | 'id'>,
  signal: AbortSignal,
): Readable {
  const stream = new PassThrough();
  const ping = setInterval(() => stream.write(': ping\n\n'), PING_MS);
  const tell = async (): Promise<void> => {
    let shown = '';
    while (!signal.aborted) {
      const run = await findOptionalRun(deps.db.orm, parkId, id);
      if (run === null) return;
      const data = JSON.stringify(runView(run));
      const event = run.endedAt === null ? 'progress' : 'end';
      if (data !== shown) stream.write(`event: ${event}\ndata: ${data}\n\n`);
      shown = data;
      if (run.endedAt !== null) return;
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
    }
  };
  tell()
    .then(() => stream.end())
    .catch((error: unknown) =>
      stream.destroy(Error.isError(error) ? error : new Error('the run cannot be watched')),
    )
    .finally(() => clearInterval(ping));
  return stream;
}
