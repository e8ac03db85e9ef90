import { expect, it } from '@jest/globals';
import { agreeing, type Case } from './agreed-case.ts';
import { sessionTable, slot } from './session-table.ts';

const at = sessionTable();
const THIRD = { side: 'third', kind: 'person', name: '担保人' };

/** Brings somebody else into the case on the day it is. */
async function bring(of: Case, party: object) {
  const step = agreeing(at.service);
  const known = (await step.read(of.id)).parties.map(({ id }: { id: string }) => ({ id }));
  const answer = await step.amend(of.id, { parties: [...known, party] });
  expect(answer.status).toBe(200);
  return answer.body.parties.at(-1).id as string;
}

it('refuses an oral agreement of a day before a side was whole, whoever else joined', async () => {
  const step = agreeing(at.service);
  const agree = (of: Case, reachedOn: string) =>
    step.act(of.id, 'agree-orally', { amountAgreed: '1.00', summary: '和解。', reachedOn });
  const joined = async (party: object) => {
    at.service.clock.set('2025-08-20T02:00:00Z');
    const of = await step.mediating({ category: 'debt', organisation: 'people-mediation' });
    at.service.clock.set('2025-08-22T02:00:00Z');
    const joiner = await bring(of, party);
    expect((await step.act(of.id, 'consent', { party: joiner })).status).toBe(200);
    at.service.clock.set('2025-08-25T02:00:00Z');
    // A later correction of the others changes nothing of when it came.
    const known = (await step.read(of.id)).parties.map(({ id }: { id: string }) => ({ id }));
    await step.amend(of.id, { parties: known });
    return of;
  };
  const whole = await joined({ side: 'respondent', kind: 'person', name: '共同债务人' });
  expect(await agree(whole, '2025-08-21')).toMatchObject({
    status: 422,
    body: {
      errors: [
        {
          pointer: '/reachedOn',
          code: 'party-joined-later',
          detail: expect.stringContaining('2025-08-22'),
        },
      ],
    },
  });
  expect((await agree(whole, '2025-08-22')).body).toMatchObject({ effectiveOn: '2025-08-22' });
  expect((await agree(await joined(THIRD), '2025-08-21')).status).toBe(200);
});

it('asks whoever joins a case that is mediated already, and binds nobody by word of mouth who was never asked', async () => {
  const step = agreeing(at.service);
  const spoken = { amountAgreed: '1.00', summary: '和解。' };
  const orally = { category: 'debt', organisation: 'people-mediation' };
  at.service.clock.set('2025-08-20T02:00:00Z');
  const of = await step.mediating(orally);
  expect((await step.read(of.id)).allowedActions).not.toContain('consent');
  const joiner = await bring(of, {
    side: 'respondent',
    kind: 'person',
    name: '共同债务人',
    subject: 'joiner-1',
  });
  const early = await step.act(of.id, 'agree-orally', spoken);
  expect([early.status, early.body.type]).toEqual([409, 'urn:qinwu:problem:consent-missing']);
  expect((await step.read(of.id)).allowedActions).toContain('consent');
  const consent = () => step.post({ roles: 'party', sub: 'joiner-1' }, `/cases/${of.id}/actions/consent`);
  const done = await consent();
  expect(done).toMatchObject({ status: 200, body: { state: 'MEDIATING' } });
  expect(done.body.parties.find(({ id }: { id: string }) => id === joiner)).toMatchObject({
    consent: 'agreed',
  });
  expect((await consent()).body.type).toBe('urn:qinwu:problem:consent-given');
  expect((await step.act(of.id, 'agree-orally', spoken)).body.state).toBe('EFFECTIVE');
});

it('asks anew where another enterprise takes the place of a party at the table', async () => {
  const step = agreeing(at.service);
  at.service.clock.set('2025-08-20T02:00:00Z');
  const of = await step.mediating({ category: 'debt', organisation: 'people-mediation' });
  const other = { id: of.firm, name: '晋江另一鞋业有限公司', uscc: '91350582MA0000023D' };
  const { body } = await step.amend(of.id, { parties: [{ id: of.worker }, other] });
  expect(body.parties).toMatchObject([{ consent: 'agreed' }, { uscc: other.uscc, consent: 'pending' }]);
  const spoken = await step.act(of.id, 'agree-orally', { amountAgreed: '1.00', summary: '和解。' });
  expect(spoken.body.type).toBe('urn:qinwu:problem:consent-missing');
  expect((await step.act(of.id, 'consent', { party: of.firm })).status).toBe(200);
});

it('refuses that a party came to a session before it was in the case', async () => {
  at.service.clock.set('2025-08-20T02:00:00Z');
  const mediator = await at.someone();
  const { id, parties } = await at.roster.mediating([mediator.id]);
  const of = { id, worker: parties[0].id, firm: parties[1].id };
  const { body } = await at.plan(id, slot(1));
  at.service.clock.set('2025-08-22T02:00:00Z');
  const third = await bring(of, THIRD);
  const attendance = [
    { party: of.worker, present: true },
    { party: third, present: true },
  ];
  expect(await at.act(id, body.id, 'hold', { attendance })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/attendance/1/present', code: 'party-joined-later' }] },
  });
  expect((await at.act(id, body.id, 'hold', { attendance: attendance.slice(0, 1) })).status).toBe(200);
});

it('takes the day on which a party came in where that is written down later', async () => {
  at.service.clock.set('2025-08-20T02:00:00Z');
  const mediator = await at.someone();
  const { id, parties } = await at.roster.mediating([mediator.id]);
  const { body } = await at.plan(id, slot(1));
  at.service.clock.set('2025-08-25T02:00:00Z');
  const of = { id, worker: parties[0].id, firm: parties[1].id };
  const step = agreeing(at.service);
  const refused = async (party: object) => {
    const answer = await step.amend(id, { parties: [{ id: of.worker }, { id: of.firm }, party] });
    return [answer.status, answer.body.errors[0].pointer, answer.body.errors[0].code];
  };
  const pointer = '/parties/2/joinedOn';
  expect(await refused({ ...THIRD, joinedOn: '2025-08-19' })).toEqual([422, pointer, 'dates-reversed']);
  expect(await refused({ ...THIRD, joinedOn: '2025-08-26' })).toEqual([422, pointer, 'date-in-future']);
  const early = await step.amend(id, {
    parties: [{ id: of.worker, joinedOn: '2025-08-20' }, { id: of.firm }],
  });
  expect(early.body.errors).toMatchObject([{ code: 'there-from-the-start' }]);
  const third = await bring(of, { ...THIRD, joinedOn: '2025-08-21' });
  expect((await step.read(id)).parties.at(-1)).toMatchObject({ id: third, joinedOn: '2025-08-21' });
  const attendance = [{ party: third, present: true }];
  expect((await at.act(id, body.id, 'hold', { attendance })).status).toBe(200);
});
