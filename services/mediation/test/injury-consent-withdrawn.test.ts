import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { deliver, FIRM, owedToMediation, WINDOW, WORKER } from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { spokenTo } from './recorded-words.ts';

const [PERSON, ENTERPRISE] = INTAKE.parties;
const HURT = { ...PERSON, injured: true };
const SECOND = { side: 'applicant', kind: 'person', name: '林志强', phone: '13800138001', injured: true };
const WITHDRAWN = 'injury-consent-withdrawn';

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-08-20T02:00:00Z');
});
afterAll(() => service?.close());

const get = async (who: object, path: string) => (await service.as(who)('GET', path)).body;
const register = async (parties: readonly object[] = [HURT, ENTERPRISE]) => {
  const injured = {
    category: 'injury-benefit',
    injury: true,
    sensitiveConsent: true,
    accidentOn: '2025-08-18',
  };
  const reply = await service.as(WINDOW)('POST', '/cases', { body: { ...INTAKE, ...injured, parties } });
  expect(reply.status).toBe(201);
  return reply.body;
};
const say = (id: string, given: boolean, more: object = {}, who: object = WORKER) =>
  service.as(who)('POST', `/cases/${id}/consents`, {
    body: { scope: 'injury', given, textVersion: '2025-01', ...more },
  });
const amend = async (id: string, body: object) => {
  const { version } = await get(WINDOW, `/cases/${id}`);
  const headers = { 'if-match': `"${id}-${version}"` };
  return service.as(WINDOW)('PATCH', `/cases/${id}`, { body, headers });
};
const opened = async (caseId: string) => {
  const owed = await owedToMediation(service);
  await deliver(
    service,
    owed.filter(({ data }) => (data as { caseId?: string }).caseId === caseId),
  );
  return (await get(WINDOW, `/injury-applications?caseId=${caseId}`)).items;
};

it('takes the injury out of the case, for everybody, until the consent is given anew', async () => {
  const { id, parties } = await register();
  expect(await get(FIRM, `/cases/${id}`)).toMatchObject({ injury: true, accidentOn: '2025-08-18' });
  expect((await say(id, false)).status).toBe(201);
  for (const who of [FIRM, WORKER, WINDOW]) {
    expect(await get(who, `/cases/${id}`)).toMatchObject({
      injury: false,
      accidentOn: null,
      parties: [{ injured: false }, {}],
    });
  }
  const [worker, firm] = parties.map((party: { id: string }) => party.id);
  const again = { injury: true, sensitiveConsent: true, accidentOn: '2025-08-17' };
  for (const [body, pointers] of [
    [{ accidentOn: '2025-08-17' }, ['/accidentOn']],
    [again, ['/injury', '/accidentOn']],
    [{ parties: [{ id: worker, injured: true }, { id: firm }] }, ['/parties/0/injured']],
  ] as const) {
    const { status, body: told } = await amend(id, body);
    expect({ status, errors: told.errors }).toMatchObject({
      status: 422,
      errors: pointers.map((pointer) => ({ pointer, code: WITHDRAWN })),
    });
  }
  const anew = await amend(id, { parties: [PERSON, ENTERPRISE] });
  expect(anew).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/parties/0/id', code: 'party-known' }] },
  });
  // What was told before the withdrawal, and heard after it, is passed on no more.
  expect(await opened(id)).toEqual([]);
  expect((await amend(id, { title: '工伤待遇' })).status).toBe(200);
  expect((await say(id, true)).status).toBe(201);
  expect((await amend(id, again)).body).toMatchObject({ injury: true, accidentOn: '2025-08-17' });
  expect(await opened(id)).toHaveLength(1);
});

it('leaves what others consented to, and opens no application for who withdrew', async () => {
  const { id, parties } = await register([HURT, SECOND, ENTERPRISE]);
  const [first, second, firm] = parties.map((party: { id: string }) => party.id);
  expect((await say(id, false)).status).toBe(201);
  const left = await get(WINDOW, `/cases/${id}`);
  expect(left).toMatchObject({ injury: true, accidentOn: '2025-08-18' });
  expect(left.parties.map(({ injured }: { injured: boolean }) => injured)).toEqual([false, true, false]);
  const [application, ...others] = await opened(id);
  expect(others).toEqual([]);
  const { body } = await service.as(WINDOW)('GET', `/injury-applications/${application.id}`);
  expect(body.worker.name).toContain('林');
  const named = [{ id: first, injured: true }, { id: second }, { id: firm }];
  const refused = await amend(id, { parties: named });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/parties/0/injured' }] } });
  expect((await amend(id, { accidentOn: '2025-08-17' })).status).toBe(200);
  // Staff that enter the injury again speak for nobody who withdrew.
  expect((await amend(id, { injury: true, sensitiveConsent: true })).status).toBe(200);
  const { inForce } = await get(WINDOW, `/cases/${id}/consents`);
  expect(inForce.find(({ party }: { party: string }) => party === first)).toMatchObject({ given: false });
  expect((await say(id, false, { party: second, ...spokenTo(service) }, WINDOW)).status).toBe(201);
  expect(await get(FIRM, `/cases/${id}`)).toMatchObject({ injury: false, accidentOn: null });
});

it('leaves the application that was opened before, and the ledger, as they are', async () => {
  const { id } = await register();
  await opened(id);
  // The case hears of it.
  const [application] = await opened(id);
  expect((await say(id, false)).status).toBe(201);
  const kept = (await service.as(WORKER)('GET', `/injury-applications/${application.id}`)).body;
  expect(kept).toMatchObject({ baseOn: '2025-08-18', state: 'RECEIVED' });
  const { items } = await get(WINDOW, `/cases/${id}/history`);
  expect(items.map(({ action }: { action: string }) => action)).toContain('sensitive-consent-withdrawn');
  expect((await get(WINDOW, `/cases/${id}`)).injuryApplication).toMatchObject({ id: application.id });
});
