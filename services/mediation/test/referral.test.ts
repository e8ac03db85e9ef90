import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agreeing, FIRM, MEDIATOR, WINDOW, WORKER } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';
import { CONTENT, hear, referral } from './referral-event.ts';

describe('a grievance referred as a dispute', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());

  const casesOf = async (number: string) =>
    (await service.as(WINDOW)('GET', `/cases?number=${number}`)).body.items;

  it('opens one case with its facts and files by reference, however often it is heard', async () => {
    const grievanceId = randomUUID();
    await hear(service, referral(service, grievanceId));
    await hear(service, referral(service, grievanceId));
    const [found, ...more] = await casesOf('GR-20250901-000001');
    expect(more).toEqual([]);
    const { body } = await service.as(WINDOW)('GET', `/cases/${found.id}`);
    expect(body).toMatchObject({
      state: 'REGISTERED',
      channel: 'grievance',
      category: 'wage-arrears',
      grievanceId,
      referredFiles: [{ name: '工资条.jpg', sha256: 'a'.repeat(64) }],
      clocks: [{ kind: 'mediate', dueAt: '2025-09-16T16:00:00.000Z' }],
    });
    expect(body.facts).toContain('车间三十人');
    // Why it was referred was written for those who run the case.
    expect(body.referralReason).toBe(CONTENT.reason);
    const firm = { roles: 'enterprise', sub: 'firm-1', org: '91350582MA0000015J' } as const;
    const { body: seen } = await service.as(firm)('GET', `/cases/${found.id}`);
    expect(seen).toMatchObject({ facts: body.facts, referralReason: null });
    expect(JSON.stringify(seen)).not.toContain(CONTENT.reason);
    expect(body.parties).toMatchObject([
      { side: 'applicant', name: '陈**', consent: 'pending' },
      { side: 'respondent', name: '晋江示例鞋业有限公司', uscc: '91350582MA0000015J' },
    ]);
    const { rows } = await service.deps.db.pool.query(
      `select envelope from outbox where type = 'qinwu.mediation.case-registered.v1' and listener = 'grievance'`,
    );
    expect(rows).toHaveLength(1);
    expect(JSON.parse(rows[0].envelope).data).toMatchObject({ grievanceId, number: body.number });
  });

  it('keeps nobody’s name in clear', async () => {
    const { rows } = await service.deps.db.pool.query(
      `select row_to_json(d)::text as kept from dispute_case d union all select body from ledger union all select envelope from outbox`,
    );
    expect(rows.map(({ kept }) => kept).join('')).not.toMatch(/陈晓梅|13800138000|车间三十人/);
  });

  it('brings the consent of who reported it, and nobody is asked twice', async () => {
    const step = agreeing(service);
    const opened = async (number: string, over: object = {}) => {
      await hear(service, referral(service, randomUUID(), { number, content: { ...CONTENT, ...over } }));
      const [{ id }] = await casesOf(number);
      const [worker, firm] = (await step.read(id)).parties.map((party: { id: string }) => party.id);
      const consent = (party: string) => step.post(WINDOW, `/cases/${id}/actions/consent`, { party });
      return { id, worker, firm, consent };
    };
    const unproven = { status: 422, body: { errors: [{ pointer: '/scan', code: 'word-unproven' }] } };
    const of = await opened('GR-20250901-000004');
    expect(await of.consent(of.firm)).toMatchObject(unproven);
    expect((await of.consent(of.worker)).status).toBe(200);
    const history = (await service.as(WINDOW)('GET', `/cases/${of.id}/history`)).body.items;
    expect(history.at(-1).change).toMatchObject({ party: of.worker, madeBy: 'party', referral: true });
    const refused = await step.post(WINDOW, `/cases/${of.id}/actions/refuse`, {
      party: of.worker,
      reason: '不愿调解',
    });
    expect(refused).toMatchObject(unproven);
    // Where nobody gave a name nobody was asked.
    const nameless = await opened('GR-20250901-000005', { reporter: null });
    expect(await nameless.consent(nameless.worker)).toMatchObject(unproven);
  });

  it('tells the grievance the number of the agreement it came to', async () => {
    const step = agreeing(service);
    const grievanceId = randomUUID();
    await hear(service, referral(service, grievanceId, { number: 'GR-20250901-000003' }));
    const [{ id }] = await casesOf('GR-20250901-000003');
    const [worker, firm] = (await step.read(id)).parties.map((party: { id: string }) => party.id);
    const of = { id, worker, firm };
    await step.amend(id, { parties: [{ id: worker, subject: WORKER.sub }, { id: firm }] });
    for (const party of [worker, firm]) await step.act(id, 'consent', { party });
    await step.act(id, 'accept');
    await service.deps.db.pool.query(
      `update dispute_case set mediators = array[id], members = members || array['m:mediator-1'] where id = $1`,
      [id],
    );
    await step.act(id, 'start');
    const { textHash } = (await step.draft(of)).body;
    await step.act(id, 'agree');
    for (const who of [WORKER, FIRM]) await step.confirm(who, of, textHash);
    await step.sign(WORKER, of, { party: worker }, textHash);
    await step.sign(FIRM, of, { party: firm }, textHash);
    await step.sign(MEDIATOR, of, { mediator: MEDIATOR.sub }, textHash);
    await step.seal(of, textHash);
    const { state, agreementNumber } = await step.read(id);
    expect([state, agreementNumber]).toEqual(['EFFECTIVE', expect.any(String)]);
    const { rows } = await service.deps.db.pool.query(
      `select envelope from outbox where type = 'qinwu.mediation.case-concluded.v1' and listener = 'grievance'
        order by event_id`,
    );
    const told = rows.map(({ envelope }) => JSON.parse(envelope).data);
    expect(told.filter((data) => data.grievanceId === grievanceId).at(-1)).toMatchObject({
      outcome: 'agreed',
      agreementNumber,
    });
  });

  it('tells the grievance how it ended', async () => {
    const grievanceId = randomUUID();
    await hear(service, referral(service, grievanceId, { number: 'GR-20250901-000002' }));
    const [found] = await casesOf('GR-20250901-000002');
    await service.as(WINDOW)('POST', `/cases/${found.id}/actions/not-accept`, {
      body: { code: 'not-mediable', reason: '已进入仲裁程序' },
    });
    const { rows } = await service.deps.db.pool.query(
      `select envelope from outbox where type = 'qinwu.mediation.case-concluded.v1' and listener = 'grievance'`,
    );
    const told = rows.map(({ envelope }) => JSON.parse(envelope).data);
    expect(told.filter((data) => data.grievanceId === grievanceId)).toMatchObject([
      { grievanceId, outcome: 'not-accepted', concludedOn: '2025-09-01' },
    ]);
  });
});
