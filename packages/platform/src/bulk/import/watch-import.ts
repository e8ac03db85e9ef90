import type { Database } from '../../db/database.ts';
import type { Look } from '../../http/progress-events.ts';
import { watchJob } from '../../jobs/watch-job.ts';
import { findImport, type ImportState } from './import-store.ts';

/** An import each time its progress or state has changed, until it has ended or the client is gone. */
export async function* watchImport(
  db: Database,
  { park, id, signal }: { park: string; id: string; signal: AbortSignal },
  view: (state: ImportState) => unknown,
): AsyncGenerator<Look> {
  for await (const job of watchJob(db, { park, id, signal })) {
    const state = await findImport(db.orm, park, id);
    if (state === null) return;
    yield { view: view(state), isLast: job.finishedAt !== null };
  }
}
