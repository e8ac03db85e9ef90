import { migrationFolders } from '@qinwu/mediation/migrations';
import { migrate } from '@qinwu/platform/db/migrate';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { type RunningProcess, startProcess } from './running-process.ts';
import type { Servers } from './servers.ts';

const SERVICE = new URL('../../../services/mediation/src/main.ts', import.meta.url);

export const MEDIATION = '/mediation/v1';

/** A case as the window takes it down. */
export const CASE = {
  category: 'wage-arrears',
  channel: 'window',
  title: '拖欠两个月工资',
  facts: '申请人于2025年3月入职任车工，被申请人自5月起未发工资，多次催讨无果。',
  parties: [
    { side: 'applicant', kind: 'person', name: '陈晓梅', phone: '13800138000' },
    { side: 'respondent', kind: 'enterprise', name: '晋江示例鞋业有限公司', uscc: '91350582MA0000015J' },
  ],
  claims: [{ type: '支付工资', amount: '13600.00' }],
};

/** A running service of its own database, and the token of one who may do all the benches do. */
export interface Mediation {
  service: RunningProcess;
  databaseUrl: string;
  authorization: string;
}

/** An empty database with the tables of mediation. */
export async function mediationDatabase(servers: Servers, name: string): Promise<string> {
  const url = await servers.createDatabase(name);
  await migrate(url, migrationFolders, { log: createLogger('bench', 'warn') });
  return url;
}

export async function startMediation(servers: Servers, name: string): Promise<Mediation> {
  const databaseUrl = await mediationDatabase(servers, name);
  const service = await startProcess({
    entry: SERVICE,
    environment: { ...servers.environment, DATABASE_URL: databaseUrl, ROLE: 'http' },
  });
  const authorization = await servers.bearer({
    roles: ['dispatcher'],
    sub: 'bench',
    scopes: ['mediation:read', 'mediation:write', 'pii:read'],
  });
  return { service, databaseUrl, authorization };
}
