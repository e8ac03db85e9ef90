import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '@qinwu/credit/app';
import { readConfig } from '@qinwu/credit/config';
import { openDeps } from '@qinwu/credit/deps';
import { migrationFolders } from '@qinwu/credit/migrations';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { JobDefinition } from '@qinwu/platform/jobs/jobs';
import { runService } from '@qinwu/platform/process/run-service';
import { z } from 'zod';

// The real credit worker, which says that a slice of a run is done before it is: to show that the checker sees runs
// that never end. The slices of a run end one after the other, so that a kill finds some unfinished.
const APART_MS = 500;
const config = readConfig(process.env);
const deps = await openDeps(config);
const app = await createApp(deps);
const asked = z.object({ slice: z.int() });

const jobs = app.jobs.map((job): JobDefinition => {
  if (job.kind !== 'credit.score-slice') return job;
  return {
    ...job,
    runSlice: async (_tx, found, signal) => {
      const later = APART_MS * (1 + asked.parse(found.input).slice);
      sleep(later)
        .then(() => inTransaction(deps.db, (tx) => job.runSlice(tx, found, signal)))
        .catch((error: unknown) => deps.log.warn({ err: error }, 'a slice was not scored'));
      return { checkpoint: {}, progress: {}, done: true };
    },
  };
});

await runService({
  ...deps,
  ...app,
  jobs,
  name: 'credit',
  config,
  migrations: migrationFolders,
  listener: { handlers: app.handlers },
  onClose: async () => deps.clock.stop(),
});
