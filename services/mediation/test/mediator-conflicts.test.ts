import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { agreeing } from './agreed-case.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { ADMIN, ENTRY, FIRM, type Roster, WORKER, withRoster } from './roster.ts';

const type = (code: string) => `urn:qinwu:problem:${code}`;
const EMPLOYER = '91350582MA0000015J';
const RELATIVE = '13900139000';

describe('a conflict of interest', () => {
  let service: MediationService;
  let roster: Roster;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    roster = withRoster(service);
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  /** Changes the entry of a mediator whose account is `account-<code>`. */
  const change = async (code: string, over: object) => {
    const { body } = await service.as(ADMIN)('GET', `/mediators/${code}`);
    const entry = { ...ENTRY, subject: `account-${code}`, ...over };
    const reply = await roster.put(`/mediators/${code}`, entry, {
      'if-match': `"${body.id}-${body.version}"`,
    });
    expect(reply.status).toBe(200);
  };

  it('does not come about by a correction', async () => {
    const a = await roster.enter('A1', { name: '蔡文静', relatives: [{ phone: RELATIVE }] });
    const b = await roster.enter('A2', { name: '林志明' });
    const { id, parties } = await roster.mediating([a.id]);
    const [worker, firm] = parties;
    const corrections: [string, object[]][] = [
      ['mediator-is-relative', [{ id: worker.id, phone: RELATIVE }, { id: firm.id }]],
      [
        'mediator-is-relative',
        [{ id: worker.id }, { id: firm.id, representative: { name: '蔡父', phone: RELATIVE } }],
      ],
      [
        'mediator-is-representative',
        [{ id: worker.id }, { id: firm.id, representative: { name: '蔡文静', phone: '13700137000' } }],
      ],
      [
        'mediator-is-party',
        [
          { id: worker.id },
          { id: firm.id },
          { side: 'third', kind: 'person', name: '王五', subject: 'account-A1' },
        ],
      ],
    ];
    for (const [code, list] of corrections) {
      expect(await step.amend(id, { parties: list })).toMatchObject({
        status: 422,
        body: { type: type(code), mediators: [{ id: a.id, code }], errors: [{ pointer: '/parties', code }] },
      });
    }
    expect((await step.read(id)).parties).toEqual(parties);
    // Once the mediator is replaced, the correction is made.
    await roster.name(id, [b.id]);
    await roster.post(`/cases/${id}/mediators/${a.id}/actions/remove`, { reason: '回避' });
    expect((await step.amend(id, { parties: corrections[0]?.[1] })).status).toBe(200);
  });

  it('of an employee does not come about by another organisation', async () => {
    const { id: who } = await roster.enter('B1', { employer: EMPLOYER });
    const { id } = await roster.register({ organisation: 'enterprise-committee' });
    await roster.name(id, [who], { disclosed: [{ mediator: who, text: '本人为被申请人人事主管。' }] });
    expect(await step.amend(id, { organisation: 'window' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/organisation', code: 'mediator-employed-by-party' }] },
    });
    expect((await step.amend(id, { organisation: 'enterprise-committee', title: '欠薪' })).status).toBe(200);
  });

  it('with a party’s representative is told from a namesake by both telephones', async () => {
    const speaking = { name: '郑国强', phone: '13700137000' };
    const parties = [INTAKE.parties[0], { ...INTAKE.parties[1], representative: speaking }];
    const { id } = await roster.register({ parties });
    const who = await roster.enter('C1', { name: '郑国强' });
    expect(await roster.name(id, [who.id])).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'mediator-is-representative' }] },
    });
    await change('C1', { name: '郑国强', phone: '13700137000' });
    expect((await roster.name(id, [who.id])).status).toBe(422);
    await change('C1', { name: '郑国强', phone: '13600136000' });
    expect((await roster.name(id, [who.id])).status).toBe(201);
    const { rows } = await service.deps.db.pool.query(
      `select (select string_agg(t::text, ' ') from mediator t) || (select string_agg(t::text, ' ') from ledger t) as dump`,
    );
    expect(rows[0].dump).not.toMatch(/13600136000/);
    // A number not sent stays as it was.
    await change('C1', { name: '郑国强', languages: ['nan'] });
    const { id: other } = await roster.register({ parties });
    expect((await roster.name(other, [who.id])).status).toBe(201);
  });

  it('that the roster tells of later stops the start, and so does an objection nobody decided', async () => {
    const { id: who } = await roster.enter('D1');
    const { id, parties } = await roster.register();
    await step.act(id, 'consent', { party: parties[1].id });
    await step.act(id, 'accept');
    await roster.name(id, [who]);
    const objection = await roster.post(
      `/cases/${id}/mediators/${who}/actions/object`,
      { reason: '有往来' },
      FIRM,
    );
    expect(objection.status).toBe(200);
    expect(await step.act(id, 'start')).toMatchObject({
      status: 409,
      body: { type: type('objection-undecided') },
    });
    await roster.post(`/cases/${id}/mediators/${who}/actions/keep`, { reason: '核实无利害关系' });
    await change('D1', { relatives: [{ phone: '13800138000' }] });
    expect(await step.act(id, 'start')).toMatchObject({
      status: 409,
      body: { type: type('mediator-in-conflict'), mediators: [{ id: who, code: 'mediator-is-relative' }] },
    });
    await change('D1', { relatives: [] });
    expect((await step.act(id, 'start')).status).toBe(200);
  });

  it('stops every signature and the seal', async () => {
    const { id: who } = await roster.enter('E1');
    const { of, textHash } = await step.confirmed();
    await service.deps.db.pool.query(
      `update dispute_case set mediators = array[$2]::uuid[], members = members || array['m:account-E1'] where id = $1`,
      [of.id, who],
    );
    const asMediator = { roles: 'mediator', sub: 'mediator-1' } as const;
    await change('E1', { relatives: [{ phone: '13800138000' }] });
    const stopped = { status: 409, body: { type: type('mediator-in-conflict') } };
    expect(await step.sign(WORKER, of, { party: of.worker }, textHash)).toMatchObject(stopped);
    expect(await step.sign(asMediator, of, { mediator: 'mediator-1' }, textHash)).toMatchObject(stopped);
    expect(await step.seal(of, textHash)).toMatchObject(stopped);
    await change('E1', { relatives: [] });
    expect((await step.sign(WORKER, of, { party: of.worker }, textHash)).status).toBe(201);
    expect((await step.seal(of, textHash)).status).toBe(201);
  });
});
