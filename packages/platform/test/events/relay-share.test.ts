import { describe, expect, it } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { sql } from 'drizzle-orm';
import { effectDatabase, registered, startSide } from './bus-fixture.ts';

describe('a listener that never catches up', () => {
  it('is still sent again what it lost', async () => {
    const database = await effectDatabase();
    const side = await startSide({
      service: 'grievance',
      databaseUrl: database.url,
      redisUrl: await testRedisUrl(),
    });
    const message = { kind: 'events' as const, data: { envelopes: [] } };
    await eventually(() =>
      side.queues.add(
        'cockpit',
        Array.from({ length: 50 }, () => message),
      ),
    );
    const lost = registered()[0];
    await side.db.orm.execute(sql`
      insert into outbox (event_id, listener, type, park_id, envelope, publishes, due_at)
      values (${lost?.eventId}, 'cockpit', ${lost?.type}, 'hefei', ${lost?.envelope}, 1, now() - interval '1 hour')`);
    await eventually(async () => {
      const found = await side.db.orm.execute(sql`select publishes from outbox`);
      expect(found.rows).toEqual([{ publishes: 2 }]);
    });
    await side.close();
    await database.drop();
  });
});
