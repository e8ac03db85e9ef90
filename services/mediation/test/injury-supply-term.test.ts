import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AUTHORITY, injurySteps, WINDOW, WORKER } from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';

const MISSING = { reason: 'materials-missing-after-notice' };

describe('what the one notice asks for', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read } = injurySteps(() => service);
  const asked = async () => {
    const { id } = await receive();
    const { body } = await act(id, 'request-correction');
    expect(body).toMatchObject({
      supplyBy: '2025-09-10',
      notices: [{ on: '2025-08-20', supplyBy: '2025-09-10' }],
    });
    return id as string;
  };

  it('may come until the day that the notice names; not before that has its absence a consequence', async () => {
    const id = await asked();
    for (const moment of ['2025-08-20T02:00:00Z', '2025-09-10T15:59:59Z']) {
      service.clock.set(moment);
      expect(await act(id, 'not-transfer', MISSING)).toMatchObject({
        status: 409,
        body: { type: 'urn:qinwu:problem:supply-term-running', supplyBy: '2025-09-10' },
      });
    }
    expect((await read(id, WORKER)).body).toMatchObject({ supplyBy: '2025-09-10' });
    service.clock.set('2025-09-10T16:00:00Z');
    const { body } = await act(id, 'not-transfer', MISSING);
    expect(body).toMatchObject({ state: 'NOT_TRANSFERRED', supplyBy: null });
  });

  it('is waited for no longer where the applicant says in writing that nothing more will come', async () => {
    const id = await asked();
    const noMoreFile = await upload(service, WINDOW, 'no more');
    const elsewhere = await act(id, 'not-transfer', { reason: 'outside-jurisdiction', noMoreFile });
    expect(elsewhere).toMatchObject({ status: 422, body: { errors: [{ pointer: '/noMoreFile' }] } });
    const unknown = { ...MISSING, noMoreFile: '0198f000-0000-7000-8000-000000000001' };
    expect(await act(id, 'not-transfer', unknown)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/noMoreFile', code: 'file-unusable' }] },
    });
    expect(await act(id, 'not-transfer', { ...MISSING, noMoreFile })).toMatchObject({ status: 200 });
    const history = await service.as(WINDOW)('GET', `/injury-applications/${id}/history`);
    expect(history.body.items.at(-1)).toMatchObject({ change: { noMoreFile } });
    const scan = await service.open(WORKER, `/files/${noMoreFile}`);
    expect(scan.status).toBe(200);
    await scan.arrayBuffer();
  });

  it('has a term of its own where it arose later', async () => {
    const id = await asked();
    service.clock.set('2025-09-09T02:00:00Z');
    const items = [{ code: 'identity', arisenOn: '2025-09-08' }];
    const { body } = await act(id, 'request-correction', { items });
    expect(body).toMatchObject({ supplyBy: '2025-09-29' });
    service.clock.set('2025-09-11T02:00:00Z');
    expect((await act(id, 'not-transfer', MISSING)).status).toBe(409);
  });

  it('keeps nothing from being handed over near its limit, nor from going elsewhere', async () => {
    const id = await asked();
    const other = await asked();
    expect((await act(other, 'not-transfer', { reason: 'outside-jurisdiction' })).status).toBe(200);
    service.clock.set('2026-08-17T02:00:00Z');
    expect(
      (await act(id, 'request-correction', { items: [{ code: 'identity', arisenOn: '2026-08-16' }] })).status,
    ).toBe(200);
    expect((await read(id)).body.supplyBy > '2026-08-18').toBe(true);
    const out = await act(id, 'transfer', { receiver: AUTHORITY, receiptNumber: '1号' });
    expect(out).toMatchObject({ status: 200, body: { transfer: { incomplete: true }, supplyBy: null } });
  });
});
