import { createApp } from '@qinwu/grievance/app';
import { readConfig } from '@qinwu/grievance/config';
import { openDeps } from '@qinwu/grievance/deps';
import { migrationFolders } from '@qinwu/grievance/migrations';
import { MESSAGE_ENVELOPES } from '@qinwu/platform/events/message';
import { closeDeliveries } from '@qinwu/platform/events/outbox';
import { startRelay } from '@qinwu/platform/events/relay';
import { createReadiness } from '@qinwu/platform/process/readiness';
import { openQueues } from '@qinwu/platform/queue/open-queue';
import type { Queues } from '@qinwu/platform/queue/queues';
import { z } from 'zod';
import { announceBeside } from './hand-over.ts';
import { setting } from './settings.ts';

// The real grievance service with one safeguard taken out, to show that the checker sees it is missing.
//   no-outbox       the event is handed to the queue beside the commit, and is no part of it
//   closed-at-queue a delivery is closed when Redis took it, not when its listener applied it
const variant = setting('VARIANT');
const QUIET_MS = 100;
const config = readConfig(process.env);
const deps = await openDeps(config);
const queues = await openQueues({ redisUrl: config.REDIS_URL, log: deps.log });

if (variant === 'no-outbox') await withoutOutbox();
else if (variant === 'closed-at-queue') await closedAtQueue();
else throw new Error(`There is no variant ${variant}`);

process.once('SIGTERM', () => process.exit(0));

async function withoutOutbox(): Promise<void> {
  const { announce, keyring: keys, log } = deps;
  const beside = announceBeside({ announce, queues, keys, log, quietMs: QUIET_MS });
  const { http } = await createApp({ ...deps, announce: beside });
  await serve(http);
}

async function closedAtQueue(): Promise<void> {
  const { http } = await createApp(deps);
  const forgetful: Queues = {
    ...queues,
    add: async (listener, messages) => {
      await queues.add(listener, messages);
      for (const { data } of messages) await closeDeliveries(deps.db.pool, listener, eventIdsIn(data));
    },
  };
  startRelay({ ...deps, service: 'grievance', queues: forgetful, keys: deps.keyring });
  await serve(http);
}

function eventIdsIn(data: unknown): string[] {
  const envelope = z.object({ text: z.string() });
  const { envelopes } = z.object({ envelopes: z.array(envelope).max(MESSAGE_ENVELOPES) }).parse(data);
  return envelopes.map(({ text }) => z.object({ id: z.string() }).parse(JSON.parse(text)).id);
}

async function serve(http: Awaited<ReturnType<typeof createApp>>['http']): Promise<void> {
  const readiness = createReadiness(deps.db, migrationFolders);
  http.ready('database', () => readiness.check());
  await http.app.listen({ host: config.HOST, port: config.PORT });
}
