import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addressesOf } from './addresses.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';
import {
  CHIEF,
  CLIENT,
  FIRM,
  heldSession,
  MEDIATOR,
  mediatedCase,
  OFFICER,
  OTHER_MEDIATOR,
  OUTSIDER,
  upload,
  WINDOW,
  WORKER,
} from './negotiation-case.ts';

type Claims = Parameters<MediationService['as']>[0];

/** Everybody who may try; the order is that of the columns below. */
const ACTORS: readonly (readonly [string, Claims])[] = [
  ['applicant', WORKER],
  ['respondent', FIRM],
  ['mediator', MEDIATOR],
  ['dispatcher', WINDOW],
  ['supervisor', CHIEF],
  ['filer', OFFICER],
  ['other mediator', OTHER_MEDIATOR],
  ['outsider', OUTSIDER],
  ['other park', { ...CHIEF, park: 'other' }],
];
const NOBODY_ELSE = [404, 404, 404] as const;

describe('secrecy', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());

  const post = (who: Claims, path: string, body: object = {}) => service.as(who)('POST', path, { body });
  const get = (who: Claims, path: string) => service.as(who)('GET', path);
  const statuses = (path: string) =>
    Promise.all(ACTORS.map(async ([, claims]) => (await service.open(claims, path)).status));

  /** A case with one secret of the respondent of each kind, each with the marker in it. */
  const secrets = async (marker: string, filedBy: Claims = OFFICER) => {
    const { id, worker, firm } = await mediatedCase(service, filedBy);
    const made = await post(FIRM, `/cases/${id}/offers`, {
      amount: '7654321.09',
      terms: `${marker} 底价`,
      confidential: true,
    });
    const said = await upload(service, FIRM, `${marker} said`);
    const message = await post(FIRM, `/cases/${id}/caucus/respondent/messages`, {
      text: `${marker} 内情`,
      files: [said],
    });
    const file = await upload(service, FIRM, `${marker} proof`);
    const item = await post(FIRM, `/cases/${id}/evidence`, {
      file,
      title: `${marker} 底账`,
      purpose: `${marker} 证明`,
    });
    expect([made.status, message.status, item.status]).toEqual([201, 201, 201]);
    const session = await heldSession(service, { id, worker, firm }, `${marker} 笔录`);
    return { id, worker, firm, session, offer: made.body.id, item: item.body.id, file, said };
  };

  /** Reads every address as somebody: what answers with a secret in it, or with its id, and how many answered. */
  const sweepOf = async (
    who: Claims,
    urls: readonly string[],
    { words, ids }: { words: readonly string[]; ids: readonly string[] },
  ) => {
    const leaks: string[] = [];
    let read = 0;
    for (const url of urls) {
      const response = await service.open(who, url);
      const text = await response.text();
      if (response.ok) read++;
      if (response.status >= 500) leaks.push(`${response.status} ${url}`);
      // What was asked for may be named again in the refusal.
      const secret = [...words, ...ids.filter((id) => !url.includes(id))];
      leaks.push(...secret.filter((each) => text.includes(each)).map((each) => `${each} in ${url}`));
    }
    return { leaks, read };
  };

  it('shows each thing to those it is for', async () => {
    const found = await secrets('marker');
    const base = `/cases/${found.id}`;
    const open = (await post(FIRM, `${base}/offers`, { amount: '8000', terms: '一次付清' })).body.id;
    const shownFile = await upload(service, FIRM, 'shown');
    const shown = (await post(FIRM, `${base}/evidence`, { file: shownFile, title: '合同', purpose: '证明' }))
      .body.id;
    expect((await post(WORKER, `${base}/evidence/${shown}/actions/exchange`)).status).toBe(404);
    expect((await post(FIRM, `${base}/evidence/${shown}/actions/exchange`)).status).toBe(200);
    const everybody = [200, 200, 200, 200, 200, 200, ...NOBODY_ELSE];
    const table = [200, 200, 200, 200, 200, 403, ...NOBODY_ELSE];
    const respondents = [404, 200, 200, 404, 404, 403, ...NOBODY_ELSE];
    const expected: Record<string, number[]> = {
      [base]: everybody,
      [`${base}/clocks`]: everybody,
      [`${base}/tracks`]: everybody,
      [`${base}/history`]: [403, 403, 200, 200, 200, 403, 404, 403, 404],
      [`${base}/ledger`]: [403, 403, 200, 200, 200, 403, 404, 403, 404],
      [`${base}/offers`]: table,
      [`${base}/offers/${open}`]: table,
      [`${base}/offers/${found.offer}`]: respondents,
      [`${base}/caucus/respondent/messages`]: [404, 200, 200, 403, 403, 403, ...NOBODY_ELSE],
      [`${base}/caucus/applicant/messages`]: [200, 404, 200, 403, 403, 403, ...NOBODY_ELSE],
      [`${base}/caucus/third/messages`]: [404, 404, 404, 404, 404, 404, ...NOBODY_ELSE],
      [`${base}/evidence`]: table,
      [`${base}/evidence/${shown}`]: table,
      [`${base}/evidence/${found.item}`]: respondents,
      [`${base}/evidence/${shown}/file`]: table,
      [`${base}/evidence/${found.item}/file`]: respondents,
      [`/files/${shownFile}`]: [200, 200, 200, 200, 200, 404, ...NOBODY_ELSE],
      [`/files/${found.file}`]: [404, 200, 200, 404, 404, 404, ...NOBODY_ELSE],
      [`/files/${found.said}`]: [404, 200, 200, 404, 404, 404, ...NOBODY_ELSE],
      [`${base}/seals`]: [403, 403, 200, 200, 200, 403, 404, 403, 404],
      [`${base}/case-files`]: [403, 403, 200, 403, 200, 403, 404, 403, 404],
      [`${base}/consents`]: table,
    };
    const answered = Object.fromEntries(
      await Promise.all(Object.keys(expected).map(async (path) => [path, await statuses(path)] as const)),
    );
    expect(answered).toEqual(expected);
  });

  it('lets no word of one side reach the other by any route', async () => {
    const marker = 'zhimakaimen';
    const { id, worker, offer, item, file, session } = await secrets(marker, CLIENT);
    const before = await get(WORKER, `/cases/${id}/offers`);
    expect(before.body).toEqual({ items: [], applicant: null, respondent: null, gap: null });
    expect(before.headers.get('etag')).toBeNull();
    await post(WORKER, `/cases/${id}/offers`, { amount: '9999', terms: '全额' });
    const urls = addressesOf(service, {
      id: [id, file, offer, item],
      offer: [offer],
      item: [item],
      session: [session],
      side: ['applicant', 'respondent', 'third'],
    });
    expect(urls).toContain(`/cases/${id}/caucus/respondent/messages`);
    const sweep = await Promise.all(
      [WORKER, OUTSIDER, { ...CLIENT, scopes: ['mediation:read', 'pii:read'] }].map((who) =>
        sweepOf(who, urls, { words: [marker, '7654321'], ids: [offer, item] }),
      ),
    );
    expect(sweep.map(({ leaks }) => leaks)).toEqual([[], [], []]);
    expect(sweep[0]?.read).toBeGreaterThan(5);
    const acts = [
      post(WORKER, `/cases/${id}/offers/${offer}/actions/accept`),
      post(WORKER, `/cases/${id}/offers`, { amount: '1', terms: '无', inReplyTo: offer }),
      post(WORKER, `/cases/${id}/evidence/${item}/actions/exchange`),
      post(WORKER, `/cases/${id}/evidence`, { file, title: '无', purpose: '无' }),
      post(WORKER, `/cases/${id}/caucus/respondent/messages`, { text: '无' }),
    ];
    const refusals = await Promise.all(acts);
    expect(refusals.map(({ status }) => status)).toEqual([404, 422, 404, 422, 404]);
    expect(JSON.stringify(refusals.map(({ body }) => body))).not.toContain(marker);
    // Those it is for do see it: the sweep looks for what is there.
    const room = await get(MEDIATOR, `/cases/${id}/caucus/respondent/messages`);
    expect(JSON.stringify(room.body)).toContain(marker);
    const { rows } = await service.deps.db.pool.query(
      `select (select string_agg(t::text, ' ') from ledger t) || (select string_agg(t::text, ' ') from offer t)
        || (select string_agg(t::text, ' ') from caucus_message t) || (select string_agg(t::text, ' ') from evidence t)
        || (select string_agg(t::text, ' ') from idempotency t) as dump`,
    );
    expect(rows[0].dump).toContain(offer);
    expect(rows[0].dump).not.toContain(marker);
    expect(worker).not.toBe(id);
  });

  it('tells an account that speaks for both sides nothing of either, and takes no word from it', async () => {
    const marker = 'liangtou';
    const { id, offer, item, file, said, session } = await secrets(marker);
    const both = { roles: ['party', 'enterprise', 'officer'], sub: WORKER.sub, org: FIRM.org } as const;
    await post(WORKER, `/cases/${id}/caucus/applicant/messages`, { text: `${marker} 另一方` });
    const seen = await get(both, `/cases/${id}`);
    expect(seen).toMatchObject({ status: 200, body: { standing: 'both-sides', allowedActions: [] } });
    const urls = addressesOf(service, {
      id: [id, file, said, offer, item],
      offer: [offer],
      item: [item],
      session: [session],
      side: ['applicant', 'respondent'],
    });
    const { leaks, read } = await sweepOf(both, urls, { words: [marker, '7654321'], ids: [offer, item] });
    expect(leaks).toEqual([]);
    expect(read).toBeGreaterThan(3);
    const acts = await Promise.all([
      post(both, `/cases/${id}/offers`, { amount: '1', terms: '无' }),
      post(both, `/cases/${id}/caucus/applicant/messages`, { text: '无' }),
      post(both, `/cases/${id}/actions/refuse`, { reason: '无' }),
      post(both, `/cases/${id}/actions/withdraw`, { reason: '无' }),
    ]);
    expect(acts.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });

  it('pages a private room', async () => {
    const { id } = await mediatedCase(service);
    const path = `/cases/${id}/caucus/applicant/messages`;
    for (const text of ['一', '二', '三']) await post(text === '二' ? MEDIATOR : WORKER, path, { text });
    const first = (await get(WORKER, `${path}?limit=2`)).body;
    expect(first.items).toMatchObject([
      { text: '一', from: 'party' },
      { text: '二', from: 'mediator', party: null },
    ]);
    const second = (await get(MEDIATOR, `${path}?limit=2&cursor=${first.next}`)).body;
    expect(second).toMatchObject({ items: [{ text: '三' }], next: null });
    const elsewhere = path.replace('applicant', 'respondent');
    expect((await get(FIRM, `${elsewhere}?cursor=${first.next}`)).status).toBe(400);
  });

  it('seals a case from the window, and a supervisor lifts it', async () => {
    const { id } = await mediatedCase(service, OFFICER);
    const sealed = await post(WINDOW, `/cases/${id}/seals`, { what: 'case', reason: '商业秘密' });
    expect(sealed).toMatchObject({ status: 201, body: { what: 'case', ref: id, liftedAt: null } });
    expect(await statuses(`/cases/${id}`)).toEqual([200, 200, 200, 404, 200, 404, ...NOBODY_ELSE]);
    const listed = async (who: Claims) => {
      const { items } = (await get(who, '/cases?limit=100')).body;
      return items.some((each: { id: string }) => each.id === id);
    };
    expect(await Promise.all(ACTORS.map(([, claims]) => listed(claims)))).toEqual([
      true,
      true,
      true,
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
    const again = await post(CHIEF, `/cases/${id}/seals`, { what: 'case', reason: '再次' });
    expect(again.body.type).toBe('urn:qinwu:problem:sealed-already');
    const lift = `/cases/${id}/seals/${sealed.body.id}/actions/lift`;
    expect((await post(WINDOW, lift, { reason: '无' })).status).toBe(404);
    expect((await post(CHIEF, lift, { reason: '事由消失' })).body).toMatchObject({ liftedBy: 'chief-1' });
    expect((await post(CHIEF, lift, { reason: '事由消失' })).body.type).toBe('urn:qinwu:problem:seal-lifted');
    expect((await get(WINDOW, `/cases/${id}`)).body.sealed).toBe(false);
    expect((await post(CHIEF, `/cases/${id}/seals`, { what: 'case', reason: '再次' })).status).toBe(201);
  });

  it('seals a document for the mediators alone, and an address from the other side', async () => {
    const { id, worker } = await mediatedCase(service);
    const file = await upload(service, FIRM, 'sealed');
    const { body: item } = await post(FIRM, `/cases/${id}/evidence`, {
      file,
      title: '配方',
      purpose: '证明',
    });
    await post(FIRM, `/cases/${id}/evidence/${item.id}/actions/exchange`);
    const seal = await post(WINDOW, `/cases/${id}/seals`, {
      what: 'document',
      ref: item.id,
      reason: '技术秘密',
    });
    const only = [404, 404, 200, 404, 404, 404, ...NOBODY_ELSE];
    expect(await statuses(`/files/${file}`)).toEqual(only);
    expect((await get(FIRM, `/cases/${id}/evidence`)).body.items).toEqual([]);
    await post(WINDOW, `/cases/${id}/seals/${seal.body.id}/actions/lift`, { reason: '已公开' });
    expect((await get(WORKER, `/cases/${id}/evidence`)).body.items).toHaveLength(1);

    const addressOf = async (who: Claims) => (await get(who, `/cases/${id}`)).body.parties[0].addressSealed;
    expect(await addressOf(FIRM)).toBe(false);
    const hidden = await post(CHIEF, `/cases/${id}/seals`, {
      what: 'party-address',
      ref: worker,
      reason: '受到威胁',
    });
    expect(hidden.status).toBe(201);
    expect(await addressOf(FIRM)).toBe(true);
    const seals = await get(MEDIATOR, `/cases/${id}/seals`);
    expect(seals.body.items).toMatchObject([
      { what: 'document' },
      { what: 'party-address', reason: '受到威胁' },
    ]);
    expect((await post(MEDIATOR, `/cases/${id}/seals`, { what: 'case', reason: '无' })).status).toBe(403);
  });

  it('makes a case file for a named court, and puts each fetch on record', async () => {
    const { id, offer } = await secrets('neiqing');
    const wanted = {
      recipient: { kind: 'court', name: '晋江市人民法院' },
      legalBasis: '民事诉讼法第二百零五条',
    };
    expect((await post(WINDOW, `/cases/${id}/case-files`, wanted)).status).toBe(403);
    expect((await post(WORKER, `/cases/${id}/case-files`, wanted)).status).toBe(403);
    const file = await upload(service, FIRM, 'shown');
    const { body: item } = await post(FIRM, `/cases/${id}/evidence`, {
      file,
      title: '合同',
      purpose: '证明',
    });
    await post(FIRM, `/cases/${id}/evidence/${item.id}/actions/exchange`);
    const made = await post(CHIEF, `/cases/${id}/case-files`, wanted);
    expect(made).toMatchObject({ status: 201, body: { recipient: wanted.recipient, includeMinutes: false } });
    const content = made.body.content.replace('/mediation/v1', '');
    const scopes = ['mediation:read', 'pii:read'];
    expect((await get(CHIEF, content)).body.type).toBe('urn:qinwu:problem:names-withheld');
    expect((await get({ ...WINDOW, scopes }, content)).status).toBe(403);
    expect((await get({ ...CHIEF, scopes }, content)).status).toBe(200);
    const response = await service.open(MEDIATOR, content);
    expect(response.headers.get('content-type')).toContain('application/json');
    const text = await response.text();
    expect(createHash('sha256').update(text).digest('hex')).toBe(made.body.sha256);
    expect(JSON.parse(text)).toMatchObject({
      parties: [{ name: '陈晓梅', phone: '13800138000' }, {}],
      evidence: [{ title: '合同', file: { id: file, sha256: item.file.sha256 } }],
      minutes: null,
    });
    expect(text).not.toContain('neiqing');
    expect(text).not.toContain(offer);
    const { rows } = await service.deps.db.pool.query(
      'select actor, fields from disclosure where case_id = $1 order by at, id',
      [id],
    );
    expect(rows.map(({ actor, fields }) => [actor, fields[0]])).toEqual([
      ['chief-1', `case-file/${made.body.id}`],
      ['chief-1', `case-file/${made.body.id}`],
      ['mediator-1', `case-file/${made.body.id}`],
    ]);
    const { items } = (await get(WINDOW, `/cases/${id}/history`)).body;
    expect(items.slice(-3)).toMatchObject([
      { action: 'case-file-made', change: { recipient: wanted.recipient } },
      { action: 'case-file-fetched', actor: 'chief-1' },
      { action: 'case-file-fetched', change: { recipient: wanted.recipient } },
    ]);
  });
});
