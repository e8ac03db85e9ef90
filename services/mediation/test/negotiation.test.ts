import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { destroyRecordKey } from '@qinwu/platform/crypto/record-key';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { caseFile } from '../src/store/case-file-copies.ts';
import { caucusMessage } from '../src/store/caucus.ts';
import { sensitiveConsent } from '../src/store/consents.ts';
import { evidence } from '../src/store/evidence.ts';
import { offer } from '../src/store/offers.ts';
import { seal } from '../src/store/seals.ts';
import { type MediationService, newKey, startMediationService } from './mediation-service.ts';
import {
  CHIEF,
  FIRM,
  heldSession,
  MEDIATOR,
  mediatedCase,
  upload,
  WINDOW,
  WORKER,
} from './negotiation-case.ts';
import { spokenTo } from './recorded-words.ts';

type Claims = Parameters<MediationService['as']>[0];

describe('negotiation', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const post = (who: Claims, path: string, body: object = {}) => service.as(who)('POST', path, { body });
  const get = (who: Claims, path: string) => service.as(who)('GET', path);
  const propose = (who: Claims, id: string, over: object = {}) =>
    post(who, `/cases/${id}/offers`, { amount: '9000', terms: '分两期付清', ...over });

  it('has its tables as the code has them', async () => {
    const tables = [offer, caucusMessage, evidence, seal, caseFile, sensitiveConsent];
    expect(await schemaDrift(service.deps.db, tables)).toEqual([]);
  });

  it('puts the offers of both sides side by side with what lies between them', async () => {
    const { id, worker } = await mediatedCase(service);
    const first = await propose(WORKER, id, { amount: '13600' });
    expect(first).toMatchObject({
      status: 201,
      body: { side: 'applicant', party: worker, amount: '13600.00' },
    });
    expect(first.headers.get('location')).toBe(`/mediation/v1/cases/${id}/offers/${first.body.id}`);
    const counter = await propose(FIRM, id, { amount: '8000.5', inReplyTo: first.body.id });
    expect(counter.body).toMatchObject({ inReplyTo: first.body.id, status: 'open' });
    service.clock.advance({ minutes: 1 });
    const second = await propose(MEDIATOR, id, { amount: '12000', party: worker, ...spokenTo(service) });
    const { body } = await get(FIRM, `/cases/${id}/offers`);
    expect(body).toMatchObject({ applicant: '12000.00', respondent: '8000.50', gap: '3999.50' });
    expect(body.items.map(({ id: each, status }: { id: string; status: string }) => [each, status])).toEqual([
      [first.body.id, 'superseded'],
      [counter.body.id, 'open'],
      [second.body.id, 'open'],
    ]);
    const accepted = await post(FIRM, `/cases/${id}/offers/${second.body.id}/actions/accept`);
    expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted' } });
    expect((await get(FIRM, `/cases/${id}/offers/${counter.body.id}`)).body.status).toBe('superseded');
  });

  it('of a party that has left the case is accepted by nobody', async () => {
    const { id, worker, firm } = await mediatedCase(service);
    const second = { side: 'applicant', kind: 'person', name: '李二', subject: 'worker-7' };
    const patch = async (parties: object[], workers: number) => {
      const { version } = (await get(WINDOW, `/cases/${id}`)).body;
      const headers = { 'if-match': `"${id}-${version}"` };
      return service.as(WINDOW)('PATCH', `/cases/${id}`, { headers, body: { parties, workers } });
    };
    expect((await patch([{ id: worker }, { id: firm }, second], 2)).status).toBe(200);
    const { body } = await propose({ roles: 'party', sub: 'worker-7' }, id);
    expect((await patch([{ id: worker }, { id: firm }], 1)).status).toBe(200);
    expect(await post(FIRM, `/cases/${id}/offers/${body.id}/actions/accept`)).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:offer-of-nobody' },
    });
    expect((await post(FIRM, `/cases/${id}/offers/${body.id}/actions/reject`)).status).toBe(200);
  });

  it('is answered by the other side alone, and withdrawn by who made it', async () => {
    const { id, worker, firm } = await mediatedCase(service);
    const { body } = await propose(FIRM, id);
    const act = (who: Claims, action: string, more: object = {}) =>
      post(who, `/cases/${id}/offers/${body.id}/actions/${action}`, more);
    expect(await act(FIRM, 'accept')).toMatchObject({
      status: 403,
      body: { type: 'urn:qinwu:problem:offer-own' },
    });
    expect((await act(WINDOW, 'accept', { party: firm })).status).toBe(403);
    expect((await act(WORKER, 'withdraw')).body.type).toBe('urn:qinwu:problem:offer-not-yours');
    expect((await act(WINDOW, 'withdraw')).status).toBe(403);
    expect((await act(WORKER, 'accept', { party: firm })).body.errors[0].pointer).toBe('/party');
    expect((await act(WINDOW, 'reject')).body.errors[0].pointer).toBe('/party');
    expect((await act(WORKER, 'release')).status).toBe(403);
    expect((await act(FIRM, 'release')).body.type).toBe('urn:qinwu:problem:offer-not-confidential');
    const scan = await upload(service, WINDOW, 'the worker rejects it');
    expect(await act(WINDOW, 'reject', { party: worker, scan })).toMatchObject({
      status: 200,
      body: { status: 'rejected', answeredBy: worker },
    });
    expect((await act(WORKER, 'accept')).body).toMatchObject({
      type: 'urn:qinwu:problem:offer-not-open',
      status: 409,
    });
  });

  it('cannot be accepted once it has expired', async () => {
    const { id } = await mediatedCase(service);
    const { body } = await propose(FIRM, id, { expiresAt: '2025-08-21T10:00:00+08:00' });
    const path = `/cases/${id}/offers/${body.id}`;
    service.clock.set('2025-08-21T02:00:00Z');
    const late = await post(WORKER, `${path}/actions/accept`);
    expect(late).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:offer-expired' } });
    expect((await get(WORKER, path)).body.status).toBe('expired');
    expect((await get(WORKER, `/cases/${id}/offers`)).body.respondent).toBeNull();
    await propose(FIRM, id);
    expect((await get(WORKER, path)).body.status).toBe('expired');
  });

  it('is accepted up to the last moment', async () => {
    const { id } = await mediatedCase(service);
    const { body } = await propose(FIRM, id, { expiresAt: '2025-08-21T02:00:00Z' });
    service.clock.set('2025-08-21T01:59:59.999Z');
    expect((await post(WORKER, `/cases/${id}/offers/${body.id}/actions/accept`)).status).toBe(200);
  });

  it('is either accepted or withdrawn where both are called at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await mediatedCase(service);
      const { body } = await propose(FIRM, id);
      const path = `/cases/${id}/offers/${body.id}`;
      const [accepted, withdrawn] = await Promise.all([
        post(WORKER, `${path}/actions/accept`),
        post(FIRM, `${path}/actions/withdraw`),
      ]);
      expect([accepted.status, withdrawn.status].sort()).toEqual([200, 409]);
      const { status } = (await get(WORKER, path)).body;
      expect(status).toBe(accepted.status === 200 ? 'accepted' : 'withdrawn');
    }
  });

  it('leaves one open offer of a side where several are made at once', async () => {
    const { id } = await mediatedCase(service);
    const made = await Promise.all([1, 2, 3].map((n) => propose(FIRM, id, { amount: `${n}000` })));
    expect(made.every(({ status }) => status === 201 || status === 412)).toBe(true);
    const { items } = (await get(WORKER, `/cases/${id}/offers`)).body;
    expect(items.filter(({ status }: { status: string }) => status === 'open')).toHaveLength(1);
  });

  it('stays in confidence until it is released, and then takes the place of what was on the table', async () => {
    const found = await mediatedCase(service);
    const { id, firm } = found;
    const open = await propose(FIRM, id, { amount: '8000' });
    const { body: secret } = await propose(FIRM, id, { amount: '11000', confidential: true });
    expect((await get(WORKER, `/cases/${id}/offers`)).body).toMatchObject({
      respondent: '8000.00',
      items: [{ id: open.body.id, status: 'open' }],
    });
    const refused = await propose(WINDOW, id, { party: firm, confidential: true });
    expect(refused.body.type).toBe('urn:qinwu:problem:confidence-is-for-mediators');
    const path = `/cases/${id}/offers/${secret.id}/actions`;
    expect((await post(WORKER, `${path}/accept`)).status).toBe(404);
    const session = await heldSession(service, found, '被申请人同意公开');
    const byMediator = await post(MEDIATOR, `${path}/release`, { session });
    expect(byMediator).toMatchObject({ status: 200, body: { confidential: false, amount: '11000.00' } });
    const { items, respondent } = (await get(WORKER, `/cases/${id}/offers`)).body;
    expect(respondent).toBe('11000.00');
    expect(items.map(({ status }: { status: string }) => status)).toEqual(['superseded', 'open']);
    expect((await post(WORKER, `${path}/accept`)).body.status).toBe('accepted');
  });

  it('replays an answer of its own, and nobody else can', async () => {
    const { id } = await mediatedCase(service);
    const key = newKey();
    const send = (who: Claims) =>
      service.as(who)('POST', `/cases/${id}/offers`, {
        body: { amount: '100', terms: '口令', confidential: true },
        headers: { 'idempotency-key': key },
      });
    const first = await send(FIRM);
    const again = await send(FIRM);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    const other = await send(WORKER);
    expect(other).toMatchObject({ status: 201, body: { side: 'applicant' } });
    expect(other.body.id).not.toBe(first.body.id);
  });

  it('refuses what cannot be', async () => {
    const { id } = await mediatedCase(service);
    const unknown = '0198f000-0000-7000-8000-000000000001';
    for (const [over, status] of [
      [{ amount: '-1' }, 400],
      [{ amount: '1.234' }, 400],
      [{ amount: 9000 }, 400],
      [{ terms: '' }, 400],
      [{ terms: '  ' }, 400],
      [{ expiresAt: '2025-08-20T02:00:00Z' }, 422],
      [{ expiresAt: '2025-08-20' }, 400],
      [{ inReplyTo: unknown }, 422],
      [{ party: unknown }, 422],
      [{ more: 1 }, 400],
    ] as const) {
      expect([over, (await propose(FIRM, id, over)).status]).toEqual([over, status]);
    }
    const room = `/cases/${id}/caucus`;
    expect((await post(FIRM, `${room}/respondent/messages`, { text: ' ' })).status).toBe(400);
    expect((await post(MEDIATOR, `${room}/third/messages`, { text: '喂' })).status).toBe(404);
    expect((await post(MEDIATOR, `${room}/both/messages`, { text: '喂' })).status).toBe(400);
    const lost = { file: unknown, title: '工资条', purpose: '证明' };
    expect((await post(FIRM, `/cases/${id}/evidence`, lost)).body.errors[0].pointer).toBe('/file');
    const seals = `/cases/${id}/seals`;
    expect((await post(WINDOW, seals, { what: 'document', reason: '无' })).body.errors[0].pointer).toBe(
      '/ref',
    );
    expect((await post(WINDOW, seals, { what: 'document', ref: unknown, reason: '无' })).status).toBe(422);
    const consent = { scope: 'account', given: true, textVersion: '2025-01' };
    const later = { ...consent, at: '2025-08-20T02:00:01Z' };
    expect((await post(WORKER, `/cases/${id}/consents`, later)).body.errors[0].pointer).toBe('/at');
    await service.deps.db.pool.query(`update dispute_case set state = 'FAILED' where id = $1`, [id]);
    expect((await propose(FIRM, id)).body.type).toBe('urn:qinwu:problem:case-not-mediating');
    const ended = await post(FIRM, `${room}/respondent/messages`, { text: '喂' });
    expect(ended.body.type).toBe('urn:qinwu:problem:case-not-open');
  });

  it('records consents to sensitive data and their withdrawal', async () => {
    const { id, worker } = await mediatedCase(service);
    const say = (who: Claims, over: object) =>
      post(who, `/cases/${id}/consents`, { scope: 'account', given: true, textVersion: '2025-01', ...over });
    expect((await say(WORKER, { given: false })).status).toBe(409);
    expect((await say(WORKER, {})).status).toBe(201);
    service.clock.advance({ days: 1 });
    expect((await say(WORKER, { given: false, at: '2025-08-19T02:00:00Z' })).status).toBe(422);
    expect((await say(MEDIATOR, { given: false, party: worker, ...spokenTo(service) })).status).toBe(201);
    const seen = await get(WORKER, `/cases/${id}/consents?limit=1`);
    expect(seen.body).toMatchObject({ items: [{ given: true }], inForce: [{ party: worker, given: false }] });
    const next = await get(WORKER, `/cases/${id}/consents?limit=1&cursor=${seen.body.next}`);
    expect(next.body).toMatchObject({ items: [{ given: false }], next: null });
    expect((await get(FIRM, `/cases/${id}/consents`)).body).toMatchObject({ items: [], inForce: [] });
  });

  it('answers everywhere once the persons were erased', async () => {
    const { id, worker } = await mediatedCase(service);
    const { body: made } = await propose(FIRM, id);
    const file = await upload(service, FIRM, 'erased');
    const item = await post(FIRM, `/cases/${id}/evidence`, { file, title: '考勤', purpose: '证明出勤' });
    await post(FIRM, `/cases/${id}/caucus/respondent/messages`, { text: '底线' });
    await post(WORKER, `/cases/${id}/consents`, { scope: 'injury', given: true, textVersion: '1' });
    const sealed = await post(WINDOW, `/cases/${id}/seals`, {
      what: 'party-address',
      ref: worker,
      reason: '恐吓',
    });
    const wanted = { recipient: { kind: 'court', name: '某法院' }, legalBasis: '民事诉讼法' };
    const copy = await post(MEDIATOR, `/cases/${id}/case-files`, wanted);
    await service.deps.db.orm.transaction((tx) =>
      destroyRecordKey(tx, { park: 'jinjiang', recordId: id, now: service.clock.now() }),
    );
    const read = async (path: string) => {
      const { status, body } = await get(MEDIATOR, `/cases/${id}/${path}`);
      expect([path, status]).toEqual([path, 200]);
      return body;
    };
    expect((await read('offers')).items[0]).toMatchObject({ amount: null, terms: null });
    expect(await read(`offers/${made.id}`)).toMatchObject({ amount: null, status: 'open' });
    expect((await read('caucus/respondent/messages')).items[0].text).toBeNull();
    expect((await read('evidence')).items[0]).toMatchObject({ title: null, purpose: null });
    expect(await read(`evidence/${item.body.id}`)).toMatchObject({ title: null });
    expect((await read('seals')).items[0].reason).toBeNull();
    expect((await read('consents')).items).toHaveLength(1);
    expect((await read('case-files')).items).toHaveLength(1);
    expect((await get(MEDIATOR, `/cases/${id}/case-files/${copy.body.id}/content`)).status).toBe(404);
    for (const [path, body] of [
      ['offers', { amount: '1', terms: '无' }],
      ['caucus/respondent/messages', { text: '无' }],
      ['evidence', { file: await upload(service, FIRM, 'late'), title: '无', purpose: '无' }],
    ] as const) {
      expect([path, (await post(FIRM, `/cases/${id}/${path}`, body)).body.type]).toEqual([
        path,
        'urn:qinwu:problem:case-erased',
      ]);
    }
    expect((await post(MEDIATOR, `/cases/${id}/case-files`, wanted)).status).toBe(409);
    expect((await post(FIRM, `/cases/${id}/offers/${made.id}/actions/withdraw`)).status).toBe(200);
    expect((await post(FIRM, `/cases/${id}/evidence/${item.body.id}/actions/exchange`)).status).toBe(200);
    expect(
      (await post(CHIEF, `/cases/${id}/seals/${sealed.body.id}/actions/lift`, { reason: '无' })).status,
    ).toBe(409);
  });
});
