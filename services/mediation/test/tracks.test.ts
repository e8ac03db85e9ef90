import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepClocks } from '../src/use-cases/sweep-clocks.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { spokenTo, withWords } from './recorded-words.ts';

const WINDOW = { roles: 'dispatcher', sub: 'window-1' } as const;
const WORKER = { roles: 'party', sub: 'worker-1' } as const;

describe('terms and side tracks', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const post = (path: string, body: object) => service.as(WINDOW)('POST', path, { body });
  const register = async (over: object = {}) => (await post('/cases', { ...INTAKE, ...over })).body;
  const get = async (id: string) => (await service.as(WINDOW)('GET', `/cases/${id}`)).body;
  const sweep = () => sweepClocks(service.deps, service.clock.now());

  it('ends a labour case that is over its fifteen days, and only then', async () => {
    const { id } = await register();
    service.clock.set('2025-09-04T15:59:59Z');
    await sweep();
    expect(await get(id)).toMatchObject({ state: 'REGISTERED', light: 'orange' });
    service.clock.set('2025-09-04T16:00:00Z');
    expect(await sweep()).toBe(1);
    expect(await get(id)).toMatchObject({
      state: 'TIMED_OUT',
      outcome: 'timed-out',
      concludedOn: '2025-09-05',
      clocks: [{ kind: 'mediate', onTime: false }],
    });
    expect(await sweep()).toBe(0);
  });

  it('follows arbitration once the term is over, with its statutory limits', async () => {
    const { id } = await register();
    const filing = { kind: 'arbitration', filedOn: '2025-08-20', authority: '晋江市劳动人事争议仲裁委员会' };
    const early = await post(`/cases/${id}/tracks`, filing);
    expect(early).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:track-not-open' } });
    await post(`/cases/${id}/actions/refuse`, {
      party: (await get(id)).parties[1].id,
      reason: '不接受调解',
      ...spokenTo(service),
    });
    const filed = await post(`/cases/${id}/tracks`, filing);
    expect(filed).toMatchObject({ status: 201, body: { state: 'FILED', authority: filing.authority } });
    const again = await post(`/cases/${id}/tracks`, filing);
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:track-under-way' } });
    service.clock.advance({ days: 3 });
    const path = `/cases/${id}/tracks/${filed.body.id}/actions`;
    expect(
      (await post(`${path}/accept`, { on: '2025-08-22', reference: '晋劳仲案〔2025〕77号' })).status,
    ).toBe(200);
    const wrong = await post(`${path}/decide`, { on: '2025-08-22', outcome: 'judgment' });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/outcome' }] } });
    const before = await post(`${path}/decide`, { on: '2025-08-21', outcome: 'award' });
    expect(before).toMatchObject({ status: 422, body: { errors: [{ pointer: '/on' }] } });
    const decided = await post(`${path}/decide`, { on: '2025-08-23', outcome: 'award' });
    expect(decided.body).toMatchObject({ state: 'DECIDED', outcome: 'award', decidedOn: '2025-08-23' });
    const { clocks } = await get(id);
    expect(clocks.filter(({ kind }: { kind: string }) => kind === 'track')).toMatchObject([
      {
        article: '调解仲裁法第二十九条；劳动人事争议仲裁办案规则（人社部令第33号）',
        official: false,
        onTime: true,
      },
      { article: '调解仲裁法第四十三条', onTime: true },
    ]);
    const seen = await service.as(WORKER)('GET', `/cases/${id}/tracks`);
    expect(seen.body.items).toHaveLength(1);
  });

  it('follows an arbitration longer where its commission gave itself more time, once', async () => {
    const { id, parties } = await register();
    await post(`/cases/${id}/actions/refuse`, {
      party: parties[1].id,
      reason: '不接受调解',
      ...spokenTo(service),
    });
    const authority = '晋江市劳动人事争议仲裁委员会';
    const filed = await post(`/cases/${id}/tracks`, {
      kind: 'arbitration',
      filedOn: '2025-08-20',
      authority,
    });
    const path = `/cases/${id}/tracks/${filed.body.id}/actions`;
    const clock = async () =>
      (await get(id)).clocks.find(({ article }: { article: string }) => article === '调解仲裁法第四十三条');
    const extension = { on: '2025-10-08', days: 15, reason: '案情复杂，经主任批准。' };
    expect(await post(`${path}/extend`, extension)).toMatchObject({ status: 409, body: { state: 'FILED' } });
    await post(`${path}/accept`, { on: '2025-08-20', reference: '晋劳仲案〔2025〕77号' });
    // Forty-five days from 20 August end on 4 October, a holiday, and roll to 9 October.
    expect(await clock()).toMatchObject({ dueAt: '2025-10-09T16:00:00.000Z' });
    service.clock.set('2025-10-10T02:00:00Z');
    await sweep();
    expect(await clock()).toMatchObject({ light: 'red' });
    const extend = (over: object) => post(`${path}/extend`, { ...extension, ...over });
    expect(await extend({ days: 16 })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/days' }] },
    });
    for (const on of ['2025-08-19', '2025-10-11']) {
      expect(await extend({ on })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/on' }] } });
    }
    const form = new FormData();
    form.set('file', new Blob(['%PDF-1.4\n%%EOF\n'], { type: 'application/pdf' }), 'notice.pdf');
    const { body: paper } = await service.as(WINDOW)('POST', '/files', { form });
    const done = await extend({ paper: paper.id });
    expect(done).toMatchObject({
      status: 200,
      body: { state: 'ACCEPTED', extension: { ...extension, paper: paper.id } },
    });
    expect(await clock()).toMatchObject({ dueAt: '2025-10-24T16:00:00.000Z', light: 'yellow' });
    expect((await extend({})).body.type).toBe('urn:qinwu:problem:extended-already');
    const { items } = (await service.as(WINDOW)('GET', `/cases/${id}/history`)).body;
    expect(items.at(-1)).toMatchObject({
      action: 'track-extend',
      change: { kind: 'arbitration', on: '2025-10-08', days: 15, files: [{ id: paper.id }] },
    });
    // What is heard later leaves it, and stops the clock in time.
    await post(`${path}/decide`, { on: '2025-10-10', outcome: 'award' });
    expect(await clock()).toMatchObject({ onTime: true });
    const seen = (await service.as(WORKER)('GET', `/cases/${id}/tracks`)).body.items;
    expect(seen).toMatchObject([{ state: 'DECIDED', extension: { days: 15 } }]);
    const aid = await post(`/cases/${id}/tracks`, { kind: 'legal-aid', filedOn: '2025-08-20', authority });
    const other = await post(`/cases/${id}/tracks/${aid.body.id}/actions/extend`, extension);
    expect(other.body.type).toBe('urn:qinwu:problem:extension-of-arbitration-only');
  });

  it('refuses what the case is not open to, naming the rule', async () => {
    const { id } = await register({
      category: 'debt',
      parties: [INTAKE.parties[0], { ...INTAKE.parties[1] }],
    });
    const file = (over: object) =>
      post(`/cases/${id}/tracks`, { kind: 'legal-aid', filedOn: '2025-08-20', authority: '某机关', ...over });
    expect((await file({ kind: 'payment-order' })).body.type).toBe('urn:qinwu:problem:labour-only');
    expect(await file({ filedOn: '2025-08-21' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/filedOn' }] },
    });
    expect((await file({ kind: 'judicial-confirmation', jointly: true })).status).toBe(409);
    const worker = await service.as(WORKER)('POST', `/cases/${id}/tracks`, {
      body: { kind: 'legal-aid', filedOn: '2025-08-20', authority: '某机关' },
    });
    expect(worker.status).toBe(403);
  });

  it('extends the term by all parties together', async () => {
    const { id, parties } = await register();
    const [worker, firm] = parties;
    await post(`/cases/${id}/actions/consent`, { party: firm.id, ...spokenTo(service) });
    await post(`/cases/${id}/actions/accept`, {});
    const extend = (agreedBy: string[]) =>
      post(
        `/cases/${id}/actions/extend`,
        withWords(service, 'extend', { days: 10, agreedBy, reason: '继续协商' }),
      );
    expect((await extend([worker.id, worker.id])).body.errors[0].pointer).toBe('/agreedBy');
    const extended = await extend([worker.id, firm.id]);
    expect(extended.body).toMatchObject({ extended: true, dueAt: '2025-09-15T16:00:00.000Z' });
    const twice = await extend([worker.id, firm.id]);
    expect(twice).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:extended-already' } });
    expect(twice.body.allowedActions).not.toContain('extend');
  });

  it('extends no term that is over', async () => {
    const { id, parties } = await register();
    const [worker, firm] = parties;
    await post(`/cases/${id}/actions/consent`, { party: firm.id, ...spokenTo(service) });
    await post(`/cases/${id}/actions/accept`, {});
    const body = { days: 10, agreedBy: [worker.id, firm.id], reason: '继续协商' };
    // Once it is over it is over, whether the sweep has been there or not.
    service.clock.set('2025-09-04T16:00:00Z');
    const late = await post(`/cases/${id}/actions/extend`, body);
    expect(late).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:term-over' } });
    expect(late.body.allowedActions).toContain('time-out');
  });
});
