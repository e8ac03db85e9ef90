import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { agreeing, WINDOW, WORKER } from './agreed-case.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { CHIEF, OFFICER, upload } from './negotiation-case.ts';

let service: MediationService;
let step: ReturnType<typeof agreeing>;
beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-08-20T02:00:00Z');
  step = agreeing(service);
});
afterAll(() => service?.close());

const [PERSON, ENTERPRISE] = INTAKE.parties;
const refused = (pointer: string) => ({
  status: 422,
  body: { errors: [{ pointer, code: 'subject-own' }] },
});

it('the staff enters no account of its own for a party: it would sign for it without a paper', async () => {
  const of = await step.mediating();
  const { textHash } = (await step.draft(of)).body;
  await step.act(of.id, 'agree');
  const mandate = await upload(service, WINDOW, '授权委托书');
  const representative = { name: '王代理', subject: WINDOW.sub, powers: 'special', mandate };
  const own = { id: of.worker, subject: WINDOW.sub };
  const ways: [string, object[]][] = [
    ['/parties/0/subject', [own, { id: of.firm }]],
    ['/parties/0/representative/subject', [{ id: of.worker, representative }, { id: of.firm }]],
    ['/parties/1/representative/subject', [{ id: of.worker }, { id: of.firm, representative }]],
  ];
  for (const [pointer, parties] of ways)
    expect(await step.amend(of.id, { parties })).toMatchObject(refused(pointer));
  expect((await step.confirm(WINDOW, of, textHash)).body.errors).toMatchObject([{ pointer: '/party' }]);
  // Somebody else enters those who work for the park and have a dispute of their own.
  expect((await step.amend(of.id, { parties: [own, { id: of.firm }] }, CHIEF)).status).toBe(200);
});

it.each([
  ['window', WINDOW],
  ['officer', OFFICER],
  ['supervisor', CHIEF],
] as const)('nor with the application it takes in: %s', async (_, who) => {
  const file = (subject: string) =>
    step.post(who, '/cases', { ...INTAKE, parties: [{ ...PERSON, subject }, ENTERPRISE] });
  expect(await file(who.sub)).toMatchObject(refused('/parties/0/subject'));
  expect((await file(WORKER.sub)).status).toBe(201);
});

it('who works for the park files for itself as anybody does', async () => {
  const both = { roles: ['dispatcher', 'citizen'], sub: 'window-9' };
  const parties = [{ ...PERSON, subject: 'window-9' }, ENTERPRISE];
  expect(await step.post(both, '/cases', { ...INTAKE, parties })).toMatchObject({
    status: 201,
    body: { standing: 'party' },
  });
});
