import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { agreeing, WINDOW } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

let service: MediationService;
let step: ReturnType<typeof agreeing>;
beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-09-02T02:00:00Z');
  step = agreeing(service);
});
afterAll(() => service?.close());

const register = async (over: object = {}) =>
  (await step.post(WINDOW, '/cases', { ...INTAKE, ...over })).body;
const patch = async (id: string, body: object) => {
  const { version } = await step.read(id);
  return service.as(WINDOW)('PATCH', `/cases/${id}`, { headers: { 'if-match': `"${id}-${version}"` }, body });
};

it('another category keeps the days both sides agreed on in addition', async () => {
  const of = await step.mediating();
  const agreedBy = [of.worker, of.firm];
  const extended = await step.act(of.id, 'extend', { days: 60, agreedBy, reason: '双方仍在核对工资。' });
  const { dueAt } = extended.body;
  expect(dueAt).toBe('2025-11-17T16:00:00.000Z');
  const civil = await patch(of.id, { category: 'debt' });
  expect(civil.body.dueAt > dueAt).toBe(true);
  expect((await patch(of.id, { category: 'wage-arrears' })).body.dueAt).toBe(dueAt);
});
