import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { FIRM, mediatedCase, upload, WINDOW, WORKER } from './negotiation-case.ts';

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
});
afterAll(() => service?.close());

const [worker, firm] = INTAKE.parties;
const patch = async (id: string, parties: readonly object[]) => {
  const { version } = (await service.as(WINDOW)('GET', `/cases/${id}`)).body;
  const headers = { 'if-match': `"${id}-${version}"` };
  return service.as(WINDOW)('PATCH', `/cases/${id}`, { body: { parties }, headers });
};
const swapped = (of: { worker: string; firm: string }) => [
  { ...worker, id: of.worker, side: 'respondent' },
  { ...firm, id: of.firm, side: 'applicant' },
];

it('puts sides right that were mixed up at intake', async () => {
  const of = await mediatedCase(service);
  expect(await patch(of.id, swapped(of))).toMatchObject({
    status: 200,
    body: { parties: [{ side: 'respondent' }, { side: 'applicant' }] },
  });
});

it.each([
  ['room', 'caucus/respondent/messages', { text: '底价五千。' }],
  ['offers', 'offers', { amount: '5000', terms: '一次付清', confidential: true }],
])('lets nobody over to a side whose %s hold something already', async (_, path, body) => {
  const of = await mediatedCase(service);
  const said = await service.as(FIRM)('POST', `/cases/${of.id}/${path}`, { body });
  expect(said.status).toBe(201);
  const { id: _id, ...anew } = { ...worker, id: of.worker, side: 'respondent' };
  const other = { side: 'applicant', kind: 'person', name: '王五' };
  const kept = { ...firm, id: of.firm };
  const ways: [number, readonly object[]][] = [
    [0, swapped(of)],
    [0, [{ ...worker, id: of.worker, side: 'third' }, other, kept]],
    // Entered anew under the same account.
    [1, [other, anew, kept]],
  ];
  for (const [n, parties] of ways) {
    expect(await patch(of.id, parties)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: `/parties/${n}/side`, code: 'side-kept' }] },
    });
  }
  const read = await service.as(WORKER)('GET', `/cases/${of.id}/caucus/respondent/messages`);
  expect(read.status).toBe(404);
  expect((await patch(of.id, [{ ...worker, id: of.worker, age: 40 }, kept])).status).toBe(200);
});

it('lets nobody over who left the case in between', async () => {
  const LAWYER = { roles: 'party', sub: 'lawyer-1' } as const;
  const of = await mediatedCase(service);
  const stands = async () => ({
    name: '李律师',
    subject: LAWYER.sub,
    powers: 'general',
    mandate: await upload(service, WINDOW, 'mandate'),
  });
  const leaving = [{ id: of.worker, representative: null }, { id: of.firm }];
  const across = async () => [{ id: of.worker }, { id: of.firm, representative: await stands() }];
  const back = async () => [{ id: of.worker, representative: await stands() }, { id: of.firm }];
  // Before anything is said nobody has heard anything.
  expect((await patch(of.id, await back())).status).toBe(200);
  expect((await patch(of.id, leaving)).status).toBe(200);
  expect((await patch(of.id, await across())).status).toBe(200);
  expect((await patch(of.id, [{ id: of.worker }, { id: of.firm, representative: null }])).status).toBe(200);

  expect((await patch(of.id, await back())).status).toBe(200);
  const body = { text: '底价五千。' };
  const said = await service.as(LAWYER)('POST', `/cases/${of.id}/caucus/applicant/messages`, { body });
  expect(said.status).toBe(201);
  expect((await patch(of.id, leaving)).status).toBe(200);
  expect(await patch(of.id, await across())).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/parties/1/side', code: 'side-kept' }] },
  });
  const read = await service.as(LAWYER)('GET', `/cases/${of.id}/caucus/respondent/messages`);
  expect(read.status).toBe(404);
  expect((await patch(of.id, await back())).status).toBe(200);
});
