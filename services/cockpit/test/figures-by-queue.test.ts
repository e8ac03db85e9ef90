import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grievanceAccepted, grievanceRegistered, officerListed } from '@qinwu/contracts/events/grievance';
import { newId } from '@qinwu/domain/id';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import { createAnnouncer } from '@qinwu/platform/events/publisher';
import type { TestDatabase } from '@qinwu/testkit/database';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { z } from 'zod';
import { factHandlers } from '../src/jobs/fact-handlers.ts';
import { producerDatabase, type Side, startSide } from './cockpit-bus.ts';
import { type CockpitServer, cockpitServer } from './cockpit-server.ts';

type Origin = 'patrol' | 'citizen' | 'enterprise' | 'inspection' | 'project';
type OfficerKind = 'staff' | 'enterprise-party-member' | 'volunteer';

let server: CockpitServer;
let source: TestDatabase;
let producer: Side;
let consumer: Side;
let bearer = '';

beforeAll(async () => {
  const redisUrl = await testRedisUrl();
  server = await cockpitServer();
  source = await producerDatabase();
  producer = await startSide('grievance', source.url, { redisUrl });
  consumer = await startSide('cockpit', server.url, { redisUrl, handlers: factHandlers });
  bearer = await server.issuer.bearer({ roles: 'statistician' });
});
afterAll(async () => {
  await producer.close();
  await consumer.close();
  await server.close();
  await source.drop();
});

const announce = createAnnouncer('grievance');
const park = 'jinjiang';
const time = new Date();

function registered(origin: Origin, registeredOn = '2025-03-01', subject = newId()): OutboxRow[] {
  const data = { grievanceId: subject, number: 'GR-20250301-000001', origin, registeredOn };
  return announce(grievanceRegistered, { park, subject, sequence: 1, time, data });
}

function accepted(origin: Origin, acceptedOn = '2025-03-01', subject = newId()): OutboxRow[] {
  const data = { grievanceId: subject, origin, acceptedOn };
  return announce(grievanceAccepted, { park, subject, sequence: 2, time, data });
}

function listed(
  subject: string,
  sequence: number,
  kind: OfficerKind,
  activeUntil: string | null = null,
): OutboxRow[] {
  const data = { officerId: subject, kind, activeFrom: '2025-01-01', activeUntil };
  return announce(officerListed, { park, subject, sequence, time, data });
}

async function commit(...rows: OutboxRow[][]): Promise<void> {
  await inTransaction(producer.db, (tx) => publish(tx, rows.flat()));
}

const Figures = z.object({
  items: z.array(z.object({ id: z.string(), value: z.number().nullable(), records: z.string() })),
});

const SHOWN = ['F01', 'F02', 'M07a', 'M07b'];

/** The figures of grievances and officers: F01, F02, M07a, M07b. */
async function figures(query = '?from=2025-01-01&to=2025-08-31'): Promise<number[]> {
  const answer = await fetch(`${server.baseUrl}/cockpit/v1/figures${query}`, {
    headers: { authorization: bearer },
  });
  const { items } = Figures.parse(await answer.json());
  return items.filter(({ id }) => SHOWN.includes(id)).map(({ value }) => value ?? -1);
}

async function openDeliveries(): Promise<number> {
  const { rows } = await producer.db.pool.query<{ n: number }>('select count(*)::int as n from outbox');
  return rows[0]?.n ?? -1;
}

/** Everything announced has been acknowledged, so that what has not changed by now will not. */
async function settled(): Promise<void> {
  await eventually(async () => expect(await openDeliveries()).toBe(0), { within: 10_000 });
}

describe('figures fed by the queue', () => {
  it.each([
    ['a patrol problem registered', () => registered('patrol'), [1, 0, 0, 0]],
    ['a citizen request accepted', () => accepted('citizen'), [0, 1, 0, 0]],
    ['an officer of the staff', () => listed(newId(), 1, 'staff'), [0, 0, 1, 0]],
    ['an enterprise party member', () => listed(newId(), 1, 'enterprise-party-member'), [0, 0, 1, 1]],
  ])('%s moves its own by exactly one within a second', async (_, rows, moves) => {
    const before = await figures();
    await commit(rows());
    await eventually(
      async () => expect(await figures()).toEqual(before.map((n, at) => n + (moves[at] ?? 0))),
      {
        within: 1_000,
      },
    );
    await settled();
    expect(await figures()).toEqual(before.map((n, at) => n + (moves[at] ?? 0)));
  });

  it('stay where no figure counts the event', async () => {
    const before = await figures();
    await commit(
      registered('citizen'),
      registered('enterprise'),
      accepted('patrol'),
      registered('patrol', '2025-09-01'),
      accepted('citizen', '2024-12-31'),
      listed(newId(), 1, 'staff', '2025-08-30'),
    );
    await settled();
    expect(await figures()).toEqual(before);
  });

  it('count a hundred problems announced at once as a hundred', async () => {
    const [before = 0] = await figures();
    await commit(...Array.from({ length: 100 }, () => registered('patrol')));
    await eventually(async () => expect((await figures())[0]).toBe(before + 100), { within: 5_000 });
  });

  it('do not move when an event comes twice, nor when the same fact is announced again', async () => {
    const subject = newId();
    const rows = registered('patrol', '2025-03-01', subject);
    await commit(rows);
    await settled();
    const before = await figures();
    await commit(rows);
    await commit(registered('patrol', '2025-03-01', subject));
    await settled();
    expect(await figures()).toEqual(before);
  });

  it('follow the newest version of a record, whichever arrives last', async () => {
    const before = await figures();
    const dayBefore = await figures('?to=2025-08-30');
    const officer = newId();
    await commit(listed(officer, 3, 'enterprise-party-member'));
    await settled();
    expect(await figures()).toEqual(before.map((n, at) => n + (at >= 2 ? 1 : 0)));
    await commit(listed(officer, 2, 'staff', '2025-02-01'));
    await settled();
    expect(await figures()).toEqual(before.map((n, at) => n + (at >= 2 ? 1 : 0)));

    await commit(listed(officer, 5, 'staff'));
    await settled();
    await commit(listed(officer, 4, 'enterprise-party-member'));
    await settled();
    expect(await figures()).toEqual(before.map((n, at) => n + (at === 2 ? 1 : 0)));

    await commit(listed(officer, 6, 'staff', '2025-08-30'));
    await settled();
    expect(await figures()).toEqual(before);
    expect((await figures('?to=2025-08-30'))[2]).toBe((dayBefore[2] ?? 0) + 1);
  });

  it('leave a poisoned event aside and count the others of its batch', async () => {
    const [before = 0] = await figures();
    const [poison] = registered('patrol');
    if (poison === undefined) throw new Error('no row');
    const broken = { ...poison, envelope: poison.envelope.replace('"origin":"patrol"', '"origin":"rumour"') };
    await commit([broken], registered('patrol'), registered('patrol'));
    await settled();
    expect((await figures())[0]).toBe(before + 2);
    const { rows } = await consumer.db.pool.query<{ event_id: string }>('select event_id from dead_letter');
    expect(rows.map((row) => row.event_id)).toEqual([poison.eventId]);
  });
});
