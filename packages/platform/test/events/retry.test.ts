import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { sql } from 'drizzle-orm';
import type { Database } from '../../src/db/database.ts';
import { type DeadLetter, listDeadLetters, redrive } from '../../src/events/dead-letters.ts';
import { notYet } from '../../src/events/event-handler.ts';
import {
  commitEvents,
  count,
  effectHandler,
  faults,
  type Pair,
  registered,
  settled,
  startPair,
} from './bus-fixture.ts';

const waiting = async (db: Database): Promise<DeadLetter[]> =>
  (await listDeadLetters(db, { park: 'hefei', forged: false, limit: 100 })).items;

describe('an event whose handler fails', () => {
  let pair: Pair;
  const poisonous = new Set<string>();
  const early = new Set<string>();
  const tries = new Map<string, number>();
  const handler = effectHandler((subject) => {
    if (early.has(subject)) return notYet('its enterprise has not arrived');
    if (!poisonous.has(subject)) return null;
    tries.set(subject, (tries.get(subject) ?? 0) + 1);
    return new Error('cannot be done');
  });
  beforeAll(async () => {
    pair = await startPair({
      redisUrl: await testRedisUrl(),
      handlers: [handler],
      firstMs: 2,
      attempts: 10,
      notYetMs: 60_000,
    });
  });
  afterAll(() => pair.close());

  it('is tried ten times, put aside and acknowledged, while its neighbours are done; redriven once, it is done', async () => {
    const { producer, listener } = pair;
    const rows = Array.from({ length: 300 }, (_, at) => registered(`case-${at}`)).flat();
    for (const at of [17, 117, 217]) poisonous.add(`case-${at}`);
    await commitEvents(producer.db, rows);
    await eventually(async () => (await count(listener.db, 'effect')) === 297);
    await settled(producer.db, 20_000);
    const letters = await waiting(listener.db);
    expect(letters.map(({ attempts, reason, error }) => ({ attempts, reason, error }))).toEqual(
      Array.from({ length: 3 }, () => ({ attempts: 10, reason: 'failed', error: 'cannot be done' })),
    );
    // Ten alone, and at most seven before that: a batch of a hundred is halved until the event at fault is alone.
    expect([...tries.values()].every((times) => times >= 10 && times <= 17)).toBe(true);

    const again = () =>
      Promise.allSettled(
        letters.flatMap(({ eventId }) =>
          Array.from({ length: 4 }, () => redrive(listener.db, [handler], { park: 'hefei', eventId })),
        ),
      );
    await again();
    expect(await waiting(listener.db)).toHaveLength(3);
    poisonous.clear();
    const outcomes = await again();
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(3);
    const ids = rows.map((row) => row.eventId);
    expect(await faults(listener.db, ids)).toEqual({ missing: 0, extra: 0 });
    expect(await waiting(listener.db)).toEqual([]);
  });

  it('is not redriven for another park', async () => {
    const { producer, listener } = pair;
    poisonous.add('case-x');
    await commitEvents(producer.db, registered('case-x'));
    const letter = await eventually(async () => {
      const [found] = await waiting(listener.db);
      if (found === undefined) throw new Error('nothing was put aside');
      return found;
    });
    poisonous.clear();
    await expect(
      redrive(listener.db, [handler], { park: 'other', eventId: letter.eventId }),
    ).rejects.toMatchObject({
      code: 'dead-letter-not-found',
    });
    await settled(producer.db);
  });

  it('waits uncounted while it answers not-yet, and is applied when what it needs is there', async () => {
    const { producer, listener } = pair;
    early.add('case-early');
    const rows = registered('case-early');
    await commitEvents(producer.db, rows);
    const attempts = async () => {
      const found = await listener.db.orm.execute<{ attempts: number; seen: boolean }>(
        sql`select attempts, next_at > first_at as seen from delivery_attempt where event_id = ${rows[0]?.eventId}`,
      );
      return found.rows[0];
    };
    await eventually(async () => expect(await attempts()).toEqual({ attempts: 0, seen: true }));
    early.clear();
    await settled(producer.db);
    expect(
      await faults(
        listener.db,
        rows.map((row) => row.eventId),
      ),
    ).toEqual({ missing: 0, extra: 0 });
    expect(await attempts()).toBeUndefined();
  });

  it('waits like that for the release that knows its type', async () => {
    const { producer, listener } = pair;
    const owed = registered()[0];
    const envelope = JSON.stringify({ ...JSON.parse(owed?.envelope ?? ''), type: 'qinwu.grievance.sung.v1' });
    await producer.db.orm.execute(sql`
      insert into outbox (event_id, listener, type, park_id, envelope)
      values (${owed?.eventId}, 'cockpit', 'qinwu.grievance.sung.v1', 'hefei', ${envelope})`);
    producer.relay.poke(['cockpit']);
    const tried = () =>
      listener.db.orm.execute(
        sql`select attempts from delivery_attempt where event_id = ${owed?.eventId} and next_at > first_at`,
      );
    await eventually(async () => expect((await tried()).rows).toEqual([{ attempts: 0 }]));
    expect((await waiting(listener.db)).map((letter) => letter.eventId)).not.toContain(owed?.eventId);
    expect(await count(producer.db, 'outbox')).toBe(1);
    // Its time is over: the next try puts it aside.
    await listener.db.orm.execute(
      sql`update delivery_attempt set first_at = now() - interval '1 hour', next_at = now()`,
    );
    await settled(producer.db);
    expect((await waiting(listener.db)).map((letter) => letter.eventId)).toContain(owed?.eventId);
  });
});
