import { runService } from '@qinwu/platform/process/run-service';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { openDeps } from './deps.ts';
import { openFonts } from './documents/open-fonts.ts';
import { migrationFolders } from './migrations.ts';

const config = readConfig(process.env);
const deps = await openDeps(config);
const { http, handlers, jobs, schedules } = await createApp(deps);

await runService({
  name: 'mediation',
  config,
  log: deps.log,
  db: deps.db,
  keyring: deps.keyring,
  metrics: deps.metrics,
  clock: deps.clock,
  http,
  migrations: migrationFolders,
  listener: { handlers },
  jobs,
  schedules,
  onClose: async () => deps.clock.stop(),
});
if (config.ROLE !== 'worker') {
  openFonts().catch((error) => deps.log.warn({ err: error }, 'the fonts of documents could not be opened'));
}
