import { injuryMoved } from '@qinwu/contracts/events/mediation';
import { createApp } from '@qinwu/mediation/app';
import { readConfig } from '@qinwu/mediation/config';
import { type Deps, openDeps } from '@qinwu/mediation/deps';
import { migrationFolders } from '@qinwu/mediation/migrations';
import { type EventHandler, onEvent } from '@qinwu/platform/events/event-handler';
import type { Announce } from '@qinwu/platform/events/publisher';
import { runService } from '@qinwu/platform/process/run-service';
import { openQueues } from '@qinwu/platform/queue/open-queue';
import { announceBeside } from './hand-over.ts';
import { setting } from './settings.ts';

// The real mediation service with one safeguard taken out, to show that the checker sees it is missing.
//   no-outbox      the event is handed to the queue beside the commit, and is no part of it: outcomes never come back
//   deaf-to-course a case does not hear of its application once that was handed over
const variant = setting('VARIANT');
const QUIET_MS = 1_000;
const config = readConfig(process.env);
const deps = await openDeps(config);
const app = await createApp({ ...deps, announce: await announceOf(deps) });

async function announceOf({ announce, log, keyring: keys }: Deps): Promise<Announce> {
  if (variant !== 'no-outbox') return announce;
  const queues = await openQueues({ redisUrl: config.REDIS_URL, log });
  return announceBeside({ announce, queues, keys, log, quietMs: QUIET_MS });
}

function heard(handler: EventHandler): EventHandler {
  if (variant !== 'deaf-to-course' || handler.event.type !== injuryMoved.type) return handler;
  return onEvent(injuryMoved, (tx, moves) => {
    const here = moves.filter(({ data }) => data.transferredOn === null);
    return handler.handle(tx, here);
  });
}

await runService({
  ...deps,
  ...app,
  name: 'mediation',
  config,
  migrations: migrationFolders,
  listener: { handlers: app.handlers.map(heard) },
  onClose: async () => deps.clock.stop(),
});
