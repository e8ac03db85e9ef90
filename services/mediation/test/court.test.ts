import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readApiDocument } from '@qinwu/testkit/api-document';
import { extractText, getDocumentProxy } from 'unpdf';
import { agreeing, FIRM, WINDOW, WORKER } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';
import { CHIEF, OFFICER, upload } from './negotiation-case.ts';

const problem = (code: string) => `urn:qinwu:problem:${code}`;
const PLAIN = { roles: 'client', sub: 'court-1' } as const;
const scopes = ['mediation:read', 'mediation:write', 'pii:read'];
const COURT = { ...PLAIN, scopes: [...scopes, 'mediation:court'] };
const HOTLINE = { roles: 'client', sub: 'hotline-1', scopes } as const;
const SENT = { filedBy: COURT, intake: { channel: 'court' } };

describe('what a system hears of a case it filed', () => {
  let service: MediationService;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  type Claims = Parameters<MediationService['as']>[0];
  const get = (who: Claims, path: string) => service.as(who)('GET', path);
  const bytesOf = async (who: Claims, path: string) => {
    const response = await service.open(who, path);
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  const textOf = async (who: Claims, path: string): Promise<string> => {
    const { status, bytes } = await bytesOf(who, path);
    expect(status).toBe(200);
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
    return text.replace(/\s/g, '');
  };
  const sightsOf = async (id: string) => {
    const asked = 'select actor, fields from disclosure where case_id = $1 order by at, id';
    return (await service.deps.db.pool.query(asked, [id])).rows;
  };
  const agreementOf = (id: string) => `/cases/${id}/agreement`;

  it('hands the court that sent it the agreement and its PDF once it is in effect, and not before', async () => {
    const none = await step.mediating(SENT.intake, COURT);
    const missing = await get(COURT, agreementOf(none.id));
    expect(missing).toMatchObject({ status: 404, body: { type: problem('agreement-not-in-effect') } });
    const { of } = await step.confirmed(SENT);
    const { title, status } = (await get(COURT, agreementOf(of.id))).body;
    expect({ title, status }).toEqual({ title: missing.body.title, status: 404 });
    expect((await bytesOf(COURT, `${agreementOf(of.id)}/document`)).status).toBe(404);

    const { of: done } = await step.effective(SENT);
    const path = agreementOf(done.id);
    const own = await get(WORKER, path);
    const handed = await get(COURT, path);
    expect(handed).toMatchObject({ status: 200, body: { status: 'effective', text: own.body.text } });
    expect(handed.body.text).toContain('陈晓梅');
    const printed = await bytesOf(COURT, `${path}/document`);
    expect(printed.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(printed.bytes.equals((await bytesOf(WORKER, `${path}/document`)).bytes)).toBe(true);
    expect(await sightsOf(done.id)).toEqual([
      { actor: COURT.sub, fields: ['agreement'] },
      { actor: COURT.sub, fields: ['agreement'] },
    ]);
    expect((await get(COURT, `/cases/${done.id}`)).body).toMatchObject({
      standing: 'filer',
      allowedActions: [],
      parties: [{ name: '陈**' }, {}],
    });
  });

  it('keeps the words from a court without pii:read', async () => {
    const { of } = await step.effective(SENT);
    const path = agreementOf(of.id);
    expect(await get(PLAIN, path)).toMatchObject({
      status: 200,
      body: { text: null, facts: null, terms: [], status: 'effective' },
    });
    for (const paper of [`${path}/document`, `/cases/${of.id}/documents/application`]) {
      expect(await get(PLAIN, paper)).toMatchObject({
        status: 403,
        body: { type: problem('names-withheld') },
      });
    }
    expect(await sightsOf(of.id)).toEqual([]);
  });

  it('hands over no paper of the signing or of a payment', async () => {
    const { of, textHash } = await step.confirmed(SENT);
    const [ink, seal, receipt] = await Promise.all(
      ['ink', 'seal', 'receipt'].map((text) => upload(service, WINDOW, text)),
    );
    const signing = { kind: 'ink', scan: ink };
    for (const party of [of.worker, of.firm]) await step.sign(WINDOW, of, { party }, textHash, signing);
    await step.sign({ roles: 'mediator', sub: 'mediator-1' }, of, { mediator: 'mediator-1' }, textHash);
    const { instalments } = (await step.seal(of, textHash, { scan: seal })).body;
    const payment = { amount: '1000.00', paidOn: '2025-08-20', note: '现金当面点清', evidence: receipt };
    const payments = `${agreementOf(of.id)}/instalments/${instalments[0].id}/payments`;
    expect((await step.post(WINDOW, payments, payment)).status).toBe(201);
    const mandate = await upload(service, WINDOW, 'mandate');
    const representative = { name: '张律师', subject: 'lawyer-1', powers: 'general', mandate };
    const parties = [{ id: of.worker, representative }, { id: of.firm }];
    expect((await step.amend(of.id, { parties })).status).toBe(200);
    const own = await get(WORKER, agreementOf(of.id));
    const handed = await get(COURT, agreementOf(of.id));
    for (const paper of [ink, seal, receipt, '现金当面点清']) {
      expect(JSON.stringify(own.body)).toContain(paper);
      expect(JSON.stringify(handed.body)).not.toContain(paper);
    }
    expect(handed.body).toMatchObject({
      seal: { sealedOn: '2025-08-20' },
      instalments: [{ paid: '1000.00', payments: [] }, {}],
    });
    for (const paper of [ink, seal, receipt, mandate]) {
      expect((await get(WORKER, `/files/${paper}`)).status).toBe(200);
      expect((await get(COURT, `/files/${paper}`)).status).toBe(404);
    }
  });

  it('tells any other system the course alone, another client or park nothing, and of a sealed case nobody', async () => {
    const { of: hotlines } = await step.effective({ filedBy: HOTLINE, intake: { channel: 'hotline' } });
    const { of: sent } = await step.effective(SENT);
    const { of: officers } = await step.effective({ filedBy: OFFICER, intake: { channel: 'court' } });
    const papers = ({ id }: { id: string }) => [
      agreementOf(id),
      `${agreementOf(id)}/document`,
      `/cases/${id}/documents/application`,
      `/cases/${id}/documents/termination-notice`,
    ];
    const answers = (who: Claims, of: { id: string }) =>
      Promise.all(papers(of).map(async (path) => (await get(who, path)).body.type));
    const [agreement, document] = [problem('agreement-confidential'), problem('document-confidential')];
    const confidential = [agreement, agreement, document, document];
    expect(await answers(HOTLINE, hotlines)).toEqual(confidential);
    expect(await answers({ ...OFFICER, scopes }, officers)).toEqual(confidential);
    expect(await get(HOTLINE, `/cases/${hotlines.id}`)).toMatchObject({
      status: 200,
      body: { state: 'EFFECTIVE', outcome: 'agreed', allowedActions: [] },
    });
    const nothing = Array(4).fill(problem('case-missing'));
    for (const who of [HOTLINE, { ...COURT, sub: 'court-2' }, { ...COURT, park: 'other' }]) {
      expect(await answers(who, sent)).toEqual(nothing);
    }
    expect((await get(COURT, agreementOf(sent.id))).status).toBe(200);
    await step.post(CHIEF, `/cases/${sent.id}/seals`, { what: 'case', reason: '商业秘密' });
    expect(await answers(COURT, sent)).toEqual(nothing);
  });

  it('gives a court the application that it sent and the notice of the end, and no evidence', async () => {
    const attachments = [await upload(service, COURT, 'complaint')];
    const of = await step.mediating({ ...SENT.intake, attachments }, COURT);
    const papers = `/cases/${of.id}/documents`;
    const file = await upload(service, WORKER, 'slip');
    const item = { file, title: '工资条', purpose: '证明拖欠' };
    const { body } = await step.post(WORKER, `/cases/${of.id}/evidence`, item);
    await step.post(WORKER, `/cases/${of.id}/evidence/${body.id}/actions/exchange`);
    expect(await textOf(WORKER, `${papers}/application`)).toContain('工资条');
    const application = await textOf(COURT, `${papers}/application`);
    expect(application).toContain('陈晓梅');
    expect(application).toContain('proof.pdf（随申请提交）');
    expect(application).not.toContain('工资条');
    await step.act(of.id, 'fail', { reason: '分歧较大' });
    expect(await textOf(COURT, `${papers}/termination-notice`)).toContain('人民法院依法继续处理');
    expect(await sightsOf(of.id)).toEqual([
      { actor: COURT.sub, fields: ['application'] },
      { actor: COURT.sub, fields: ['termination-notice'] },
    ]);
    const { body: refused } = await step.post(COURT, '/cases', (await intakeOf()).court.value);
    await step.act(refused.id, 'not-accept', { code: 'outside-jurisdiction', reason: '不属本园区' });
    const notice = await get(COURT, `/cases/${refused.id}/documents/refusal-notice`);
    expect(notice).toMatchObject({ status: 403, body: { type: problem('document-confidential') } });
    expect((await get(FIRM, `${papers}/application`)).body.type).toBe(problem('names-withheld'));
  });

  /** What the OpenAPI document shows of an intake. */
  const intakeOf = async () => {
    const document = await readApiDocument(`${service.url}/mediation/openapi.json`);
    const { requestBody } = document.operationOf({ method: 'POST', url: '/mediation/v1/cases' });
    return Object(requestBody).content['application/json'].examples;
  };

  it('counts the court’s own term for what a court sends, and the law’s for a hotline’s', async () => {
    const { hotline, court } = await intakeOf();
    const park = 'terms';
    const file = async (who: Claims, over: object = {}) => {
      const body = { ...court.value, ...over };
      const { clocks } = (await service.as({ ...who, park })('POST', '/cases', { body })).body;
      return clocks.map(({ article, dueAt }: { article: string; dueAt: string }) => [article, dueAt]);
    };
    expect(await file(COURT, { delegation: undefined })).toEqual([
      ['默认建议：法院委派调解的期限，以委派函为准', '2025-09-19T16:00:00.000Z'],
    ]);
    const standard = { value: '15', source: '委托调解函' };
    const entered = await service.as({ roles: 'admin', park })(
      'PUT',
      '/standards/court-mediation-days/000000/2025-08-01',
      { body: { ...standard, official: true }, headers: { 'if-none-match': '*' } },
    );
    expect(entered.status).toBe(201);
    const unsaid = { externalRef: '(2025)闽0582民初7号', delegation: undefined };
    expect(await file(COURT, unsaid)).toEqual([[standard.source, '2025-09-04T16:00:00.000Z']]);
    expect(await file(HOTLINE, { ...hotline.value, delegation: undefined })).toEqual([
      ['调解仲裁法第十四条', '2025-09-04T16:00:00.000Z'],
    ]);
  });

  it('counts what it says of a court: before the suit, or after it by either procedure', async () => {
    const { court } = await intakeOf();
    const park = 'delegated';
    let filed = 0;
    const file = async (delegation: string, who: Claims = COURT, over: object = {}) => {
      const body = { ...court.value, delegation, externalRef: `(2025)闽0582民初${++filed}号`, ...over };
      return service.as({ ...who, park })('POST', '/cases', { body });
    };
    const termOf = async (delegation: string) => {
      const { status, body } = await file(delegation);
      expect([status, body.delegation]).toEqual([201, delegation]);
      const [{ article, official, dueAt }] = body.clocks;
      return [article.includes('第二十七条'), official, dueAt];
    };
    const put = (kind: string, value: string) =>
      service.as({ roles: 'admin', park })('PUT', `/standards/${kind}/000000/2025-08-01`, {
        body: { value, source: '园区与法院的约定', official: false },
        headers: { 'if-none-match': '*' },
      });
    const kinds = ['before-filing', 'after-filing', 'after-filing-summary'];
    expect(await Promise.all(kinds.map(termOf))).toEqual([
      [true, true, '2025-09-19T16:00:00.000Z'],
      [true, true, '2025-09-04T16:00:00.000Z'],
      [true, true, '2025-08-27T16:00:00.000Z'],
    ]);
    expect((await put('court-mediation-days', '10')).status).toBe(201);
    expect((await put('court-after-filing-days', '12')).status).toBe(201);
    expect(await Promise.all(kinds.map(termOf))).toEqual([
      [false, false, '2025-09-01T16:00:00.000Z'],
      [false, false, '2025-09-01T16:00:00.000Z'],
      [false, false, '2025-09-01T16:00:00.000Z'],
    ]);
    const inForce = await service.as({ ...WINDOW, park })('GET', '/standards/in-force');
    const used = inForce.body.items.map(({ kind }: { kind: string }) => kind);
    expect(used.filter((kind: string) => kind.startsWith('court-'))).toEqual([
      'court-mediation-days',
      'court-after-filing-days',
    ]);
    for (const over of [{ channel: 'hotline' }, { delegation: 'before', channel: 'court' }]) {
      const { status, body } = await file('before-filing', COURT, over);
      expect([status >= 400 && status < 500, body.errors[0].pointer]).toEqual([true, '/delegation']);
    }
  });

  it('puts right how a court sent it, and the term with it; of no other case', async () => {
    const sent = await step.mediating({ ...SENT.intake, delegation: 'before-filing' }, COURT);
    const right = await step.amend(sent.id, { delegation: 'after-filing' });
    expect(right).toMatchObject({ status: 200, body: { delegation: 'after-filing' } });
    expect(right.body.clocks[0].dueAt).toBe('2025-09-04T16:00:00.000Z');
    const other = await step.mediating();
    const wrong = await step.amend(other.id, { delegation: 'after-filing' });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/delegation' }] } });
  });

  it('is shown in the OpenAPI document how each files: sent as it stands, once, and found by its own number', async () => {
    const park = 'examples';
    const examples = await intakeOf();
    expect(Object.keys(examples)).toEqual(['hotline', 'court', 'window']);
    for (const [name, sub] of [
      ['hotline', HOTLINE.sub],
      ['court', COURT.sub],
    ] as const) {
      const who = { ...COURT, sub, park };
      const body = examples[name].value;
      const made = await service.as(who)('POST', '/cases', { body });
      expect(made).toMatchObject({ status: 201, body: { channel: name, externalRef: body.externalRef } });
      const again = await service.as(who)('POST', '/cases', { body });
      expect(again).toMatchObject({ status: 409, body: { type: problem('external-ref-taken') } });
      const found = await get(who, `/cases?number=${encodeURIComponent(body.externalRef)}`);
      expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([made.body.id]);
    }
    const own = await service.as({ ...WORKER, park })('POST', '/cases', { body: examples.window.value });
    expect(own.status).toBe(201);
  });
});
