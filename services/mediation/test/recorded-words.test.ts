import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { agreeing, type Case, FIRM, MEDIATOR, WINDOW, WORKER } from './agreed-case.ts';
import { INTAKE, type MediationService, type Reply, startMediationService } from './mediation-service.ts';
import { heldSession, mediatedCase, OFFICER, upload } from './negotiation-case.ts';
import { spokenTo } from './recorded-words.ts';
import { withRoster } from './roster.ts';

let service: MediationService;
let step: ReturnType<typeof agreeing>;
beforeAll(async () => {
  service = await startMediationService();
  step = agreeing(service);
});
afterAll(() => service?.close());
beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

const REASON = { reason: '已说明' };
const fault = (pointer: string, code: string) => ({ status: 422, body: { errors: [{ pointer, code }] } });
const problem = (name: string) => `urn:qinwu:problem:${name}`;
const act = (of: Case, action: string, body: object, who: object = WINDOW): Promise<Reply> =>
  step.post(who, `/cases/${of.id}/actions/${action}`, body);
const lastOf = async ({ id }: Case) =>
  (await service.as({ roles: 'supervisor' })('GET', `/cases/${id}/history`)).body.items.at(-1);
const toldTo = async (who: object, { id }: Case, language = 'zh') => {
  const headers = { 'accept-language': language };
  const { body } = await service.as(who)('GET', '/notices?limit=100', { headers });
  return body.items.filter((each: { case: string; kind: string }) => {
    return each.case === id && each.kind === 'word-recorded';
  });
};
const sees = async (file: string, people: readonly object[]) =>
  Promise.all(people.map(async (who) => (await service.as(who)('GET', `/files/${file}`)).status));

const register = async (over: object = {}, who: object = WINDOW): Promise<Case> => {
  const { status, body } = await step.post(who, '/cases', { ...INTAKE, ...over });
  expect(status).toBe(201);
  return { id: body.id, worker: body.parties[0].id, firm: body.parties[1].id };
};
const accepted = async (): Promise<Case> => {
  const of = await register();
  expect((await act(of, 'consent', {}, FIRM)).status).toBe(200);
  expect((await act(of, 'accept', {})).status).toBe(200);
  return of;
};

