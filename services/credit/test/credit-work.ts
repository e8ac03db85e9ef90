import { generateKeyPairSync } from 'node:crypto';
import { startWork } from '@qinwu/platform/process/work';
import { openQueues } from '@qinwu/platform/queue/open-queue';
import { testRedisUrl } from '@qinwu/testkit/redis';
import type { CreditService } from './credit-service.ts';

/** What the service does besides answering: relay, listener, jobs and schedules on a real queue. */
export interface CreditWork {
  close(): Promise<void>;
}

export async function startCreditWork(
  { app, deps, clock }: CreditService,
  redisUrl?: string,
): Promise<CreditWork> {
  const { log, db, keyring, metrics } = deps;
  const queues = await openQueues({ redisUrl: redisUrl ?? (await testRedisUrl()), log });
  const { privateKey } = generateKeyPairSync('ed25519');
  const work = startWork({
    name: 'credit',
    config: {
      ROLE: 'all',
      IMPORT_REPORT_DAYS: 90,
      PREVIOUS_DATA_KEYS: [],
      LEDGER_KEY: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      CHECKPOINT_FILE: undefined,
    },
    log,
    db,
    keyring,
    metrics,
    queues,
    clock,
    listener: { handlers: app.handlers },
    jobs: app.jobs,
    schedules: app.schedules,
  });
  return {
    close: async () => {
      await work.closeWorker(3_000);
      await work.closeRelay();
      await queues.close();
    },
  };
}
