import { loadConfig } from '@qinwu/platform/config/load-config';
import { runService } from '@qinwu/platform/process/run-service';
import { createApp } from './app.ts';
import { cockpitConfig } from './config.ts';
import { openDeps } from './deps.ts';
import { factHandlers } from './jobs/fact-handlers.ts';
import { migrationFolders } from './migrations.ts';

const config = loadConfig(cockpitConfig, process.env);
const deps = await openDeps(config);

await runService({
  name: 'cockpit',
  config,
  log: deps.log,
  db: deps.db,
  keyring: deps.keyring,
  metrics: deps.metrics,
  clock: deps.clock,
  http: await createApp(deps),
  migrations: migrationFolders,
  listener: { handlers: factHandlers },
  onClose: async () => deps.clock.stop(),
});
