import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { FIRM, mediatedCase, WINDOW, WORKER } from './negotiation-case.ts';

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
