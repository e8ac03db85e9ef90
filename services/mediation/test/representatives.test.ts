import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { agreeing, FIRM, MEDIATOR, WINDOW, WORKER } from './agreed-case.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';
import { withRoster } from './roster.ts';

const LAWYER = { roles: 'party', sub: 'lawyer-1' } as const;
const COUNSEL = { roles: 'party', sub: 'lawyer-9' } as const;
const [PERSON, ENTERPRISE] = INTAKE.parties;
type Claims = Parameters<MediationService['as']>[0];

let service: MediationService;
let step: ReturnType<typeof agreeing>;

beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-09-02T02:00:00Z');
  step = agreeing(service);
});
afterAll(() => service?.close());

const statusFor = async (who: Claims, path: string) => (await service.as(who)('GET', path)).status;
const patch = (id: string, parties: object[], who: Claims = WINDOW) => step.amend(id, { parties }, who);
/** The lawyer as the worker's representative, entered by the window. */
const entered = async (
  of: { id: string; worker: string; firm: string },
  powers: string,
  over: object = {},
) => {
  const mandate = await upload(service, WINDOW, `mandate for ${powers} powers`);
  const representative = {
    name: '李律师',
    phone: '13900139000',
    subject: LAWYER.sub,
    powers,
    mandate,
    ...over,
  };
  const done = await patch(of.id, [{ id: of.worker, representative }, { id: of.firm }]);
  return { done, mandate };
};
const printed = async (id: string) => {
  const response = await service.open(WORKER, `/cases/${id}/agreement/document`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
  return text.replace(/\s/g, '');
};
const fault = (pointer: string, code: string) => ({ status: 422, body: { errors: [{ pointer, code }] } });
const LIMITED = { status: 403, body: { type: 'urn:qinwu:problem:special-powers-missing' } };

describe('who stands for a party by a mandate', () => {
  it('sees what the party sees, and nothing once the mandate is withdrawn', async () => {
    const of = await step.mediating();
    expect(await statusFor(LAWYER, `/cases/${of.id}`)).toBe(404);
    const { done, mandate } = await entered(of, 'general');
    expect(done.status).toBe(200);
    const { body } = await service.as(LAWYER)('GET', `/cases/${of.id}`);
    expect(body).toMatchObject({
      standing: 'party',
      parties: [
        { masked: false, phone: '13800138000', representative: { powers: 'general', mandate } },
        { id: of.firm, masked: true },
      ],
    });
    const listed = await service.as(LAWYER)('GET', '/cases');
    expect(listed.body.items.map(({ id }: { id: string }) => id)).toEqual([of.id]);
    expect(await statusFor(LAWYER, `/files/${mandate}`)).toBe(200);
    expect(await statusFor(WORKER, `/files/${mandate}`)).toBe(200);
    expect(await statusFor(MEDIATOR, `/files/${mandate}`)).toBe(200);
    expect(await statusFor(FIRM, `/files/${mandate}`)).toBe(404);
    const seen = (await service.as(FIRM)('GET', `/cases/${of.id}`)).body.parties[0].representative;
    expect(seen).toMatchObject({ powers: 'general', mandate: null });
    expect(
      await step.post(LAWYER, `/cases/${of.id}/caucus/applicant/messages`, { text: '底线' }),
    ).toMatchObject({ status: 201 });

    const kept = await patch(of.id, [{ id: of.worker }, { id: of.firm }]);
    expect(kept.body.parties[0].representative).toMatchObject({ powers: 'general', mandate });
    expect((await patch(of.id, [{ id: of.worker, representative: null }, { id: of.firm }])).status).toBe(200);
    expect(await statusFor(LAWYER, `/cases/${of.id}`)).toBe(404);
    expect(await statusFor(LAWYER, `/files/${mandate}`)).toBe(404);
    expect((await service.as(LAWYER)('GET', '/cases')).body.items).toEqual([]);
    const { items } = (await service.as(WINDOW)('GET', `/cases/${of.id}/history`)).body;
    const amended = items.filter(({ action }: { action: string }) => action === 'amended');
    expect(amended).toMatchObject([
      { change: { mandates: [{ party: of.worker, subject: LAWYER.sub, powers: 'general', file: mandate }] } },
      { change: { fields: ['parties'] } },
      { change: { mandatesEnded: [of.worker] } },
    ]);
    expect(amended[1].change.mandates).toBeUndefined();
  });

  it('loses it to another name, and with the account alone keeps nothing but the paper', async () => {
    const of = await step.mediating();
    await entered(of, 'special');
    const without = { name: '李律师', subject: null };
    const done = await patch(of.id, [{ id: of.worker, representative: without }, { id: of.firm }]);
    expect(done.body.parties[0].representative).toMatchObject({ powers: 'special' });
    expect(await statusFor(LAWYER, `/cases/${of.id}`)).toBe(404);
    await entered(of, 'special');
    expect(await statusFor(LAWYER, `/cases/${of.id}`)).toBe(200);
    const other = await patch(of.id, [{ id: of.worker, representative: { name: '赵另' } }, { id: of.firm }]);
    expect(other.body.parties[0].representative).toMatchObject({ powers: null, mandate: null });
    expect(await statusFor(LAWYER, `/cases/${of.id}`)).toBe(404);
  });

  it('gets special powers by a mandate of their own, and not on the paper of its general ones', async () => {
    const of = await step.mediating();
    const { mandate } = await entered(of, 'general');
    const name = '李律师';
    const amended = (representative: object | null) =>
      patch(of.id, [{ id: of.worker, representative }, { id: of.firm }]);
    const refused = fault('/parties/0/representative/powers', 'powers-raised');
    expect(await amended({ name, powers: 'special' })).toMatchObject(refused);
    // Nor scanned again, or once it was withdrawn.
    expect((await entered(of, 'special', { mandate: undefined })).done).toMatchObject(refused);
    const again = await upload(service, WINDOW, 'mandate for general powers');
    expect((await entered(of, 'special', { mandate: again })).done).toMatchObject(refused);
    expect((await amended(null)).status).toBe(200);
    expect((await entered(of, 'special', { mandate })).done).toMatchObject(refused);
    expect((await entered(of, 'general', { mandate })).done.status).toBe(200);
    const own = await entered(of, 'special');
    expect(own.done).toMatchObject({
      status: 200,
      body: { parties: [{ representative: { powers: 'special', mandate: own.mandate } }, {}] },
    });
    // Special powers may go on by their paper, narrowed to general ones at any time.
    expect((await amended({ name, subject: 'lawyer-2' })).status).toBe(200);
    expect((await amended({ name, powers: 'general' })).status).toBe(200);
  });

  it('settles, confirms and signs by special powers alone', async () => {
    const of = await step.mediating();
    await entered(of, 'general');
    const offered = async () => {
      const terms = { amount: '9000.00', terms: '分期支付' };
      const { body } = await step.post(FIRM, `/cases/${of.id}/offers`, terms);
      return (who: object, action: string, more: object = {}) =>
        step.post(who, `/cases/${of.id}/offers/${body.id}/actions/${action}`, more);
    };
    const answer = await offered();
    expect(await answer(LAWYER, 'accept')).toMatchObject(LIMITED);
    // Nor before the staff; turning it down admits nothing.
    const scan = await upload(service, WINDOW, 'what the lawyer says');
    const recorded = { party: of.worker, scan, madeBy: 'representative' };
    const general = fault('/madeBy', 'special-powers-missing');
    expect(await answer(WINDOW, 'accept', recorded)).toMatchObject(general);
    expect((await answer(WINDOW, 'reject', recorded)).status).toBe(200);
    const paper = await upload(service, WINDOW, 'what the worker says');
    expect((await (await offered())(WINDOW, 'accept', { party: of.worker, scan: paper })).status).toBe(200);
    await entered(of, 'special');
    expect((await (await offered())(LAWYER, 'accept')).status).toBe(200);

    const { textHash } = (await step.draft(of)).body;
    await entered(of, 'general');
    expect((await step.act(of.id, 'agree')).status).toBe(200);
    expect(await step.confirm(LAWYER, of, textHash)).toMatchObject(LIMITED);
    await step.act(of.id, 'renegotiate', { reason: '补授权' });
    await entered(of, 'special');
    expect((await step.act(of.id, 'agree')).status).toBe(200);
    expect((await step.confirm(LAWYER, of, textHash)).status).toBe(201);
    expect((await step.confirm(FIRM, of, textHash)).status).toBe(201);
    expect((await step.sign(LAWYER, of, { party: of.firm }, textHash)).status).toBe(403);
    expect((await step.sign(LAWYER, of, { party: of.worker }, textHash)).status).toBe(201);
    expect((await step.sign(FIRM, of, { party: of.firm }, textHash)).status).toBe(201);
    expect((await printed(of.id)).match(/（代理人李律师）/g)).toHaveLength(1);
  });

  it('may be taken back also once there is an agreement, which still says who signed', async () => {
    const of = await step.mediating();
    await entered(of, 'special');
    const { textHash } = (await step.draft(of)).body;
    await step.act(of.id, 'agree');
    await step.confirm(LAWYER, of, textHash);
    await step.confirm(FIRM, of, textHash);
    await step.sign(LAWYER, of, { party: of.worker }, textHash);
    await step.sign(FIRM, of, { party: of.firm }, textHash);
    await step.sign(MEDIATOR, of, { mediator: 'mediator-1' }, textHash);
    await step.seal(of, textHash);
    const before = await step.read(of.id);
    expect(before.state).toBe('EFFECTIVE');
    for (const more of [{ name: '陈小梅' }, { side: 'third' }]) {
      const refused = await patch(of.id, [{ id: of.worker, representative: null, ...more }, { id: of.firm }]);
      expect(refused.body.type).toBe('urn:qinwu:problem:case-not-open');
    }
    const alone = await patch(of.id, [{ id: of.worker, representative: null }]);
    expect(alone.body.type).toBe('urn:qinwu:problem:case-not-open');
    const done = await patch(of.id, [{ id: of.worker, representative: null }, { id: of.firm }]);
    expect(done).toMatchObject({ status: 200, body: { state: 'EFFECTIVE', clocks: before.clocks } });
    expect(await statusFor(LAWYER, `/cases/${of.id}`)).toBe(404);
    expect(await statusFor(WORKER, `/cases/${of.id}`)).toBe(200);
    expect(await printed(of.id)).toContain('陈晓梅（代理人李律师）');
    const { body } = await service.as(WORKER)('GET', `/cases/${of.id}/agreement`);
    expect(body).toMatchObject({ status: 'effective', missing: { signatures: [] } });
    const paying = `/cases/${of.id}/agreement/instalments/${body.instalments[0].id}/payments`;
    expect((await step.post(WORKER, paying, { amount: '5000.00', paidOn: '2025-09-02' })).status).toBe(201);
  });

  it('acknowledges that the party was paid by special powers alone', async () => {
    const { of, last } = await step.effective();
    await entered(of, 'general');
    const path = `/cases/${of.id}/agreement/instalments/${last.body.instalments[0].id}/payments`;
    const pay = (who: Claims, amount: string) => step.post(who, path, { amount, paidOn: '2025-09-02' });
    const refused = await pay(LAWYER, '5000.00');
    expect(refused).toMatchObject(LIMITED);
    expect(refused.body.title).toContain('确认收到付款');
    const other = `/cases/${of.id}/agreement`;
    expect((await service.as(LAWYER)('GET', other)).body.instalments[0]).toMatchObject({ paid: '0.00' });
    expect((await pay(WORKER, '1000.00')).status).toBe(201);
    await entered(of, 'special');
    expect((await pay(LAWYER, '4000.00')).body.instalments[0]).toMatchObject({ settledOn: '2025-09-02' });
  });

  it('does not stay beside a signature that the party gives itself later', async () => {
    const of = await step.mediating();
    await entered(of, 'special');
    const { textHash } = (await step.draft(of)).body;
    const round = async (who: Claims) => {
      await step.act(of.id, 'agree');
      await step.confirm(who, of, textHash);
      await step.confirm(FIRM, of, textHash);
      expect((await step.sign(who, of, { party: of.worker }, textHash)).status).toBe(201);
    };
    await round(LAWYER);
    await step.act(of.id, 'renegotiate', { reason: '本人要自己签' });
    await round(WORKER);
    expect(await printed(of.id)).not.toContain('代理人李律师）');
  });

  it('neither withdraws nor says where to pay by general powers, and is not offered to', async () => {
    const of = await step.mediating();
    await entered(of, 'general');
    const read = async () => (await service.as(LAWYER)('GET', `/cases/${of.id}`)).body.allowedActions;
    expect(await read()).not.toContain('withdraw');
    const withdraw = () =>
      step.post(LAWYER, `/cases/${of.id}/actions/withdraw`, { reason: '双方已自行和解' });
    expect(await withdraw()).toMatchObject(LIMITED);
    const consents = `/cases/${of.id}/consents`;
    const consent = { scope: 'account', given: true, textVersion: '2025-01' };
    expect(await step.post(LAWYER, consents, consent)).toMatchObject(LIMITED);
    expect((await step.post(WORKER, consents, consent)).status).toBe(201);
    expect((await step.post(LAWYER, consents, { ...consent, given: false })).status).toBe(201);
    const account = { holder: '李律师', bank: '中国银行晋江支行', number: '6217001234567890123' };
    const path = `/cases/${of.id}/parties/${of.worker}/account`;
    const headers = await step.seen(of.id);
    expect(await service.as(LAWYER)('PUT', path, { body: account, headers })).toMatchObject(LIMITED);
    await entered(of, 'special');
    expect(await read()).toContain('withdraw');
    expect((await withdraw()).status).toBe(200);
  });

  it('does not sign by general powers what the party confirmed itself', async () => {
    const of = await step.mediating();
    await entered(of, 'general');
    const { textHash } = (await step.draft(of)).body;
    await step.act(of.id, 'agree');
    await step.confirm(WORKER, of, textHash);
    await step.confirm(FIRM, of, textHash);
    expect(await step.sign(LAWYER, of, { party: of.worker }, textHash)).toMatchObject(LIMITED);
    expect((await step.sign(WORKER, of, { party: of.worker }, textHash)).status).toBe(201);
  });

  it('hears the notices to the party', async () => {
    const roster = withRoster(service);
    const mediator = await roster.enter('R1');
    const found = await roster.mediating([mediator.id]);
    const of = { id: found.id, worker: found.parties[0].id, firm: found.parties[1].id };
    const representative = await entered(of, 'general', { subject: COUNSEL.sub });
    expect(representative.done.status).toBe(200);
    const planned = await roster.post(`/cases/${of.id}/sessions`, {
      startsAt: '2025-09-03T01:00:00Z',
      endsAt: '2025-09-03T02:00:00Z',
      mediators: [mediator.id],
      place: '茶桌',
      participants: [],
    });
    expect(planned.status).toBe(201);
    const { items } = (await service.as(COUNSEL)('GET', '/notices')).body;
    expect(items).toHaveLength(1);
  });
});

describe('a mandate', () => {
  const filed = async (who: Claims, representative: object, party = 0, over: object = {}) => {
    const parties: object[] = [PERSON, ENTERPRISE].map((each, n) =>
      n === party ? { ...each, representative } : each,
    );
    return service.as(who)('POST', '/cases', { body: { ...INTAKE, parties, ...over } });
  };
  const terms = async (who: Claims, over: object = {}) => ({
    name: '李律师',
    subject: LAWYER.sub,
    powers: 'special',
    mandate: await upload(service, who, 'mandate'),
    ...over,
  });

  it('is brought by the party with its own application, for itself alone', async () => {
    const done = await filed(WORKER, await terms(WORKER));
    expect(done.status).toBe(201);
    expect(await statusFor(LAWYER, `/cases/${done.body.id}`)).toBe(200);
    const { items } = (await service.as(WINDOW)('GET', `/cases/${done.body.id}/history`)).body;
    expect(items[0].change).toMatchObject({ files: [], mandates: [{ powers: 'special' }] });
    expect(await filed(WORKER, await terms(WORKER), 1)).toMatchObject(
      fault('/parties/1/representative/subject', 'subject-not-yours'),
    );
    const client = { roles: 'client', sub: 'court-1' } as const;
    const nobodys = { ...PERSON, subject: undefined, representative: await terms(client) };
    const body = { ...INTAKE, channel: 'court', parties: [nobodys, ENTERPRISE] };
    expect(await service.as(client)('POST', '/cases', { body })).toMatchObject(
      fault('/parties/0/representative/subject', 'subject-not-yours'),
    );
  });

  it('silences nobody whom a party appoints from the other side', async () => {
    const done = await filed(WORKER, await terms(WORKER, { subject: FIRM.sub }));
    const { id, parties } = done.body;
    const of = { id, worker: parties[0].id, firm: parties[1].id };
    const asFirm = async () => (await service.as(FIRM)('GET', `/cases/${id}`)).body;
    const own = { standing: 'party', parties: [{ masked: true }, { masked: false }] };
    expect(await asFirm()).toMatchObject({ ...own, allowedActions: ['consent', 'refuse'] });
    expect((await step.post(FIRM, `/cases/${id}/actions/consent`)).status).toBe(200);
    expect(await statusFor(FIRM, `/cases/${id}/caucus/applicant/messages`)).toBe(404);
    // Still so once the window has corrected something else.
    expect((await patch(id, [{ id: of.worker, age: 30 }, { id: of.firm }])).status).toBe(200);
    expect(await asFirm()).toMatchObject(own);
    await step.act(id, 'accept');
    const roster = withRoster(service);
    await roster.name(id, [(await roster.enter('R3')).id]);
    const [from, to, link] = ['2025-09-04T01:00:00Z', '2025-09-04T02:00:00Z', 'https://meet.example/apart'];
    const apart = { startsAt: from, endsAt: to, link, parties: [of.worker] };
    expect((await step.post(WINDOW, `/cases/${id}/sessions`, apart)).status).toBe(201);
    const noticesOf = async (who: Claims) =>
      JSON.stringify((await service.as(who)('GET', '/notices?limit=100')).body);
    expect(await noticesOf(WORKER)).toContain(link);
    expect(await noticesOf(FIRM)).not.toContain(link);
    // Whom the window enters it has asked: who stands for both sides then speaks for neither.
    await entered(of, 'special', { subject: FIRM.sub });
    expect(await asFirm()).toMatchObject({ standing: 'both-sides', allowedActions: [] });
    expect(await noticesOf(FIRM)).not.toContain(link);
  });

  it('has a paper of its own and says how far it goes', async () => {
    expect(await filed(WINDOW, await terms(WINDOW, { mandate: undefined }))).toMatchObject(
      fault('/parties/0/representative/mandate', 'mandate-missing'),
    );
    expect(await filed(WINDOW, await terms(WINDOW, { powers: undefined }))).toMatchObject(
      fault('/parties/0/representative/powers', 'powers-missing'),
    );
    expect(await filed(WINDOW, await terms(WORKER))).toMatchObject(
      fault('/parties/0/representative/mandate', 'file-unusable'),
    );
    const both = await terms(WINDOW);
    expect(await filed(WINDOW, both, 0, { attachments: [both.mandate] })).toMatchObject(
      fault('/parties/0/representative/mandate', 'file-unusable'),
    );
  });

  it('is held for one side, and by no mediator of the case', async () => {
    expect(await filed(WINDOW, await terms(WINDOW, { subject: 'worker-1' }), 1)).toMatchObject({
      status: 422,
      body: {
        errors: [
          { pointer: '/parties/0/subject', code: 'subject-on-both-sides' },
          { pointer: '/parties/1/representative/subject', code: 'subject-on-both-sides' },
        ],
      },
    });
    const roster = withRoster(service);
    const mediator = await roster.enter('R2', { name: '蔡另名' });
    const found = await roster.mediating([mediator.id]);
    const of = { id: found.id, worker: found.parties[0].id, firm: found.parties[1].id };
    const { done } = await entered(of, 'general', { subject: 'account-R2' });
    expect(done).toMatchObject(fault('/parties', 'mediator-is-representative'));
    const { id, parties } = await roster.register();
    const free = { id, worker: parties[0].id, firm: parties[1].id };
    await entered(free, 'general', { subject: 'account-R2' });
    const choosing = (who: object) =>
      roster.post(`/cases/${id}/mediator-choices`, { mediators: [mediator.id] }, who);
    expect(await choosing(WORKER)).toMatchObject(fault('/mediators/0', 'mediator-is-representative'));
    // To the other side it would say who stands against it.
    expect((await choosing(FIRM)).status).toBe(201);
    expect(await roster.name(id, [mediator.id])).toMatchObject(
      fault('/mediators/0', 'mediator-is-representative'),
    );
  });
});
