import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { agreeing, type Case, WINDOW } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const fault = (pointer: string, code: string) => ({ status: 422, body: { errors: [{ pointer, code }] } });

describe('a labour dispute in court', () => {
  let service: MediationService;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const failed = async (intake: object = {}): Promise<Case> => {
    const of = await step.mediating(intake);
    await step.act(of.id, 'fail', { reason: '分歧较大' });
    return of;
  };
  const file = ({ id }: Case, body: object = {}) =>
    step.post(WINDOW, `/cases/${id}/tracks`, {
      kind: 'court',
      authority: '晋江市人民法院',
      filedOn: '2025-08-20',
      ...body,
    });
  const arbitrated = async (of: Case, action: string, body: object) => {
    const { body: track } = await file(of, { kind: 'arbitration', authority: '晋江市劳动争议仲裁委员会' });
    const path = `/cases/${of.id}/tracks/${track.id}/actions/${action}`;
    expect((await step.post(WINDOW, path, { on: '2025-08-20', ...body })).status).toBe(200);
  };

  it('was in arbitration first, or names the ground on which it was not', async () => {
    const of = await failed();
    const refused = await file(of);
    expect(refused).toMatchObject(fault('/ground', 'arbitration-first'));
    expect(refused.body.errors[0].detail).toContain('第五条');
    expect(await file(of, { ground: 'wage-agreement' })).toMatchObject(
      fault('/ground', 'ground-needs-breach'),
    );
    expect(await file(of, { ground: 'other' })).toMatchObject(fault('/note', 'reason-missing'));
    expect(await file(of, { ground: 'wage-note' })).toMatchObject({
      status: 201,
      body: { ground: 'wage-note', article: expect.stringContaining('第十五条') },
    });
    const { items } = (await service.as(WINDOW)('GET', `/cases/${of.id}/history`)).body;
    expect(items.at(-1)).toMatchObject({ action: 'track-filed', change: { ground: 'wage-note' } });
    const other = { ground: 'other', note: '法院已经受理' };
    expect((await file(await failed(), other)).body).toMatchObject({ ground: 'other', article: null });
    const injury = await failed({ category: 'social-insurance' });
    expect(await file(injury, { ground: 'wage-note' })).toMatchObject(
      fault('/ground', 'ground-of-wages-only'),
    );
  });

  it('needs no ground after an arbitration that refused or decided, or let its time pass', async () => {
    for (const [action, body] of [
      ['not-accept', {}],
      ['decide', { outcome: 'award' }],
    ] as const) {
      const of = await failed();
      await arbitrated(of, action, body);
      expect(await file(of)).toMatchObject({ status: 201, body: { ground: null } });
    }
    const slow = await failed();
    await arbitrated(slow, 'accept', {});
    expect((await file(slow)).status).toBe(422);
    service.clock.set('2025-10-10T02:00:00Z');
    expect((await file(slow, { filedOn: '2025-10-10' })).status).toBe(201);
    service.clock.set('2025-08-20T02:00:00Z');
    const withdrawn = await failed();
    await arbitrated(withdrawn, 'withdraw', {});
    expect((await file(withdrawn)).status).toBe(422);
    const settled = await failed();
    await arbitrated(settled, 'decide', { outcome: 'settled' });
    expect((await file(settled)).status).toBe(422);
  });

  it('is there at once on a broken agreement about pay alone, and civil disputes are as before', async () => {
    const { of } = await step.effective();
    service.clock.set('2025-09-12T02:00:00Z');
    await step.act(of.id, 'breach', { reason: '逾期未付' });
    expect((await file(of, { filedOn: '2025-09-12' })).status).toBe(201);
    service.clock.set('2025-08-20T02:00:00Z');
    const civil = await failed({ category: 'debt', organisation: 'people-mediation' });
    expect(await file(civil, { ground: 'other', note: '无' })).toMatchObject(
      fault('/ground', 'ground-not-asked'),
    );
    expect((await file(civil)).status).toBe(201);
    const aid = { kind: 'legal-aid', ground: 'other', note: '无' };
    expect(await file(civil, aid)).toMatchObject(fault('/ground', 'ground-not-asked'));
  });
});
