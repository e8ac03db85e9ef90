import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { agreeing } from './agreed-case.ts';
import { injurySteps } from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { CHIEF, CLIENT, upload, WINDOW } from './negotiation-case.ts';

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-08-20T02:00:00Z');
});
afterAll(() => service?.close());

const see = async (who: object, file: string) => (await service.open(who, `/files/${file}`)).status;
const seal = (id: string) =>
  service.as(CHIEF)('POST', `/cases/${id}/seals`, { body: { what: 'case', reason: '商业秘密' } });

it('a sealed case shuts out who brought a file to it, as it does for the case itself', async () => {
  const step = agreeing(service);
  const paper = await upload(service, CLIENT, '来函');
  const [applicant, firm] = INTAKE.parties;
  const parties = [{ ...applicant, subject: undefined }, firm];
  const filed = { ...INTAKE, parties, channel: 'court', attachments: [paper] };
  const { body } = await step.post(CLIENT, '/cases', filed);
  const scan = await upload(service, WINDOW, '授权委托书');
  const representative = { name: '李律师', powers: 'general', mandate: scan };
  const stood = [{ id: body.parties[0].id, representative }, { id: body.parties[1].id }];
  expect((await step.amend(body.id, { parties: stood })).status).toBe(200);
  expect([await see(CLIENT, paper), await see(WINDOW, scan)]).toEqual([200, 200]);
  expect((await seal(body.id)).status).toBe(201);
  expect([await see(CLIENT, paper), await see(WINDOW, scan)]).toEqual([404, 404]);
  expect([await see(CHIEF, paper), await see(CHIEF, scan)]).toEqual([200, 200]);
});

it('the application of a sealed case shuts them out with it', async () => {
  const steps = injurySteps(() => service);
  const told = await steps.tellCase('13800138555');
  await steps.settle();
  const { injuryApplication } = (await service.as(CHIEF)('GET', `/cases/${told.id}`)).body;
  const paper = await upload(service, WINDOW, '诊断证明');
  const materials = [{ code: 'diagnosis', files: [paper] }];
  expect((await steps.act(injuryApplication.id, 'add-materials', { materials })).status).toBe(200);
  expect(await see(WINDOW, paper)).toBe(200);
  expect((await seal(told.id)).status).toBe(201);
  expect([await see(WINDOW, paper), await see(CHIEF, paper)]).toEqual([404, 200]);
});
