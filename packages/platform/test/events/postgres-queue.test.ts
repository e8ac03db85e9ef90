import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@qinwu/testkit/database';
import { commitEvents, faults, type Pair, registered, settled, startPair } from './bus-fixture.ts';

describe('the queue on PostgreSQL, where there is no Redis', () => {
  let pair: Pair;
  let queue: TestDatabase;
  beforeAll(async () => {
    queue = await createTestDatabase(async () => {});
    pair = await startPair({ queueDatabaseUrl: queue.url });
  });
  afterAll(async () => {
    await pair.close();
    await queue.drop();
  });

  it('carries events and acknowledgements the same way', async () => {
    const rows = Array.from({ length: 1_000 }, () => registered()).flat();
    await commitEvents(pair.producer.db, rows);
    await settled(pair.producer.db, 15_000);
    expect(
      await faults(
        pair.listener.db,
        rows.map((row) => row.eventId),
      ),
    ).toEqual({ missing: 0, extra: 0 });
  });
});