describe('consent, refusal and withdrawal that the staff records', () => {
  const acts: [string, object, string][] = [
    ['consent', {}, 'REGISTERED'],
    ['refuse', REASON, 'REFUSED'],
    ['withdraw', REASON, 'WITHDRAWN'],
  ];
  /** Whose act it is, on whose side. */
  const speaking = (of: Case, action: string) => ({ party: action === 'withdraw' ? of.worker : of.firm });

  it.each(acts)('%s on its own word is refused', async (action, body) => {
    const of = await register();
    const said = { ...body, ...speaking(of, action) };
    for (const who of [WINDOW, { roles: 'supervisor', sub: 'chief-1' }]) {
      expect(await act(of, action, said, who)).toMatchObject(fault('/scan', 'word-unproven'));
    }
    expect(await act(of, action, { ...said, madeBy: 'party' })).toMatchObject(
      fault('/scan', 'word-unproven'),
    );
    expect((await step.read(of.id)).version).toBe(1);
  });

  it.each(acts)('%s is taken as it was spoken, of a day in the case', async (action, body, state) => {
    const of = await register();
    const said = { ...body, ...speaking(of, action) };
    service.clock.set('2025-08-22T02:00:00Z');
    const spoken = (on: string, how = 'phone') => act(of, action, { ...said, spoken: { how, on } });
    expect(await spoken('2025-08-23')).toMatchObject(fault('/spoken/on', 'date-in-future'));
    expect(await spoken('2025-08-19')).toMatchObject(fault('/spoken/on', 'dates-reversed'));
    expect((await spoken('2025-08-21', 'rumour')).status).toBe(400);
    expect(await spoken('2025-08-21')).toMatchObject({ status: 200, body: { state } });
    expect(await lastOf(of)).toMatchObject({
      action,
      change: { ...speaking(of, action), madeBy: 'party', spoken: { how: 'phone', on: '2025-08-21' } },
    });
  });

  it.each(acts)('%s is shown by a paper or a session, and the party is told', async (action, body) => {
    const [ofPaper, ofSession] = [await register(), await register()];
    const [own, other] = action === 'withdraw' ? [WORKER, FIRM] : [FIRM, WORKER];
    const said = (of: Case) => ({ ...body, ...speaking(of, action) });
    const scan = await upload(service, WINDOW, `paper to ${action}`);
    expect((await act(ofPaper, action, { ...said(ofPaper), scan })).status).toBe(200);
    expect((await lastOf(ofPaper)).change).toMatchObject({ madeBy: 'party', files: [{ id: scan }] });
    // Who signed it sees what is said to be their word; the other side sees that it was given, and no more.
    expect(await sees(scan, [WINDOW, own, other])).toEqual([200, 200, 404]);
    expect(await toldTo(own, ofPaper)).toMatchObject([
      { ...speaking(ofPaper, action), text: expect.stringContaining('签名的书面材料') },
    ]);
    expect(await toldTo(own, ofPaper, 'en')).toMatchObject([
      { text: expect.stringContaining('in a signed paper') },
    ]);
    expect(await toldTo(other, ofPaper)).toEqual([]);

    const elsewhere = await heldSession(service, ofPaper, '另案');
    const unfit = await act(ofSession, action, { ...said(ofSession), session: elsewhere });
    expect(unfit).toMatchObject(fault('/session', 'session-unfit'));
    const session = await heldSession(service, ofSession, '到场');
    expect((await act(ofSession, action, { ...said(ofSession), session })).status).toBe(200);
    expect((await lastOf(ofSession)).change).toMatchObject({ madeBy: 'party', session });
  });

  it.each(acts)('%s of the party itself says nothing of it', async (action, body) => {
    const of = await register();
    const who = action === 'withdraw' ? WORKER : FIRM;
    for (const [name, value] of Object.entries({ madeBy: 'party', ...spokenTo(service) })) {
      const told = await act(of, action, { ...body, [name]: value }, who);
      expect(told).toMatchObject(fault(`/${name}`, 'recorded-by-staff'));
    }
    expect((await act(of, action, body, who)).status).toBe(200);
    expect((await lastOf(of)).change).not.toHaveProperty('madeBy');
    expect(await toldTo(who, of)).toEqual([]);
  });

  it('is taken from the officer who filed the case as well, and of nobody who joined later', async () => {
    const of = await register({}, OFFICER);
    const unproven = await act(of, 'consent', { party: of.firm }, OFFICER);
    expect(unproven).toMatchObject(fault('/scan', 'word-unproven'));
    service.clock.set('2025-08-22T02:00:00Z');
    const third = { side: 'third', kind: 'person', name: '包工头王五', joinedOn: '2025-08-22' };
    const parties = [{ id: of.worker }, { id: of.firm }, third];
    const joined = (await step.amend(of.id, { parties })).body.parties[2].id;
    const early = await act(of, 'consent', { party: joined, spoken: { how: 'phone', on: '2025-08-21' } });
    expect(early).toMatchObject(fault('/spoken/on', 'party-joined-later'));
    const said = { party: of.firm, spoken: { how: 'in-person', on: '2025-08-21' } };
    expect((await act(of, 'consent', said, OFFICER)).status).toBe(200);
  });

  it('is that of a representative as far as its mandate goes', async () => {
    const of = await register();
    const alone = { party: of.worker, ...REASON, ...spokenTo(service), madeBy: 'representative' };
    const missing = await act(of, 'withdraw', alone);
    expect(missing).toMatchObject(fault('/madeBy', 'representative-missing'));
    const appoint = async (powers: string) => {
      const mandate = await upload(service, WINDOW, `mandate ${powers}`);
      const representative = { name: '李律师', powers, mandate };
      const { status } = await step.amend(of.id, {
        parties: [{ id: of.worker, representative }, { id: of.firm }],
      });
      expect(status).toBe(200);
    };
    await appoint('general');
    const general = await act(of, 'withdraw', alone);
    expect(general).toMatchObject(fault('/madeBy', 'special-powers-missing'));
    await appoint('special');
    expect((await act(of, 'withdraw', alone)).body.state).toBe('WITHDRAWN');
    expect((await lastOf(of)).change).toMatchObject({ party: of.worker, madeBy: 'representative' });
    expect((await toldTo(WORKER, of))[0].text).toContain('您方代理人');
  });

  it('a withdrawal is of the day on which the last of the applicants said so, each for itself', async () => {
    const second = { side: 'applicant', kind: 'person', name: '李二', phone: '13800138001' };
    const { body } = await step.post(WINDOW, '/cases', {
      ...INTAKE,
      workers: 2,
      parties: [...INTAKE.parties, second],
    });
    const [worker, firm, other] = body.parties.map(({ id }: { id: string }) => id);
    const of = { id: body.id, worker, firm };
    service.clock.set('2025-08-25T02:00:00Z');
    const spoken = (on: string) => ({ spoken: { how: 'phone', on } });
    const said = { party: worker, agreedBy: [worker, other], ...REASON, ...spoken('2025-08-21') };
    expect(await act(of, 'withdraw', said)).toMatchObject(fault('/words', 'word-unproven'));
    const words = [{ party: other, ...spoken('2025-08-22') }];
    const stranger = await act(of, 'withdraw', { ...said, words: [{ ...words[0], party: firm }] });
    expect(stranger).toMatchObject(fault('/words/0/party', 'word-not-asked'));
    const empty = await act(of, 'withdraw', { ...said, words: [{ party: other }] });
    expect(empty).toMatchObject(fault('/words/0/scan', 'word-unproven'));
    const before = await act(of, 'withdraw', { ...said, words, withdrawnOn: '2025-08-21' });
    expect(before).toMatchObject(fault('/withdrawnOn', 'dates-reversed'));
    const done = await act(of, 'withdraw', { ...said, words });
    expect(done).toMatchObject({ status: 200, body: { concludedOn: '2025-08-22' } });
    expect((await lastOf(of)).change.said).toMatchObject([{ party: worker }, words[0]]);
  });
});

