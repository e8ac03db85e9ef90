import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrationFolders as cockpitMigrations } from '@qinwu/cockpit/migrations';
import { migrationFolders as grievanceMigrations } from '@qinwu/grievance/migrations';
import { migrationFolders as mediationMigrations } from '@qinwu/mediation/migrations';
import { migrate } from '@qinwu/platform/db/migrate';
import { createTestIssuer, type TokenClaims } from '@qinwu/testkit/tokens';
import { watchEffects } from './effect-watch.ts';
import type { Servers } from './servers.ts';
import { type ServiceProcess, serviceProcess, type WrongEnd } from './service-process.ts';
import { stablePort } from './stable-port.ts';

type ServiceName = 'grievance' | 'mediation' | 'cockpit';

/** The processes of the real services, each to be killed apart; the relay runs in every one of them. */
export interface ServiceCluster {
  readonly servers: Servers;
  readonly grievanceUrl: string;
  readonly mediationUrl: string;
  readonly cockpitUrl: string;
  readonly ledgerKey: string;
  readonly checkpointFile: string;
  readonly mediationCheckpointFile: string;
  readonly api: ServiceProcess;
  readonly worker: ServiceProcess;
  readonly mediation: ServiceProcess;
  readonly cockpit: ServiceProcess;
  /** Ends nobody asked for, so far. */
  readonly wrongEnds: WrongEnd[];
  /** A variant of a process, on the databases of the real one. */
  variant(of: ServiceName, script: string, env: Readonly<Record<string, string>>): Promise<ServiceProcess>;
  bearer(claims: TokenClaims): Promise<string>;
  close(): Promise<void>;
}

const mainOf = (service: ServiceName): string =>
  fileURLToPath(new URL(`../../../../services/${service}/src/main.ts`, import.meta.url));

/** Migrates a database per service and starts grievance (http, worker), mediation (all) and cockpit (worker). */
export async function startServiceCluster(servers: Servers): Promise<ServiceCluster> {
  const databases = {
    grievance: await servers.createDatabase('grievance'),
    mediation: await servers.createDatabase('mediation'),
    cockpit: await servers.createDatabase('cockpit'),
  };
  const { grievance: grievanceUrl, mediation: mediationUrl, cockpit: cockpitUrl } = databases;
  await migrate(grievanceUrl, grievanceMigrations);
  await migrate(mediationUrl, mediationMigrations);
  await migrate(cockpitUrl, cockpitMigrations);
  await watchEffects(cockpitUrl);
  const issuer = await createTestIssuer();
  const keys = await issuer.serve();
  const key = (): string => randomBytes(32).toString('base64');
  const ledgerKey = generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .toString('base64');
  const wrongEnds: WrongEnd[] = [];
  const checkpointsOf = (service: ServiceName): string =>
    join(servers.folder, `${service}-checkpoints.jsonl`);
  const shared = {
    NODE_ENV: 'test',
    REDIS_URL: servers.redis.url,
    OIDC_ISSUER: issuer.issuer,
    OIDC_AUDIENCE: issuer.audience,
    OIDC_JWKS_URL: keys.jwksUrl,
    DATA_KEY: key(),
    INDEX_KEY: key(),
    EVENT_KEY: servers.eventKey,
    LEDGER_KEY: ledgerKey,
    LOG_LEVEL: 'info',
  };
  const describe = async (
    service: ServiceName,
    name: string,
    { script, env }: { readonly script: string; readonly env: Readonly<Record<string, string>> },
  ): Promise<ServiceProcess> =>
    serviceProcess({
      name,
      script,
      port: await stablePort(),
      env: {
        ...shared,
        DATABASE_URL: databases[service],
        CHECKPOINT_FILE: checkpointsOf(service),
        DATA_DIR: servers.folder,
        ...env,
      },
      logFile: join(servers.folder, 'logs', `${name}.log`),
      onWrongEnd: (end) => wrongEnds.push(end),
    });

  const [api, worker, mediation, cockpit] = [
    await describe('grievance', 'api', { script: mainOf('grievance'), env: { ROLE: 'http' } }),
    await describe('grievance', 'worker', { script: mainOf('grievance'), env: { ROLE: 'worker' } }),
    await describe('mediation', 'mediation', { script: mainOf('mediation'), env: { ROLE: 'all' } }),
    await describe('cockpit', 'cockpit', { script: mainOf('cockpit'), env: { ROLE: 'worker' } }),
  ];
  await Promise.all([api, worker, mediation, cockpit].map((each) => each.start()));
  const variants: ServiceProcess[] = [];
  return {
    servers,
    grievanceUrl,
    mediationUrl,
    cockpitUrl,
    ledgerKey,
    checkpointFile: checkpointsOf('grievance'),
    mediationCheckpointFile: checkpointsOf('mediation'),
    api,
    worker,
    mediation,
    cockpit,
    wrongEnds,
    variant: async (of, script, env) => {
      const made = await describe(of, `${of}-variant-${variants.length + 1}`, { script, env });
      variants.push(made);
      return made;
    },
    bearer: (claims) => issuer.bearer({ expiresIn: '2h', ...claims }),
    close: async () => {
      await Promise.all([api, worker, mediation, cockpit, ...variants].map((each) => each.stop()));
      await keys.close();
    },
  };
}
