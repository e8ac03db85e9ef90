import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sweepClocks } from '../src/use-cases/sweep-clocks.ts';
import { agreeing, WINDOW, WORKER } from './agreed-case.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

const [PERSON, FIRM] = INTAKE.parties;
const SECOND = { ...PERSON, name: '李二', phone: '13800138001', subject: 'worker-7' };

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

it('another category keeps the days both sides agreed on in addition', async () => {
  const of = await step.mediating();
  const agreedBy = [of.worker, of.firm];
  const stranger = await step.act(of.id, 'extend', {
    days: 60,
    agreedBy: [...agreedBy, of.id],
    reason: '核对',
  });
  expect(stranger).toMatchObject({ status: 422, body: { errors: [{ pointer: '/agreedBy/2' }] } });
  const extended = await step.act(of.id, 'extend', { days: 60, agreedBy, reason: '双方仍在核对工资。' });
  const { dueAt } = extended.body;
  expect(dueAt).toBe('2025-11-17T16:00:00.000Z');
  const civil = await step.amend(of.id, { category: 'debt' });
  expect(civil.body.dueAt > dueAt).toBe(true);
  expect((await step.amend(of.id, { category: 'wage-arrears' })).body.dueAt).toBe(dueAt);
});

it('a category by which the term is over ends the case with the next sweep', async () => {
  service.clock.set('2025-09-02T02:00:00Z');
  const { id } = await register({ category: 'debt' });
  service.clock.set('2025-09-20T02:00:00Z');
  const labour = await step.amend(id, { category: 'wage-arrears' });
  expect(labour.body).toMatchObject({ state: 'REGISTERED', light: 'red', dueAt: '2025-09-17T16:00:00.000Z' });
  expect(await sweepClocks(service.deps, service.clock.now())).toBe(1);
  expect(await step.read(id)).toMatchObject({ state: 'TIMED_OUT', outcome: 'timed-out' });
  service.clock.set('2025-09-02T02:00:00Z');
});

it('of sides that were mixed up at intake, who did not apply is asked', async () => {
  const { id, parties } = await register();
  const [worker, firm] = parties;
  const swapped = [
    { id: worker.id, side: 'respondent' },
    { id: firm.id, side: 'applicant' },
  ];
  expect((await step.amend(id, { parties: swapped })).body.parties).toMatchObject([
    { side: 'respondent', consent: 'pending' },
    { side: 'applicant', consent: 'agreed' },
  ]);
  expect((await step.act(id, 'accept')).body.type).toBe('urn:qinwu:problem:consent-missing');
  expect((await step.post(WORKER, `/cases/${id}/actions/consent`)).status).toBe(200);
  expect((await step.act(id, 'accept')).status).toBe(200);
});

it('another enterprise in the place of one that agreed is asked for itself', async () => {
  const { id, parties } = await register();
  const [worker, firm] = parties.map((party: { id: string }) => party.id);
  await step.act(id, 'consent', { party: firm });
  const other = { id: firm, name: '另一家公司', uscc: '91350582MA0000023D' };
  const named = await step.amend(id, { parties: [{ id: worker }, { id: firm, name: '晋江示例鞋业公司' }] });
  expect(named.body.parties[1].consent).toBe('agreed');
  const { status, body } = await step.amend(id, { parties: [{ id: worker }, other] });
  expect({ status, consent: body.parties?.[1].consent }).toEqual({ status: 200, consent: 'pending' });
});

it('another enterprise in the place of one takes over neither its accounts nor who stood for it', async () => {
  const account = { roles: 'party', sub: 'firm-clerk' } as const;
  const represented = { ...FIRM, subject: account.sub, representative: { name: '李律师' } };
  const { id, parties } = await register({ parties: [PERSON, represented] });
  const [worker, firm] = parties.map((party: { id: string }) => party.id);
  const seen = async () => (await service.as(account)('GET', `/cases/${id}`)).status;
  expect(
    (await step.amend(id, { parties: [{ id: worker }, { id: firm, name: '晋江示例鞋业公司' }] })).status,
  ).toBe(200);
  expect(await seen()).toBe(200);
  const bank = { holder: FIRM.name, bank: '中国农业银行晋江支行', number: '13540101040012345' };
  const path = `/cases/${id}/parties/${firm}/account`;
  const kept = await service.as(WINDOW)('PUT', path, { headers: await step.seen(id), body: bank });
  expect(kept.status).toBe(201);
  const other = { id: firm, name: '另一家公司', uscc: '91350582MA0000023D' };
  const replaced = await step.amend(id, { parties: [{ id: worker }, other] });
  expect(replaced).toMatchObject({ status: 200, body: { parties: [{}, { representative: null }] } });
  expect(await seen()).toBe(404);
  expect((await service.as(WINDOW)('GET', path)).status).toBe(404);
});

it('a worker that leaves is counted no more, and a group stays as large as it is', async () => {
  const { id, parties } = await register({ parties: [PERSON, FIRM, SECOND] });
  const left = [{ id: parties[0].id }, { id: parties[1].id }];
  const amended = await step.amend(id, { parties: left });
  expect(amended).toMatchObject({ status: 200, body: { workers: 1, parties: [{}, {}] } });
  const represented = { ...PERSON, representative: { name: '王代表' } };
  const group = await register({ workers: 30, parties: [represented, FIRM, SECOND] });
  const ids = group.parties.map((party: { id: string }) => ({ id: party.id }));
  expect((await step.amend(group.id, { parties: ids.slice(0, 2) })).body.workers).toBe(30);
});

it('an application of several is withdrawn by all of them', async () => {
  const { id, parties } = await register({ parties: [PERSON, FIRM, SECOND] });
  const [first, firm, second] = parties.map((party: { id: string }) => party.id);
  const withdraw = (more: object) =>
    step.act(id, 'withdraw', { party: first, reason: '双方自行协商。', ...more });
  const refused = {
    status: 422,
    body: { errors: [{ pointer: '/agreedBy', code: 'withdrawal-not-by-all' }] },
  };
  expect(await withdraw({})).toMatchObject(refused);
  expect(await withdraw({ agreedBy: [firm] })).toMatchObject(refused);
  expect(await withdraw({ agreedBy: [second, id] })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/agreedBy/1', code: 'party-unknown' }] },
  });
  expect(await withdraw({ agreedBy: [first, second] })).toMatchObject({
    status: 200,
    body: { state: 'WITHDRAWN' },
  });
});
