import type { ServiceName } from '@qinwu/contracts/service-name';
import { z } from 'zod';
import { type Environment, loadConfig } from '../config/load-config.ts';
import { createLogger } from '../telemetry/logger.ts';
import { migrate } from './migrate.ts';

const settings = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('表的所有者连接 / connection as the owner of the tables'),
  APP_ROLE: z.string().min(1).optional().describe('服务所用角色 / role the service connects as'),
});

/**
 * The step before a release starts: connects as the owner of the tables, not as the role of the service. Throws all faults
 * of its settings at once.
 */
export async function migrateService(
  service: ServiceName,
  folders: readonly (URL | string)[],
  env: Environment,
): Promise<void> {
  const { DATABASE_URL, APP_ROLE } = loadConfig(settings, env);
  await migrate(DATABASE_URL, folders, {
    log: createLogger(service, 'info'),
    ...(APP_ROLE === undefined ? {} : { appRole: APP_ROLE }),
  });
}
