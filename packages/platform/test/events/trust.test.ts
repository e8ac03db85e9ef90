import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@qinwu/domain/id';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { sql } from 'drizzle-orm';
import { openKeyring } from '../../src/crypto/keyring.ts';
import { countForged, listDeadLetters } from '../../src/events/dead-letters.ts';
import { signAcks, signEnvelope } from '../../src/events/message.ts';
import { commitEvents, count, keys, type Pair, registered, settled, startPair } from './bus-fixture.ts';

const key = () => randomBytes(32).toString('base64');
const foreign = openKeyring({ dataKey: key(), indexKey: key(), eventKey: key() });

describe('a delivery that no relay of ours wrote as it stands', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair({ redisUrl: await testRedisUrl(), firstMs: 2, notYetMs: 0 });
    await eventually(() => pair.producer.queues.available());
  });
  afterAll(() => pair.close());

  const deadReasons = async (): Promise<string[]> => {
    const found = await pair.listener.db.orm.execute<{ reason: string }>(
      sql`select reason from dead_letter order by died_at, event_id`,
    );
    return found.rows.map((row) => row.reason);
  };
  const text = (change: Record<string, unknown> = {}): string =>
    JSON.stringify({ ...JSON.parse(registered()[0]?.envelope ?? ''), ...change });
  const deliver = (envelopes: readonly unknown[]) =>
    pair.producer.queues.add('cockpit', [{ kind: 'events', data: { envelopes } }]);

  it.each([
    ['signed with another key', 'forged', () => signEnvelope(foreign, 'cockpit', text())],
    ['signed for another listener', 'forged', () => signEnvelope(keys, 'credit', text())],
    [
      'changed after it was signed',
      'forged',
      () => ({ ...signEnvelope(keys, 'cockpit', text()), text: text({ park: 'other-park' }) }),
    ],
    [
      'of a type nobody here knows',
      'unknown-type',
      () => signEnvelope(keys, 'cockpit', text({ type: 'qinwu.grievance.sung.v1' })),
    ],
    [
      'with a payload that does not fit',
      'bad-payload',
      () => signEnvelope(keys, 'cockpit', text({ data: {} })),
    ],
    [
      'from a service that does not announce it',
      'malformed',
      () => signEnvelope(keys, 'cockpit', text({ source: '/credit' })),
    ],
    [
      'older than the inbox remembers',
      'too-old',
      () => signEnvelope(keys, 'cockpit', text({ time: '2020-01-01T00:00:00.000Z' })),
    ],
    [
      'with a park nobody can read',
      'malformed',
      () => signEnvelope(keys, 'cockpit', text({ park: 'p'.repeat(65) })),
    ],
    ['that is not even text', 'forged', () => ({ text: 'nul \0 nul', mac: 'x' })],
    ['that is no envelope', 'malformed', () => signEnvelope(keys, 'cockpit', '{"specversion":"0.3"}')],
  ])('has no effect and is put aside: %s', async (_, reason, make) => {
    const before = await deadReasons();
    await deliver([make()]);
    await eventually(async () => expect(await deadReasons()).toHaveLength(before.length + 1));
    expect((await deadReasons()).toSorted()).toEqual([...before, reason].toSorted());
    expect(await count(pair.listener.db, 'effect')).toBe(0);
  });

  it('does not keep the true event with the same id from being applied', async () => {
    const { producer, listener } = pair;
    const rows = registered();
    const effects = await count(listener.db, 'effect');
    await deliver([{ ...signEnvelope(foreign, 'cockpit', rows[0]?.envelope ?? '') }]);
    await commitEvents(producer.db, rows);
    await settled(producer.db);
    expect(await count(listener.db, 'effect')).toBe(effects + 1);
  });

  it('is closed where it is ours, though nobody can read it', async () => {
    const { producer } = pair;
    const owed = registered()[0];
    const envelope = JSON.stringify({ ...JSON.parse(owed?.envelope ?? ''), park: 'p'.repeat(65), type: 7 });
    await producer.db.orm.execute(sql`
      insert into outbox (event_id, listener, type, park_id, envelope)
      values (${owed?.eventId}, 'cockpit', 'qinwu.grievance.registered.v1', 'hefei', ${envelope})`);
    producer.relay.poke(['cockpit']);
    await settled(producer.db);
  });

  it('is dropped where it is not even a message, and does not stop the queue', async () => {
    const { producer, listener } = pair;
    const effects = await count(listener.db, 'effect');
    await producer.queues.add('cockpit', [
      { kind: 'events', data: { envelopes: 'all of them' } },
      { kind: 'events', data: null },
      { kind: 'acks', data: { listener: 'cockpit', eventIds: [newId()], mac: 'x' } },
    ]);
    await commitEvents(producer.db, registered());
    await settled(producer.db);
    expect(await count(listener.db, 'effect')).toBe(effects + 1);
  });

  it('closes no delivery by an acknowledgement that was signed by nobody, or for another service', async () => {
    const { producer } = pair;
    const owed = registered();
    await producer.db.pool.query(
      `insert into outbox (event_id, listener, type, park_id, envelope, due_at)
       values ($1, 'cockpit', $2, 'hefei', $3, now() + interval '1 hour')`,
      [owed[0]?.eventId, owed[0]?.type, owed[0]?.envelope],
    );
    const acks = { listener: 'cockpit' as const, eventIds: owed.map((row) => row.eventId) };
    await producer.queues.add('grievance', [
      { kind: 'acks', data: signAcks(foreign, 'grievance', acks) },
      { kind: 'acks', data: signAcks(keys, 'credit', acks) },
      { kind: 'acks', data: { ...signAcks(keys, 'grievance', acks), listener: 'credit' } },
    ]);
    // A later event is acknowledged in the same queue: by then the false ones have been looked at.
    const later = registered();
    await commitEvents(producer.db, later);
    const open = async (eventId: string | undefined) => {
      const found = await producer.db.pool.query('select 1 from outbox where event_id = $1', [eventId]);
      return found.rowCount === 1;
    };
    await eventually(async () => !(await open(later[0]?.eventId)));
    expect(await open(owed[0]?.eventId)).toBe(true);
    await producer.queues.add('grievance', [{ kind: 'acks', data: signAcks(keys, 'grievance', acks) }]);
    await settled(producer.db);
  });

  it('accepts a field it does not know from a newer producer', async () => {
    const { listener } = pair;
    const effects = await count(listener.db, 'effect');
    const envelope = JSON.parse(text()) as { data: Record<string, unknown> };
    envelope.data.mood = 'calm';
    await deliver([signEnvelope(keys, 'cockpit', JSON.stringify({ ...envelope, newattribute: 1 }))]);
    await eventually(async () => (await count(listener.db, 'effect')) === effects + 1);
  });

  it('is listed for its park without its payload; forged ones for every park', async () => {
    const list = async (park: string, forged: boolean) =>
      (await listDeadLetters(pair.listener.db, { park, forged, limit: 100 })).items;
    expect(new Set((await list('hefei', false)).map((letter) => letter.reason))).toEqual(
      new Set(['unknown-type', 'bad-payload', 'malformed', 'too-old']),
    );
    expect((await list('elsewhere', false)).every((letter) => letter.park === null)).toBe(true);
    const forged = await list('elsewhere', true);
    expect(new Set(forged.map((letter) => letter.reason))).toEqual(new Set(['forged']));
    expect(await countForged(pair.listener.db)).toBe(forged.length);
  });
});
