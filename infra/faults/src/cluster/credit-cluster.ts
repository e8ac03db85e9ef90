import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrationFolders } from '@qinwu/credit/migrations';
import { migrate } from '@qinwu/platform/db/migrate';
import { createTestIssuer } from '@qinwu/testkit/tokens';
import type { Servers } from './servers.ts';
import { type ServiceProcess, serviceProcess, type WrongEnd } from './service-process.ts';
import { stablePort } from './stable-port.ts';

/** The credit service: one process that answers, and the workers that share its score runs. */
export interface CreditCluster {
  readonly servers: Servers;
  readonly databaseUrl: string;
  readonly ledgerKey: string;
  readonly checkpointFile: string;
  readonly api: ServiceProcess;
  readonly workers: readonly ServiceProcess[];
  readonly wrongEnds: WrongEnd[];
  bearer(sub: string): Promise<string>;
  close(): Promise<void>;
}

export const CREDIT_PARK = 'runs';
const SCOPES = ['credit:read', 'credit:write', 'credit:admin'];
const MAIN = fileURLToPath(new URL('../../../../services/credit/src/main.ts', import.meta.url));

export interface CreditOptions {
  readonly name: string;
  readonly workers: number;
  /** A variant of the worker. */
  readonly workerScript?: string;
  /** The rig's own Redis unless given. */
  readonly redisUrl?: string;
}

/** Migrates a database and starts the service on it. */
export async function startCreditCluster(
  servers: Servers,
  { name, workers: count, workerScript = MAIN, redisUrl = servers.redis.url }: CreditOptions,
): Promise<CreditCluster> {
  const databaseUrl = await servers.createDatabase(name);
  await migrate(databaseUrl, migrationFolders);
  const issuer = await createTestIssuer();
  const keys = await issuer.serve();
  const key = (): string => randomBytes(32).toString('base64');
  const ledgerKey = generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .toString('base64');
  const wrongEnds: WrongEnd[] = [];
  const checkpointFile = join(servers.folder, `${name}-checkpoints.jsonl`);
  const shared = {
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    OIDC_ISSUER: issuer.issuer,
    OIDC_AUDIENCE: issuer.audience,
    OIDC_JWKS_URL: keys.jwksUrl,
    DATA_KEY: key(),
    INDEX_KEY: key(),
    EVENT_KEY: servers.eventKey,
    LEDGER_KEY: ledgerKey,
    CHECKPOINT_FILE: checkpointFile,
    DATA_DIR: servers.folder,
    SCORE_RUN_HOUR: '-1',
  };
  const described = async (role: string, script: string, which: string): Promise<ServiceProcess> =>
    serviceProcess({
      name: `${name}-${which}`,
      script,
      port: await stablePort(),
      env: { ...shared, ROLE: role },
      logFile: join(servers.folder, 'logs', `${name}-${which}.log`),
      onWrongEnd: (end) => wrongEnds.push(end),
    });
  const api = await described('http', MAIN, 'api');
  const workers: ServiceProcess[] = [];
  for (let n = 0; n < count; n++) workers.push(await described('worker', workerScript, `worker-${n}`));
  await Promise.all([api, ...workers].map((each) => each.start()));
  return {
    servers,
    databaseUrl,
    ledgerKey,
    checkpointFile,
    api,
    workers,
    wrongEnds,
    bearer: (sub) =>
      issuer.bearer({ expiresIn: '2h', roles: 'admin', sub, park: CREDIT_PARK, scopes: SCOPES }),
    close: async () => {
      await Promise.all([api, ...workers].map((each) => each.stop()));
      await keys.close();
    },
  };
}
