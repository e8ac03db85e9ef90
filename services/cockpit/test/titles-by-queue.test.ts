import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EventData } from '@qinwu/contracts/define-event';
import { titleGranted, titleRevoked } from '@qinwu/contracts/events/cockpit';
import { onEvent } from '@qinwu/platform/events/event-handler';
import type { TestDatabase } from '@qinwu/testkit/database';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { factHandlers } from '../src/jobs/fact-handlers.ts';
import { producerDatabase, type Side, startSide } from './cockpit-bus.ts';
import { type CockpitServer, cockpitServer } from './cockpit-server.ts';

const heard: { sequence: number; data: EventData<typeof titleGranted> & { revokedOn?: string } }[] = [];
let server: CockpitServer;
let listeners: TestDatabase;
let sides: Side[] = [];

beforeAll(async () => {
  const redisUrl = await testRedisUrl();
  server = await cockpitServer();
  server.clock.set(new Date());
  listeners = await producerDatabase();
  const credit = [titleGranted, titleRevoked].map((event) =>
    onEvent(event, async (_tx, events) => {
      heard.push(...events);
    }),
  );
  sides = [
    await startSide('cockpit', server.url, { redisUrl, handlers: factHandlers }),
    await startSide('credit', listeners.url, { redisUrl, handlers: credit }),
  ];
});
afterAll(async () => {
  for (const side of sides) await side.close();
  await server.close();
  await listeners.drop();
});

it('credit hears of a grant and of its revocation', async () => {
  const officer = server.as({ roles: 'officer' });
  const body = { uscc: '91350582MA0000015J', titleCode: 'hnte', from: '2024-12-02', document: 'GR1' };
  const made = await officer('POST', '/titles', { body });
  await officer('POST', `/titles/${made.body.id}/actions/revoke`, {
    body: { revokedOn: '2025-06-01', reason: '不再符合条件', document: '闽科高〔2025〕7号' },
  });
  await eventually(() => expect(heard).toHaveLength(2), { within: 10_000 });
  const about = { titleId: made.body.id, code: 'hnte', level: 'NATIONAL', until: '2027-12-01' };
  expect(heard.toSorted((a, b) => a.sequence - b.sequence)).toEqual([
    expect.objectContaining({ sequence: 1, data: expect.objectContaining(about) }),
    expect.objectContaining({
      sequence: 2,
      data: expect.objectContaining({ ...about, revokedOn: '2025-06-01' }),
    }),
  ]);
});