describe('a longer term', () => {
  const extend = (of: Case, words: object | undefined) =>
    act(of, 'extend', { days: 10, agreedBy: [of.worker, of.firm], ...REASON, words });

  it('is extended by the word of each side, spoken or not, and by nobody for the other', async () => {
    const of = await accepted();
    const word = spokenTo(service);
    const one = { party: of.worker, ...word };
    for (const words of [undefined, [], [one]]) {
      expect(await extend(of, words)).toMatchObject(fault('/words', 'word-unproven'));
    }
    expect(await extend(of, [one, one])).toMatchObject(fault('/words/1/party', 'word-not-asked'));
    expect(await extend(of, [one, { party: of.firm }])).toMatchObject(
      fault('/words/1/scan', 'word-unproven'),
    );
    expect((await step.read(of.id)).extended).toBe(false);
    const done = await extend(of, [{ party: of.firm, ...word }, one]);
    expect(done).toMatchObject({ status: 200, body: { extended: true } });
    expect((await lastOf(of)).change.said).toMatchObject([
      { party: of.worker, madeBy: 'party', ...word },
      { party: of.firm, madeBy: 'party', ...word },
    ]);
    for (const who of [WORKER, FIRM]) expect(await toldTo(who, of)).toHaveLength(1);
  });

  it('is extended by one paper that both signed, which both see, or by papers of their own', async () => {
    const [joint, apart] = [await accepted(), await accepted()];
    const scan = await upload(service, WINDOW, '双方签名的延期确认书');
    const words = [joint.worker, joint.firm].map((party) => ({ party, scan }));
    expect((await extend(joint, words)).status).toBe(200);
    expect(await sees(scan, [WINDOW, WORKER, FIRM])).toEqual([200, 200, 200]);
    expect(await sees(scan, [{ roles: 'party', sub: 'stranger-1' }])).toEqual([404]);
    const own = await upload(service, WINDOW, '申请人的确认书');
    const reused = await extend(apart, [
      { party: apart.worker, scan },
      { party: apart.firm, ...spokenTo(service) },
    ]);
    expect(reused).toMatchObject(fault('/words/0/scan', 'file-unusable'));
    const done = await extend(apart, [
      { party: apart.worker, scan: own },
      { party: apart.firm, ...spokenTo(service) },
    ]);
    expect(done.status).toBe(200);
    expect(await sees(own, [WORKER, FIRM])).toEqual([200, 404]);
  });
});

describe('an offer that the staff records', () => {
  const SUM = { amount: '9000', terms: '一次付清' };

  it('is made on the word of its side, of which the other one reads nothing', async () => {
    const of = await mediatedCase(service);
    const make = (body: object, who: object = MEDIATOR) =>
      step.post(who, `/cases/${of.id}/offers`, { ...SUM, ...body });
    for (const who of [MEDIATOR, WINDOW]) {
      expect(await make({ party: of.firm }, who)).toMatchObject(fault('/scan', 'word-unproven'));
    }
    expect(await make(spokenTo(service), FIRM)).toMatchObject(fault('/spoken', 'recorded-by-staff'));
    const scan = await upload(service, MEDIATOR, 'the offer of the firm');
    const made = await make({ party: of.firm, scan });
    expect(made).toMatchObject({ status: 201, body: { party: of.firm, status: 'open' } });
    expect(await lastOf(of)).toMatchObject({ action: 'offer-made', change: { files: [{ id: scan }] } });
    expect(await sees(scan, [MEDIATOR, FIRM, WORKER])).toEqual([200, 200, 404]);
    expect([(await toldTo(FIRM, of)).length, (await toldTo(WORKER, of)).length]).toEqual([1, 0]);
    expect((await make({}, FIRM)).status).toBe(201);
    expect((await lastOf(of)).change).not.toHaveProperty('madeBy');
  });

  it('is rejected and withdrawn by telephone, and not accepted nor released', async () => {
    const of = await mediatedCase(service);
    const offer = async (over: object = {}) =>
      (await step.post(FIRM, `/cases/${of.id}/offers`, { ...SUM, ...over })).body.id;
    const move = (id: string, action: string, body: object) =>
      step.post(MEDIATOR, `/cases/${of.id}/offers/${id}/actions/${action}`, body);
    const word = spokenTo(service);
    const [first, secret] = [await offer(), await offer({ confidential: true })];
    expect((await move(first, 'accept', { party: of.worker, ...word })).status).toBe(400);
    expect((await move(secret, 'release', word)).status).toBe(400);
    expect((await move(first, 'reject', { party: of.worker, ...word })).body.status).toBe('rejected');
    expect((await move(secret, 'withdraw', word)).body.status).toBe('withdrawn');
    expect((await lastOf(of)).change).toMatchObject({ status: 'withdrawn', madeBy: 'party', ...word });
    expect((await toldTo(WORKER, of)).length).toBe(1);
  });
});

