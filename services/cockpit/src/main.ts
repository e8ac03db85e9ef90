import { loadConfig } from '@qinwu/platform/config/load-config';
import { runService } from '@qinwu/platform/process/run-service';
import { createApp } from './app.ts';
import { cockpitConfig } from './config.ts';
import { openDeps } from './deps.ts';
import { factHandlers } from './jobs/fact-handlers.ts';
import { migrationFolders } from './migrations.ts';

const config = loadConfig(cockpitConfig, process.env);
const deps = await openDeps(config);
const { http, jobs, schedules } = await createApp(deps);

await runService({
  name: 'cockpit',
  config,
  log: deps.log,
  db: deps.db,
  keyring: deps.keyring,
  metrics: deps.metrics,
  clock: deps.clock,
  http,
  migrations: migrationFolders,
  listener: { handlers: factHandlers },
  jobs,
  schedules,
  onClose: async () => deps.clock.stop(),
});
