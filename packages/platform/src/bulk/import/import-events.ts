import { PassThrough, type Readable } from 'node:stream';
import type { Database } from '../../db/database.ts';
import { watchJob } from '../../jobs/watch-job.ts';
import { findImport, type ImportState } from './import-store.ts';

/** Proxies close a connection on which nothing is said for a minute. */
const PING_MS = 15_000;

/** An import's progress as server-sent events (`progress`, at last `end`), until it has ended or the client is gone. */
export function importEvents(
  db: Database,
  { park, id, signal }: { park: string; id: string; signal: AbortSignal },
  view: (state: ImportState) => unknown,
): Readable {
  const stream = new PassThrough();
  const ping = setInterval(() => stream.write(': ping\n\n'), PING_MS);
  async function tell(): Promise<void> {
    for await (const job of watchJob(db, { park, id, signal })) {
      const state = await findImport(db.orm, park, id);
      if (state === null) return;
      const event = job.finishedAt === null ? 'progress' : 'end';
      stream.write(`event: ${event}\ndata: ${JSON.stringify(view(state))}\n\n`);
    }
  }
  tell()
    .then(() => stream.end())
    .catch((error: unknown) =>
      stream.destroy(Error.isError(error) ? error : new Error('the job cannot be watched')),
    )
    .finally(() => clearInterval(ping));
  return stream;
}
