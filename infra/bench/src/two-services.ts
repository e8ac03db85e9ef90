import { migrationFolders } from '@qinwu/cockpit/migrations';
import { migrate } from '@qinwu/platform/db/migrate';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { grievanceDatabase, startService } from './contestants.ts';
import { type RunningProcess, startProcess } from './running-process.ts';
import type { Servers } from './servers.ts';

/** Both services as processes of their own, each with its database, in all their roles. */
export interface TwoServices {
  readonly grievance: RunningProcess;
  readonly cockpit: RunningProcess;
  readonly grievanceUrl: string;
  readonly cockpitUrl: string;
  stop(): Promise<void>;
}

const COCKPIT = new URL('../../../services/cockpit/src/main.ts', import.meta.url);

/** Starts grievance and cockpit with queue, relay, jobs and sealer running. */
export async function startTwoServices(servers: Servers, name: string): Promise<TwoServices> {
  const grievanceUrl = await grievanceDatabase(servers, `${name}_grievance`);
  const cockpitUrl = await servers.createDatabase(`${name}_cockpit`);
  await migrate(cockpitUrl, migrationFolders, { log: createLogger('bench', 'warn') });
  const grievance = await startService(servers, grievanceUrl, {
    environment: { ROLE: 'all', CHECKPOINT_FILE: `${servers.folder}/${name}-grievance.jsonl` },
  });
  const cockpit = await startProcess({
    entry: COCKPIT,
    environment: {
      ...servers.environment,
      ROLE: 'all',
      DATABASE_URL: cockpitUrl,
      CHECKPOINT_FILE: `${servers.folder}/${name}-cockpit.jsonl`,
    },
  });
  const stop = async (): Promise<void> => {
    await Promise.all([grievance.stop(), cockpit.stop()]);
  };
  return { grievance, cockpit, grievanceUrl, cockpitUrl, stop };
}
