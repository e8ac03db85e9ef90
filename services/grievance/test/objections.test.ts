import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inputDisputed } from '@qinwu/contracts/events/credit';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { type GrievanceService, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
beforeAll(async () => {
  service = await startGrievanceService();
});
afterAll(() => service.close());

const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const OBJECTION = {
  objectionId: randomUUID(),
  number: 'OB-20250901-000001',
  uscc: '91350582MA0000015J',
  subject: 'indicator-value',
  grounds: '研发费用少计 20 万元',
  filedOn: '2025-09-01',
} as const;

/** Hands the service what credit announced, as its queue would. */
async function hear(data: typeof OBJECTION): Promise<void> {
  const event = {
    id: randomUUID(),
    type: inputDisputed.type,
    source: '/credit',
    park: 'jinjiang',
    subject: data.objectionId,
    sequence: 1,
    time: service.deps.clock.now(),
    traceparent: undefined,
    data,
  };
  for (const handler of service.app.handlers) {
    if (handler.event.type === inputDisputed.type) {
      await inTransaction(service.deps.db, (tx) => handler.handle(tx, [event]));
    }
  }
}

it('an objection to a score is a grievance of its enterprise, once, with its clock running', async () => {
  await hear(OBJECTION);
  await hear(OBJECTION);
  const { body } = await service.as(dispatcher)('GET', '/grievances');
  expect(body.items).toHaveLength(1);
  const { body: found } = await service.as(dispatcher)('GET', `/grievances/${body.items[0].id}`);
  expect(found).toMatchObject({
    externalRef: OBJECTION.number,
    source: 'credit',
    origin: 'enterprise',
    channel: 'system',
    title: `对指标值的异议 ${OBJECTION.number}`,
    text: OBJECTION.grounds,
    state: 'REGISTERED',
  });
});
