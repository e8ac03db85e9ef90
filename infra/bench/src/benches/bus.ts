import { setTimeout as sleep } from 'node:timers/promises';
import { grievanceRegistered } from '@qinwu/contracts/events/grievance';
import { newId } from '@qinwu/domain/id';
import { type Database, openDatabase } from '@qinwu/platform/db/database';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import { createAnnouncer } from '@qinwu/platform/events/publisher';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { bareQueueRate } from '../bare-queue.ts';
import { onDatabase } from '../contestants.ts';
import { intakeStep, worker } from '../intake-step.ts';
import { median, quantile } from '../statistics.ts';
import type { Finding } from '../table.ts';
import { startTwoServices, type TwoServices } from '../two-services.ts';
import type { Bench, Stage } from './bench.ts';

const RATE = 300;
const CONNECTIONS = 16;
const WARM_SECONDS = 8;

/** From a commit in one real service to its effect in the other, and how many events a second go through. */
export const bus: Bench = async (stage) => {
  const two = await startTwoServices(stage.servers, 'bus');
  const findings = [await latency(stage, two), await throughput(stage, two)];
  await two.stop();
  return findings;
};

/** PostgreSQL stamps both commits itself, on one clock. */
async function latency({ load, pace, servers }: Stage, two: TwoServices): Promise<Finding> {
  const step = intakeStep(await worker(servers), { origin: 'patrol' });
  const plan = { origin: two.grievance.url, steps: [step], connections: CONNECTIONS, rate: RATE };
  await load.run({ ...plan, seconds: WARM_SECONDS });
  const since = new Date();
  const { perSecond } = await load.run({ ...plan, seconds: pace.isQuick ? 8 : 20 });
  const { rows: commits } = await onDatabase(two.grievanceUrl, (client) =>
    client.query<{ id: string; at: number }>(
      `select id, extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000 as at
       from grievance where recorded_at > $1`,
      [since],
    ),
  );
  const effects = await effectsOf(two.cockpitUrl, commits.length);
  const times = commits
    .map(({ id, at }) => (effects.get(id) ?? Number.POSITIVE_INFINITY) - at)
    .toSorted((a, b) => a - b);
  const milliseconds = (share: number): string => quantile(times, share).toFixed(1);
  return {
    what: `commit to effect in the cockpit at ${Math.round(perSecond)} events/s (${times.length} events)`,
    ours: `p50 ${milliseconds(0.5)} ms, p99 ${milliseconds(0.99)} ms`,
    bare: '–',
    ratio: '–',
    goal: 'p50 ≤ 30 ms, p99 ≤ 150 ms at 300/s',
  };
}

async function effectsOf(url: string, atLeast: number): Promise<Map<string, number>> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const { rows } = await onDatabase(url, (client) =>
      client.query<{ id: string; at: number }>(
        `select record_id as id, extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000 as at from fact`,
      ),
    );
    if (rows.length >= atLeast || performance.now() > deadline) {
      return new Map(rows.map(({ id, at }) => [id, at]));
    }
    await sleep(200);
  }
}

async function throughput(stage: Stage, two: TwoServices): Promise<Finding> {
  const { servers, pace, say } = stage;
  const total = pace.isQuick ? 20_000 : 60_000;
  const db = openDatabase({
    url: two.grievanceUrl,
    max: 4,
    log: createLogger('bench', 'warn'),
    name: 'bench',
  });
  const [example] = eventAbout(newId());
  const pairs: { ours: number; bare: number }[] = [];
  const before = await factsIn(two.cockpitUrl);
  const rounds = 3;
  for (let round = 0; round < rounds; round++) {
    const bare = await bareQueueRate(servers.redisUrl, example?.envelope ?? '', total);
    const ours = await deliveredRate(db, total);
    say(`  ${Math.round(ours)} events/s, bare BullMQ ${Math.round(bare)}/s`);
    pairs.push({ ours, bare });
  }
  await db.close();
  const effects = (await factsIn(two.cockpitUrl)) - before;
  const ours = median(pairs.map((pair) => pair.ours));
  return {
    what: `${total} events through outbox, relay, queue, inbox, effect and acknowledgement (${effects} effects of ${total * rounds})`,
    ours: `${Math.round(ours)}/s`,
    bare: `${Math.round(median(pairs.map((pair) => pair.bare)))}/s (BullMQ alone, batches of 100)`,
    ratio: median(pairs.map((pair) => pair.ours / pair.bare)).toFixed(2),
    goal: '≥ 5,000/s or ≥ 0.5',
  };
}

const ROWS_AT_ONCE = 500;
const MOST_OPEN = 20_000;

/** Commits the events in the grievance database while its own process carries them off; done when all are acknowledged. */
async function deliveredRate(db: Database, total: number): Promise<number> {
  const began = performance.now();
  for (let sent = 0; sent < total; sent += ROWS_AT_ONCE) {
    const rows = Array.from({ length: ROWS_AT_ONCE }, () => eventAbout(newId())).flat();
    await inTransaction(db, (tx) => publish(tx, rows));
    if (sent % (ROWS_AT_ONCE * 8) === 0) while ((await openDeliveries(db)) > MOST_OPEN) await sleep(20);
  }
  while ((await openDeliveries(db)) > 0) await sleep(20);
  return total / ((performance.now() - began) / 1_000);
}

async function openDeliveries(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ open: number }>('select count(*)::int as open from outbox');
  return rows[0]?.open ?? 0;
}

async function factsIn(url: string): Promise<number> {
  const { rows } = await onDatabase(url, (client) =>
    client.query<{ facts: number }>('select count(*)::int as facts from fact'),
  );
  return rows[0]?.facts ?? 0;
}

const announce = createAnnouncer('grievance');

function eventAbout(subject: string): OutboxRow[] {
  const data = {
    grievanceId: subject,
    number: 'GR-20250831-000001',
    origin: 'patrol',
    registeredOn: '2025-08-31',
  };
  return announce(grievanceRegistered, {
    park: 'jinjiang',
    subject,
    sequence: 1,
    time: new Date(),
    data: { ...data, origin: 'patrol' },
  });
}
