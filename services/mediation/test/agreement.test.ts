import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepClocks } from '../src/use-cases/sweep-clocks.ts';
import { sweepPerformance } from '../src/use-cases/sweep-performance.ts';
import { agreeing, FIRM, MEDIATOR, ORGANISATION, WINDOW, WORKER } from './agreed-case.ts';
import { type MediationService, newKey, startMediationService } from './mediation-service.ts';
import { heldSession, upload } from './negotiation-case.ts';
import { withRoster } from './roster.ts';

const problem = (code: string) => `urn:qinwu:problem:${code}`;

describe('agreements', () => {
  let service: MediationService;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const history = async (id: string) =>
    (await service.as(WINDOW)('GET', `/cases/${id}/history`)).body.items as {
      action: string;
      change: Record<string, unknown>;
    }[];

  it('is drafted, agreed, confirmed, signed and sealed, and then takes effect with its clocks', async () => {
    const { of, textHash } = await step.confirmed();
    expect(await step.read(of.id)).toMatchObject({ state: 'AGREED', amountAgreed: '12000.00' });
    const signed = await step.sign(WORKER, of, { party: of.worker }, textHash);
    expect(signed).toMatchObject({
      status: 201,
      body: {
        status: 'confirmed',
        caseState: 'AGREED',
        missing: { signatures: [of.firm], mediator: true, seal: true },
      },
    });
    await step.seal(of, textHash, { sealNumber: '3505820001' });
    await step.sign(FIRM, of, { party: of.firm }, textHash);
    expect((await step.read(of.id)).state).toBe('AGREED');
    const last = await step.sign(MEDIATOR, of, { mediator: 'mediator-1' }, textHash);
    expect(last).toMatchObject({
      status: 201,
      body: {
        status: 'effective',
        caseState: 'EFFECTIVE',
        effectiveOn: '2025-08-20',
        seal: { organisation: ORGANISATION, sealNumber: '3505820001', sealedOn: '2025-08-20' },
      },
    });
    const found = await step.read(of.id);
    expect(found).toMatchObject({
      outcome: 'agreed',
      concludedOn: '2025-08-20',
      effectiveOn: '2025-08-20',
      agreementNumber: last.body.number,
      amountAgreed: '12000.00',
    });
    const due = found.clocks.map(({ kind, dueAt }: { kind: string; dueAt: string }) => [kind, dueAt]);
    expect(due).toEqual(
      expect.arrayContaining([
        ['review', '2025-09-04T16:00:00.000Z'],
        ['confirm', '2025-09-19T16:00:00.000Z'],
        ['instalment', '2025-09-10T16:00:00.000Z'],
        // 1 October is a holiday: the parties wrote it nonetheless.
        ['instalment', '2025-10-01T16:00:00.000Z'],
      ]),
    );
    expect((await history(of.id)).at(-1)).toMatchObject({
      action: 'take-effect',
      change: { by: 'agreement-signed', from: 'AGREED', to: 'EFFECTIVE' },
    });
  });

  it('refuses sums, dates and persons that do not fit, all at once', async () => {
    const of = await step.mediating();
    const { worker, firm } = of;
    const wrong = await step.draft(of, {
      mediators: [{ account: 'mediator-9', name: '某人' }],
      performBy: '2025-09-01',
      instalments: [
        { dueOn: '2025-08-19', amount: '5000.00', payer: firm, payee: firm },
        { dueOn: '2025-10-01', amount: '6999.99', payer: firm, payee: worker },
      ],
    });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map(({ pointer, code }: Record<string, string>) => [pointer, code])).toEqual([
      ['/instalments/0/payee', 'payee-is-payer'],
      ['/instalments', 'instalments-do-not-add-up'],
      ['/performBy', 'perform-by-before-last'],
      ['/instalments/0/dueOn', 'date-past'],
      ['/mediators/0/account', 'not-a-mediator-of-the-case'],
    ]);
    const goods = { instalments: [], performBy: '2025-09-30' };
    expect((await step.draft(of, goods)).body.errors[0].code).toBe('instalments-do-not-add-up');
    const terms = [{ text: '被申请人以价值12000元的设备抵偿。', nonMonetary: true }];
    expect(await step.draft(of, { ...goods, terms })).toMatchObject({ status: 200, body: { revision: 1 } });
  });

  it('names each mediator once, and as the roster does', async () => {
    const roster = withRoster(service);
    const mediator = await roster.enter('tea');
    const { id, parties } = await roster.mediating([mediator.id]);
    const of = { id, worker: parties[0].id, firm: parties[1].id };
    const account = 'account-tea';
    const named = (...names: string[]) =>
      step.draft(of, { mediators: names.map((name) => ({ account, name })) });
    expect(await named('林调解')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/mediators/0/name', code: 'name-differs' }] },
    });
    expect(await named(mediator.name, mediator.name)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/mediators/1/account', code: 'mediator-twice' }] },
    });
    expect((await named(mediator.name)).status).toBe(200);
  });

  it('is agreed only on a draft, with its amount, about the case as it stands', async () => {
    const of = await step.mediating();
    const isOffered = async () => (await step.read(of.id)).allowedActions.includes('agree');
    expect(await isOffered()).toBe(false);
    expect(await step.act(of.id, 'agree')).toMatchObject({
      status: 409,
      body: { type: problem('agreement-missing') },
    });
    await step.draft(of);
    expect(await isOffered()).toBe(true);
    const differs = await step.act(of.id, 'agree', { amountAgreed: '13600.00' });
    expect(differs).toMatchObject({ status: 422, body: { errors: [{ code: 'amount-differs' }] } });
    const { version } = await step.read(of.id);
    await service.as(WINDOW)('PATCH', `/cases/${of.id}`, {
      body: { claims: [{ type: '支付工资', amount: '20000.00' }] },
      headers: { 'if-match': `"${of.id}-${version}"` },
    });
    expect(await isOffered()).toBe(false);
    expect((await step.act(of.id, 'agree')).body.type).toBe(problem('draft-outdated'));
    expect((await step.draft(of)).body.revision).toBe(2);
    expect(await isOffered()).toBe(true);
    service.clock.set('2025-09-11T02:00:00Z');
    expect((await step.act(of.id, 'agree')).body.type).toBe(problem('draft-outdated'));
    service.clock.set('2025-08-20T02:00:00Z');
    expect(await step.act(of.id, 'agree')).toMatchObject({ status: 200, body: { amountAgreed: '12000.00' } });
  });

  it('is signed only after every party has confirmed it, once each, by the same key again', async () => {
    const of = await step.mediating();
    const { textHash } = (await step.draft(of)).body;
    const early = await step.confirm(WORKER, of, textHash);
    expect(early).toMatchObject({ status: 409, body: { type: problem('agreement-not-open-to-signing') } });
    await step.act(of.id, 'agree');
    expect((await step.confirm(WORKER, of, textHash)).status).toBe(201);
    expect((await step.confirm(WORKER, of, textHash)).body.type).toBe(problem('confirmed-already'));
    const before = await step.sign(WORKER, of, { party: of.worker }, textHash);
    expect(before).toMatchObject({ status: 409, body: { type: problem('confirmation-missing') } });
    expect((await step.seal(of, textHash)).body.type).toBe(problem('confirmation-missing'));
    const scan = await upload(service, WINDOW, 'confirmed');
    expect((await step.confirm(WINDOW, of, textHash, { party: of.firm, scan })).status).toBe(201);
    const headers = { 'idempotency-key': newKey() };
    const path = `/cases/${of.id}/agreement/signatures`;
    const body = { signer: { party: of.worker }, kind: 'electronic', textHash };
    const first = await step.post(WORKER, path, body, headers);
    const again = await step.post(WORKER, path, body, headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await step.post(WORKER, path, body)).body.type).toBe(problem('signed-already'));
  });

  it('is confirmed for a party on the paper it signed or for the session it came to, on no word of the staff', async () => {
    const of = await step.mediating();
    const before = await heldSession(service, of, '记录');
    service.clock.advance({ minutes: 1 });
    const { textHash } = (await step.draft(of)).body;
    await step.act(of.id, 'agree');
    const confirm = (over: object) => step.confirm(WINDOW, of, textHash, { party: of.firm, ...over });
    const refused = (pointer: string, code: string) => ({
      status: 422,
      body: { errors: [{ pointer, code }] },
    });
    expect(await confirm({})).toMatchObject(refused('/scan', 'confirmation-unproven'));
    expect(await step.confirm(MEDIATOR, of, textHash, { party: of.firm })).toMatchObject({ status: 422 });
    expect(await confirm({ session: before })).toMatchObject(refused('/session', 'session-unfit'));
    const elsewhere = await heldSession(service, await step.mediating(), '记录');
    expect(await confirm({ session: elsewhere })).toMatchObject(refused('/session', 'session-unfit'));
    const alone = await heldSession(service, { ...of, firm: of.worker }, '记录');
    expect(await confirm({ session: alone })).toMatchObject(refused('/session', 'session-unfit'));
    // Held the day before, and recorded today.
    const late = await heldSession(service, of, '记录', { days: -1 });
    expect(await confirm({ session: late })).toMatchObject(refused('/session', 'session-unfit'));
    const another = await upload(service, WORKER, 'another’s');
    expect(await confirm({ scan: another })).toMatchObject(refused('/scan', 'file-unusable'));

    const session = await heldSession(service, of, '记录');
    expect((await confirm({ session })).status).toBe(201);
    const scan = await upload(service, WINDOW, 'confirmed');
    expect((await confirm({ party: of.worker, scan })).status).toBe(201);
    const { items } = (await service.as(WINDOW)('GET', `/cases/${of.id}/history`)).body;
    expect(items.slice(-2)).toMatchObject([
      { action: 'agreement-confirmed', change: { party: of.firm, session } },
      { action: 'agreement-confirmed', change: { party: of.worker, files: [{ id: scan }] } },
    ]);
  });

  it('lets an account sign for itself alone, and the staff record paper with its scan', async () => {
    const { of, textHash } = await step.confirmed();
    const mine = { party: of.worker };
    for (const [who, signer] of [
      [FIRM, mine],
      [WINDOW, mine],
      [MEDIATOR, mine],
      [WINDOW, { mediator: 'mediator-1' }],
    ] as const) {
      const refused = await step.sign(who, of, signer, textHash);
      expect(refused).toMatchObject({ status: 403, body: { type: problem('signature-not-yours') } });
    }
    const own = await step.sign(WORKER, of, mine, textHash, { kind: 'ink' });
    expect(own.body.type).toBe(problem('recorded-by-staff'));
    const bare = await step.sign(WINDOW, of, mine, textHash, { kind: 'fingerprint' });
    expect(bare).toMatchObject({ status: 422, body: { errors: [{ pointer: '/scan' }] } });
    const outsider = await step.sign({ roles: 'party', sub: 'worker-9' }, of, mine, textHash);
    expect(outsider.status).toBe(404);
    const form = new FormData();
    form.append('file', new Blob(['%PDF-1.4 scan\n%%EOF'], { type: 'application/pdf' }), 'scan.pdf');
    const scan = (await service.as(WINDOW)('POST', '/files', { form })).body.id;
    const paper = await step.sign(WINDOW, of, mine, textHash, { kind: 'fingerprint', scan });
    expect(paper).toMatchObject({ status: 201, body: { signatures: [{ kind: 'fingerprint', scan }] } });
    const wrongSeal = await step.seal(of, textHash, { organisation: '另一调解组织' });
    expect(wrongSeal.body.errors[0].code).toBe('organisation-differs');
  });

  it('takes effect on the day of the last paper, whenever it is recorded', async () => {
    const { of, textHash } = await step.confirmed();
    const paper = async () => ({ kind: 'ink', scan: await upload(service, WINDOW, 'paper') });
    const sign = async (signer: object, over: object) =>
      step.sign(WINDOW, of, signer, textHash, { ...(await paper()), ...over });
    service.clock.set('2025-09-12T02:00:00Z');
    const refused = (code: string) => ({ status: 422, body: { errors: [{ pointer: '/signedOn', code }] } });
    expect(await sign({ party: of.worker }, { signedOn: '2025-08-19' })).toMatchObject(
      refused('dates-reversed'),
    );
    expect(await sign({ party: of.worker }, { signedOn: '2025-09-13' })).toMatchObject(
      refused('date-in-future'),
    );
    const electronic = await step.sign(WORKER, of, { party: of.worker }, textHash, {
      signedOn: '2025-08-21',
    });
    expect(electronic).toMatchObject(refused('electronic-is-now'));
    await sign({ party: of.worker }, { signedOn: '2025-08-21' });
    await sign({ party: of.firm }, { signedOn: '2025-08-22' });
    await step.seal(of, textHash, { sealedOn: '2025-08-25' });
    const last = await sign({ mediator: 'mediator-1' }, { signedOn: '2025-08-22' });
    expect(last.body).toMatchObject({
      caseState: 'EFFECTIVE',
      effectiveOn: '2025-08-25',
      seal: { sealedOn: '2025-08-25' },
      signatures: [{ signedAt: '2025-08-20T16:00:00.000Z' }, {}, {}],
    });
    const found = await step.read(of.id);
    expect(found).toMatchObject({ effectiveOn: '2025-08-25', concludedOn: '2025-08-25' });
    const clock = (kind: string) => found.clocks.find((each: { kind: string }) => each.kind === kind);
    expect(clock('mediate')).toMatchObject({ onTime: true });
    expect(clock('confirm')).toMatchObject({ dueAt: '2025-09-24T16:00:00.000Z' });
    // What ran out before it was recorded lapses, and what was not paid is a breach, as if it had been known.
    await sweepClocks(service.deps, service.clock.now());
    await sweepPerformance(service.deps, service.clock.now());
    const swept = await step.read(of.id);
    expect(swept).toMatchObject({ state: 'BREACHED', breachedOn: '2025-09-11' });
    expect(swept.clocks.find((each: { kind: string }) => each.kind === 'review')).toMatchObject({
      lapsed: true,
    });
  });

  it('gives a changed text a new revision and voids what was signed', async () => {
    const { of, textHash } = await step.confirmed();
    await step.sign(WORKER, of, { party: of.worker }, textHash);
    const same = await step.draft(of, { reminderDays: 5 });
    expect(same.body).toMatchObject({ revision: 1, textHash, reminderDays: 5, signatures: [{}] });
    const changed = await step.draft(of, { manner: '现金支付。' });
    expect(changed.body).toMatchObject({ revision: 2, status: 'draft', signatures: [], confirmedBy: [] });
    expect(changed.body.textHash).not.toBe(textHash);
    expect((await history(of.id)).at(-1)?.change).toMatchObject({ voided: [`party:${of.worker}`] });
    const stale = await step.sign(FIRM, of, { party: of.firm }, textHash);
    expect(stale).toMatchObject({ status: 409, body: { type: problem('text-changed') } });
    const without = await service.as(WINDOW)('PUT', `/cases/${of.id}/agreement`, { body: step.draftOf(of) });
    expect(without.status).toBe(428);
  });

  it('goes back to the table: signatures are void and the term runs on', async () => {
    const { of, textHash } = await step.confirmed();
    await step.sign(WORKER, of, { party: of.worker }, textHash);
    const back = await step.act(of.id, 'renegotiate', { reason: '调整付款期限' });
    expect(back.body).toMatchObject({ state: 'MEDIATING', amountAgreed: null, agreementForm: null });
    expect(back.body.clocks).toMatchObject([{ kind: 'mediate', stoppedAt: null }]);
    const { body } = await service.as(WORKER)('GET', `/cases/${of.id}/agreement`);
    expect(body).toMatchObject({ status: 'draft', confirmedBy: [], signatures: [] });
    await step.act(of.id, 'agree');
    const sign = await step.sign(WORKER, of, { party: of.worker }, textHash);
    expect(sign.body.type).toBe(problem('confirmation-missing'));
  });

  it('keeps nobody from arbitration at a table that is not left when the term is over, and leaves nothing agreed', async () => {
    const { of } = await step.confirmed();
    service.clock.set('2025-09-04T16:00:00Z');
    const back = await step.act(of.id, 'renegotiate', { reason: '再议' });
    expect(back.body).toMatchObject({ state: 'MEDIATING', nextSteps: [{ code: 'arbitration' }] });
    expect(back.body.allowedActions).toContain('time-out');
    const filing = { kind: 'arbitration', filedOn: '2025-09-05', authority: '晋江市劳动人事争议仲裁委员会' };
    expect((await step.post(WINDOW, `/cases/${of.id}/tracks`, filing)).status).toBe(201);
    await step.draft(of);
    await step.act(of.id, 'agree');
    expect((await step.act(of.id, 'fail', { reason: '一方不签' })).body).toMatchObject({
      state: 'FAILED',
      agreementForm: null,
      amountAgreed: null,
    });
  });

  it('takes effect once where the last two signatures come at the same moment', async () => {
    const { of, textHash } = await step.confirmed();
    await step.sign(MEDIATOR, of, { mediator: 'mediator-1' }, textHash);
    await step.seal(of, textHash);
    const both = await Promise.all([
      step.sign(WORKER, of, { party: of.worker }, textHash),
      step.sign(FIRM, of, { party: of.firm }, textHash),
    ]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both.map(({ body }) => body.caseState).sort()).toEqual(['AGREED', 'EFFECTIVE']);
    expect((await history(of.id)).filter(({ action }) => action === 'take-effect')).toHaveLength(1);
    const { clocks } = await step.read(of.id);
    expect(clocks.filter(({ kind }: { kind: string }) => kind === 'instalment')).toHaveLength(2);
  });

  it('lets either the withdrawal or the last signature win, never both', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { of, textHash } = await step.confirmed();
      await step.sign(MEDIATOR, of, { mediator: 'mediator-1' }, textHash);
      await step.seal(of, textHash);
      await step.sign(FIRM, of, { party: of.firm }, textHash);
      const [signed, withdrawn] = await Promise.all([
        step.sign(WORKER, of, { party: of.worker }, textHash),
        step.post(WORKER, `/cases/${of.id}/actions/withdraw`, { reason: '不再调解' }),
      ]);
      const won = [signed.status === 201, withdrawn.status === 200];
      expect(won.filter(Boolean)).toHaveLength(1);
      expect([signed.status, withdrawn.status]).toContain(409);
      const { state, version } = await step.read(of.id);
      expect(state).toBe(won[0] ? 'EFFECTIVE' : 'WITHDRAWN');
      const steps = await history(of.id);
      // The history numbers its entries without a gap, and the last one is the winner's.
      expect(steps).toHaveLength(version);
      expect(steps.at(-1)?.action).toBe(won[0] ? 'take-effect' : 'withdraw');
      const { body } = await service.as(FIRM)('GET', `/cases/${of.id}/agreement`);
      expect(body.status).toBe(won[0] ? 'effective' : 'void');
    }
  });
});
