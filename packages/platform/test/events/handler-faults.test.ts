import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grievanceRegistered } from '@qinwu/contracts/events/grievance';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { sql } from 'drizzle-orm';
import type { Tx } from '../../src/db/database.ts';
import { onEvent, type ReceivedEvent } from '../../src/events/event-handler.ts';
import {
  commitEvents,
  count,
  effectHandler,
  type Pair,
  registered,
  settled,
  startPair,
} from './bus-fixture.ts';

const PERSON = '110101199003070011';

/** Faults that look like a database that is away, and one whose message names a person. */
const FAULTS: Readonly<Record<string, (tx: Tx) => Promise<void>>> = {
  'its transaction idles until the server ends it': async (tx) => {
    await tx.execute(sql`set local idle_in_transaction_session_timeout = '20ms'`);
    await sleep(60);
    await tx.execute(sql`select 1`);
  },
  'another server refuses it': async () => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
  },
  'a file is missing': async () => {
    throw Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' });
  },
  'it never gets its turn': async (tx) => {
    await tx.execute(sql`do $$ begin raise exception 'serialisation' using errcode = '40001'; end $$`);
  },
  'the database quotes a person': async (tx) => {
    await tx.execute(sql`select ${`${PERSON}x`}::int`);
  },
};

const plain = effectHandler();
const handler = onEvent(grievanceRegistered, async (tx: Tx, events: readonly ReceivedEvent[]) => {
  for (const event of events) await FAULTS[event.subject]?.(tx);
  await plain.handle(tx, events);
});

describe('a handler that fails as if the database were away', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair({ redisUrl: await testRedisUrl(), handlers: [handler], firstMs: 2, attempts: 2 });
  });
  afterAll(() => pair.close());

  it.each(Object.keys(FAULTS))('has its try counted and keeps nobody else waiting: %s', async (fault) => {
    const { producer, listener } = pair;
    const effects = await count(listener.db, 'effect');
    const [before, poisoned, after] = [registered(), registered(fault), registered()];
    await commitEvents(producer.db, [...before, ...poisoned, ...after]);
    await settled(producer.db, 8_000);
    expect(await count(listener.db, 'effect')).toBe(effects + 2);
    const letter = await listener.db.orm.execute<{ reason: string; attempts: number; error: string }>(
      sql`select reason, attempts, error from dead_letter where event_id = ${poisoned[0]?.eventId}`,
    );
    expect(letter.rows[0]).toMatchObject({ reason: 'failed', attempts: 2 });
    expect(letter.rows[0]?.error).not.toContain(PERSON);
  });
});
