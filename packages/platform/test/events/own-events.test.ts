import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@qinwu/testkit/database';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { commitEvents, count, effectDatabase, faults, type Side, settled, startSide } from './bus-fixture.ts';
import { reported, reportedHandler } from './own-event-fixture.ts';

describe('a service that listens to itself', () => {
  let database: TestDatabase;
  let one: Side;
  let replica: Side;
  beforeAll(async () => {
    const redisUrl = await testRedisUrl();
    database = await effectDatabase();
    const side = {
      service: 'mediation',
      databaseUrl: database.url,
      redisUrl,
      handlers: [reportedHandler],
    } as const;
    one = await startSide(side);
    replica = await startSide(side);
  });
  afterAll(async () => {
    await one.close();
    await replica.close();
    await database.drop();
  });

  it('applies each of its events once and closes its delivery, events and acknowledgements in one queue', async () => {
    const rows = Array.from({ length: 250 }, reported).flat();
    expect(rows).toHaveLength(250);
    await commitEvents(one.db, rows.slice(0, 200));
    await commitEvents(replica.db, rows.slice(200));
    await settled(one.db);
    const ids = rows.map((row) => row.eventId);
    expect(await faults(one.db, ids)).toEqual({ missing: 0, extra: 0 });
    expect(await count(one.db, 'inbox')).toBe(250);
    expect(await count(one.db, 'dead_letter')).toBe(0);
  });
});