it('a consent to the use of sensitive data is recorded with how it was given, of its own day', async () => {
  const of = await mediatedCase(service);
  service.clock.set('2025-08-22T02:00:00Z');
  const say = (body: object, who: object = WINDOW) =>
    step.post(who, `/cases/${of.id}/consents`, {
      ...{ party: of.worker, scope: 'account', given: true, textVersion: '2025-01' },
      ...body,
    });
  expect(await say({})).toMatchObject(fault('/scan', 'word-unproven'));
  const spoken = { how: 'in-person', on: '2025-08-21' };
  expect(await say({ spoken })).toMatchObject(fault('/spoken/on', 'word-of-another-day'));
  expect((await say({ spoken, at: '2025-08-21T03:00:00Z' })).status).toBe(201);
  expect((await lastOf(of)).change).toMatchObject({ party: of.worker, madeBy: 'party', spoken });
  expect((await say({ given: false })).body.errors[0].code).toBe('word-unproven');
  expect((await say({ given: false }, WORKER)).status).toBe(201);
  expect(await toldTo(WORKER, of)).toHaveLength(1);
});

it('an objection to a mediator is recorded with how it was given', async () => {
  const mediator = (await withRoster(service).enter('W1')).id;
  const of = await accepted();
  expect((await step.post(WINDOW, `/cases/${of.id}/mediators`, { mediators: [mediator] })).status).toBe(201);
  const object = (body: object, who: object = WINDOW) =>
    step.post(who, `/cases/${of.id}/mediators/${mediator}/actions/object`, { ...REASON, ...body });
  expect(await object({ party: of.firm })).toMatchObject(fault('/scan', 'word-unproven'));
  expect(await object(spokenTo(service), WORKER)).toMatchObject(fault('/spoken', 'recorded-by-staff'));
  const scan = await upload(service, WINDOW, 'objection');
  expect((await object({ party: of.firm, scan })).status).toBe(200);
  const change = { party: of.firm, madeBy: 'party', files: [{ id: scan }] };
  expect(await lastOf(of)).toMatchObject({ action: 'mediator-objected', change });
  expect([await sees(scan, [FIRM, WORKER]), (await toldTo(FIRM, of)).length]).toEqual([[200, 404], 1]);
  expect((await object({}, WORKER)).status).toBe(200);
  expect((await lastOf(of)).change).not.toHaveProperty('madeBy');
});

it('a party is told that the staff recorded its confirmation or signature of an agreement', async () => {
  const of = await step.mediating();
  const { textHash } = (await step.draft(of)).body;
  await step.act(of.id, 'agree');
  const paper = async () => ({ scan: await upload(service, WINDOW, '协议文本') });
  const confirmed = await step.confirm(WINDOW, of, textHash, { party: of.firm, ...(await paper()) });
  expect(confirmed.status).toBe(201);
  await step.confirm(WORKER, of, textHash);
  const ink = { kind: 'ink', signedOn: '2025-08-20', ...(await paper()) };
  expect((await step.sign(WINDOW, of, { party: of.firm }, textHash, ink)).status).toBe(201);
  expect((await step.sign(WORKER, of, { party: of.worker }, textHash)).status).toBe(201);
  const texts = (await toldTo(FIRM, of)).map(({ text }: { text: string }) => text).join();
  expect([texts.includes('确认协议文本'), texts.includes('签署协议')]).toEqual([true, true]);
  expect(await toldTo(WORKER, of)).toEqual([]);
});

it('keeps a client from what only parties and the staff say', async () => {
  const client = { roles: 'client', sub: 'court-1' };
  const { body } = await step.post(client, '/cases', {
    ...INTAKE,
    channel: 'court',
    parties: INTAKE.parties.map((party) => ({ ...party, subject: undefined })),
  });
  for (const action of ['consent', 'refuse', 'withdraw']) {
    const refused = await step.post(client, `/cases/${body.id}/actions/${action}`, {
      party: body.parties[1].id,
      ...(action === 'consent' ? {} : REASON),
      ...spokenTo(service),
    });
    expect(refused).toMatchObject({ status: 403, body: { type: problem('role-insufficient') } });
  }
});
