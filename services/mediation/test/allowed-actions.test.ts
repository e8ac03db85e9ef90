import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { agreeing } from './agreed-case.ts';
import { type MediationService, type Reply, startMediationService } from './mediation-service.ts';
import { ADMIN, ENTRY, FIRM, type Roster, withRoster } from './roster.ts';

const type = (code: string) => `urn:qinwu:problem:${code}`;
/** Of an applicant of `INTAKE`. */
const RELATIVE = '13800138000';

/** What stands against the mediator of a case. */
type Trouble = 'none' | 'objection' | 'conflict';

interface Prepared {
  id: string;
  worker: string;
  firm: string;
  mediator: string;
  /** The answer to the last change of the case. */
  last: Reply;
}

describe('allowed actions', () => {
  let service: MediationService;
  let roster: Roster;
  let step: ReturnType<typeof agreeing>;
  let serial = 0;
  beforeAll(async () => {
    service = await startMediationService();
    roster = withRoster(service);
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const relate = async (code: string, relatives: object[]) => {
    const { body } = await service.as(ADMIN)('GET', `/mediators/${code}`);
    const headers = { 'if-match': `"${body.id}-${body.version}"` };
    const entry = { ...ENTRY, subject: `account-${code}`, relatives };
    expect((await roster.put(`/mediators/${code}`, entry, headers)).status).toBe(200);
  };

  /** Makes the trouble, then changes something else in the case: the answer of that is looked at too. */
  const troubled = async (
    of: Omit<Prepared, 'last'>,
    { code, trouble }: { code: string; trouble: Trouble },
  ): Promise<Prepared> => {
    if (trouble === 'objection') {
      const path = `/cases/${of.id}/mediators/${of.mediator}/actions/object`;
      expect((await roster.post(path, { reason: '有往来' }, FIRM)).status).toBe(200);
    }
    if (trouble === 'conflict') await relate(code, [{ phone: RELATIVE }]);
    const { version } = await step.read(of.id);
    const last = await service.as({ roles: 'dispatcher', sub: 'window-1' })('PUT', `/cases/${of.id}/mode`, {
      body: { mode: 'police-grid-tea-table', gridCode: null },
      headers: { 'if-match': `"${of.id}-${version}"` },
    });
    return { ...of, last };
  };

  /** A case before its start, or in mediation with an agreement drafted. */
  const prepare = async (state: 'ACCEPTED' | 'MEDIATING', trouble: Trouble): Promise<Prepared> => {
    const code = `M${++serial}`;
    const { id: mediator } = await roster.enter(code);
    const { id, parties } = await roster.register();
    const of = { id, worker: parties[0].id, firm: parties[1].id, mediator };
    await step.act(id, 'consent', { party: of.firm });
    expect((await roster.name(id, [mediator])).status).toBe(201);
    await step.act(id, 'accept');
    if (state === 'MEDIATING') {
      await step.act(id, 'start');
      const mediators = [{ account: `account-${code}`, name: '蔡文静' }];
      expect((await step.draft(of, { mediators })).status).toBe(200);
    }
    return troubled(of, { code, trouble });
  };

  const bodyOf = (action: string, { worker, firm }: Prepared): object => {
    const reason = '已说明';
    const bodies: Record<string, object> = {
      start: {},
      agree: {},
      extend: { days: 5, agreedBy: [worker, firm], reason },
      fail: { reason },
      refuse: { party: firm, reason },
      withdraw: { party: worker, reason },
    };
    return bodies[action] ?? {};
  };

  it.each([
    ['ACCEPTED', 'none', ['start', 'extend', 'refuse', 'withdraw'], null],
    ['ACCEPTED', 'objection', ['extend', 'refuse', 'withdraw'], ['start', 'objection-undecided']],
    ['ACCEPTED', 'conflict', ['extend', 'refuse', 'withdraw'], ['start', 'mediator-in-conflict']],
    ['MEDIATING', 'none', ['extend', 'agree', 'fail', 'refuse', 'withdraw'], null],
    ['MEDIATING', 'objection', ['extend', 'agree', 'fail', 'refuse', 'withdraw'], null],
    ['MEDIATING', 'conflict', ['extend', 'fail', 'refuse', 'withdraw'], ['agree', 'mediator-in-conflict']],
  ] as const)(
    'of a case %s with %s are %j, and each is then accepted',
    async (state, trouble, open, shut) => {
      const seen = await prepare(state, trouble);
      expect(seen.last).toMatchObject({ status: 200, body: { allowedActions: open } });
      expect((await step.read(seen.id)).allowedActions).toEqual(open);
      if (shut !== null) {
        const [action, code] = shut;
        expect(await step.act(seen.id, action)).toMatchObject({
          status: 409,
          body: { type: type(code), allowedActions: open },
        });
      }
      for (const action of open) {
        const of = await prepare(state, trouble);
        expect({ action, reply: await step.act(of.id, action, bodyOf(action, of)) }).toMatchObject({
          reply: { status: 200 },
        });
      }
    },
  );

  it('come back with the decision on an objection, and with another mediator', async () => {
    const kept = await prepare('ACCEPTED', 'objection');
    const path = `/cases/${kept.id}/mediators/${kept.mediator}/actions`;
    const decided = await roster.post(`${path}/keep`, { reason: '经核实' });
    expect(decided.body.allowedActions).toContain('start');

    const replaced = await prepare('ACCEPTED', 'conflict');
    const { id: other } = await roster.enter(`M${++serial}`);
    const named = await roster.name(replaced.id, [other]);
    expect(named.body.allowedActions).not.toContain('start');
    const gone = `/cases/${replaced.id}/mediators/${replaced.mediator}/actions/remove`;
    const removed = await roster.post(gone, { reason: '回避' });
    expect(removed.body.allowedActions).toContain('start');
    expect((await step.act(replaced.id, 'start')).status).toBe(200);
  });

  it('are without the agreement once a day of its draft is over, until it is drawn up anew', async () => {
    const of = await prepare('MEDIATING', 'none');
    const draft = (dueOn: string) => {
      const { worker: payee, firm: payer } = of;
      const mediators = [{ account: `account-M${serial}`, name: '蔡文静' }];
      return step.draft(of, { mediators, instalments: [{ dueOn, amount: '12000.00', payer, payee }] });
    };
    expect((await draft('2025-08-22')).status).toBe(200);
    service.clock.set('2025-08-22T15:00:00Z');
    expect((await step.read(of.id)).allowedActions).toContain('agree');
    service.clock.set('2025-08-22T16:00:00Z');
    expect((await step.read(of.id)).allowedActions).not.toContain('agree');
    const late = await step.act(of.id, 'agree');
    expect(late).toMatchObject({ status: 409, body: { type: type('draft-outdated') } });
    expect(late.body.allowedActions).not.toContain('agree');
    expect((await draft('2025-08-23')).status).toBe(200);
    expect((await step.read(of.id)).allowedActions).toContain('agree');
    expect((await step.act(of.id, 'agree')).status).toBe(200);
  });

  it('named by a refusal are those that are open', async () => {
    const { id } = await prepare('ACCEPTED', 'objection');
    for (const action of ['fail', 'consent', 'time-out']) {
      expect(await step.act(id, action, action === 'fail' ? { reason: '过早' } : {})).toMatchObject({
        status: 409,
        body: { allowedActions: ['extend', 'refuse', 'withdraw'] },
      });
    }
  });
});
