import { createApp } from '@qinwu/mediation/app';
import { readConfig } from '@qinwu/mediation/config';
import { openDeps } from '@qinwu/mediation/deps';
import { migrationFolders } from '@qinwu/mediation/migrations';
import { runService } from '@qinwu/platform/process/run-service';
import { openQueues } from '@qinwu/platform/queue/open-queue';
import { announceBeside } from './hand-over.ts';

// The real mediation service without its outbox, to show that the checker sees outcomes that never come back: the
// event is handed to the queue beside the commit, and is no part of it.
const QUIET_MS = 1_000;
const config = readConfig(process.env);
const deps = await openDeps(config);
const { log, keyring: keys } = deps;
const queues = await openQueues({ redisUrl: config.REDIS_URL, log });
const announce = announceBeside({ announce: deps.announce, queues, keys, log, quietMs: QUIET_MS });
const app = await createApp({ ...deps, announce });

await runService({
  ...deps,
  ...app,
  name: 'mediation',
  config,
  migrations: migrationFolders,
  listener: { handlers: app.handlers },
  onClose: async () => deps.clock.stop(),
});
