import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { agreeing } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';
import { FIRM, WINDOW, WORKER, withRoster } from './roster.ts';

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-08-20T02:00:00Z');
});
afterAll(() => service?.close());

/** Whoever mediates beside another one and is removed from the case, before or after a side has said something. */
async function removed(code: string, said: 'before' | 'after') {
  const roster = withRoster(service);
  const [gone, stays] = [await roster.enter(code), await roster.enter(`${code}-B`)];
  const { id, parties } = await roster.mediating([gone.id, stays.id]);
  const path = `/cases/${id}`;
  const speak = () => roster.post(`${path}/caucus/respondent/messages`, { text: '底价五千。' }, FIRM);
  if (said === 'before') expect((await speak()).status).toBe(201);
  service.clock.set('2025-08-20T03:00:00Z');
  const leaving = await roster.post(`${path}/mediators/${gone.id}/actions/remove`, { reason: '调离' });
  expect(leaving.status).toBe(200);
  service.clock.set('2025-08-20T04:00:00Z');
  if (said === 'after') expect((await speak()).status).toBe(201);
  return { id, parties, account: `account-${code}` };
}

it('who read what a side said as a mediator comes back on no side', async () => {
  const { id, parties, account } = await removed('HEARD', 'before');
  const step = agreeing(service);
  const [applicant, respondent] = parties.map(({ id: party }: { id: string }) => ({ id: party }));
  const mandate = await upload(service, WINDOW, '授权委托书');
  const representative = { name: '林代理', subject: account, powers: 'special', mandate };
  const ways: [string, object[]][] = [
    ['/parties/0/representative/subject', [{ ...applicant, representative }, respondent]],
    ['/parties/1/representative/subject', [applicant, { ...respondent, representative }]],
    ['/parties/1/subject', [applicant, { ...respondent, subject: account }]],
  ];
  for (const [pointer, correction] of ways) {
    expect(await step.amend(id, { parties: correction })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer, code: 'mediated-before' }] },
    });
  }
  // Anybody else may come.
  const other = [{ ...applicant, representative: { ...representative, subject: 'lawyer-1' } }, respondent];
  expect((await step.amend(id, { parties: other })).status).toBe(200);
});

it('who was removed before anything was said has heard nothing', async () => {
  const { id, parties, account } = await removed('DEAF', 'after');
  const mandate = await upload(service, WINDOW, '授权委托书');
  const representative = { name: '林代理', subject: account, powers: 'general', mandate };
  const correction = [{ id: parties[0].id, representative }, { id: parties[1].id }];
  expect((await agreeing(service).amend(id, { parties: correction })).status).toBe(200);
});

it('who stood for a party and read what its side said does not mediate the case, and the other side is not told why', async () => {
  const roster = withRoster(service);
  const step = agreeing(service);
  const stood = await roster.enter('STOOD');
  const { id, parties } = await roster.register();
  const mandate = await upload(service, WINDOW, '授权委托书');
  const representative = { name: '林代理', subject: 'account-STOOD', powers: 'general', mandate };
  const [applicant, respondent] = parties.map(({ id: party }: { id: string }) => ({ id: party }));
  const stand = (of: object | null) =>
    step.amend(id, { parties: [{ ...applicant, representative: of }, respondent] });
  expect((await stand(representative)).status).toBe(200);
  const said = await roster.post(`/cases/${id}/caucus/applicant/messages`, { text: '最少八千。' }, WORKER);
  expect(said.status).toBe(201);
  expect((await stand(null)).status).toBe(200);
  const chosen = await roster.post(`/cases/${id}/mediator-choices`, { mediators: [stood.id] }, FIRM);
  expect(chosen).toMatchObject({ status: 201, body: { mediators: [{ refused: null }] } });
  const code = 'mediator-stood-for-party';
  const { body } = await service.as(WINDOW)('GET', `/cases/${id}/mediator-choices`);
  expect(body.items[0].mediators).toMatchObject([{ mediator: stood.id, refused: { code } }]);
  expect(await roster.name(id, [stood.id])).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/mediators/0', code }] },
  });
});
