import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { signEnvelope } from '../../src/events/message.ts';
import type { Message } from '../../src/queue/queues.ts';
import {
  commitEvents,
  count,
  faults,
  keys,
  type Pair,
  registered,
  settled,
  startPair,
} from './bus-fixture.ts';

describe('an event from one service to another', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair({ redisUrl: await testRedisUrl() });
  });
  afterAll(() => pair.close());

  it('has its effect once and closes its delivery by the acknowledgement', async () => {
    const { producer, listener } = pair;
    const rows = Array.from({ length: 250 }, () => registered()).flat();
    await commitEvents(producer.db, rows);
    await settled(producer.db);
    expect(
      await faults(
        listener.db,
        rows.map((row) => row.eventId),
      ),
    ).toEqual({ missing: 0, extra: 0 });
    expect(await count(listener.db, 'inbox')).toBe(250);
  });

  it('is applied once however often and in whatever order it arrives', async () => {
    const { producer, listener } = pair;
    const rows = Array.from({ length: 600 }, (_, at) => registered(`case-${at % 60}`, at)).flat();
    await commitEvents(producer.db, rows);
    const copies = [...rows, ...rows, ...rows].toSorted(() => Math.random() - 0.5);
    const messages: Message[] = [];
    for (let at = 0; at < copies.length; at += 40) {
      const envelopes = copies.slice(at, at + 40).map((row) => signEnvelope(keys, 'cockpit', row.envelope));
      messages.push({ kind: 'events', data: { envelopes } });
    }
    await producer.queues.add('cockpit', messages);
    await settled(producer.db);
    expect(
      await faults(
        listener.db,
        rows.map((row) => row.eventId),
      ),
    ).toEqual({ missing: 0, extra: 0 });
  });

  it('leaves nothing behind when the change it announces is rolled back', async () => {
    const { producer, listener } = pair;
    const before = await count(listener.db, 'inbox');
    const rows = registered();
    await expect(
      producer.db.orm.transaction(async (tx) => {
        const { publish } = await import('../../src/db/publish.ts');
        await publish(tx, rows);
        throw new Error('refused after all');
      }),
    ).rejects.toThrow('refused after all');
    await commitEvents(producer.db, registered());
    await settled(producer.db);
    expect(await count(listener.db, 'inbox')).toBe(before + 1);
  });
});
