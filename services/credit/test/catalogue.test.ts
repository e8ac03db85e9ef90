import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { eventually } from '@qinwu/testkit/eventually';
import { holdCatalogue, lockCatalogue } from '../src/store/catalogue/catalogue-lock.ts';
import { type CreditService, newKey, type Reply, startCreditService } from './credit-service.ts';
import { enterFirm, firm, publishModel } from './run-park.ts';

const type = (code: string) => `urn:qinwu:problem:${code}`;
const GREEN = { name: '绿电使用占比', nameEn: 'share of green power', unit: '%', sources: ['document'] };

let service: CreditService;
beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(new Date().toISOString());
  await enterFirm(service, 1);
  await publishModel(service, 'national-18');
});
afterAll(() => service.close());

const admin = (park = 'jinjiang') => service.as({ roles: 'admin', sub: 'keeper', park });
const officer = () => service.as({ roles: 'officer', sub: 'officer' });

const put = (code: string, body: unknown, headers = {}) =>
  admin()('PUT', `/indicators/${code}`, { body, headers });
const retire = (code: string, headers = {}) =>
  admin()('POST', `/indicators/${code}/actions/retire`, { body: {}, headers });
const read = (code: string) => admin()('GET', `/indicators/${code}`);

async function ofCatalogue(code: string, who = admin()) {
  const { body } = await who('GET', '/indicators');
  return body.items.find((item: { code: string }) => item.code === code);
}

/** States a definition over the one that stands. */
async function restate(code: string, change: Record<string, unknown>): Promise<Reply> {
  const { body, headers } = await read(code);
  const { name, nameEn, unit, nonNegative, whole, changeable, changeStep, changeLimit } = body;
  const { sources, official, basis } = body;
  const standing = { name, nameEn, unit, nonNegative, whole, changeable, changeStep, changeLimit };
  const etag = headers.get('etag');
  return put(
    code,
    { ...standing, sources, official, basis, ...change },
    etag === null ? {} : { 'if-match': etag },
  );
}

function enter(code: string, value: string, unit: string, source = 'document'): Promise<Reply> {
  const year = { periodFrom: '2024-01-01', periodTo: '2024-12-31', validFrom: '2025-01-01' };
  return officer()('POST', '/indicator-values', {
    body: { uscc: firm(1), code, value, unit, source, ...year },
  });
}

describe("a park's catalogue", () => {
  it('is the shipped one to begin with', async () => {
    const { body } = await officer()('GET', '/indicators');
    expect(body.items).toHaveLength(22);
    expect(body.items[0]).toMatchObject({
      code: 'T1',
      origin: 'shipped',
      version: 0,
      official: false,
      changeStep: '10',
      changeLimit: '10000',
      state: 'IN_USE',
    });
    const { body: one, headers } = await read('T1');
    expect({ versions: one.versions, etag: headers.get('etag') }).toEqual({ versions: [], etag: null });
  });

  it('has the indicators of the park behind it, and nobody else has them', async () => {
    const entered = await put('X1', GREEN);
    expect([entered.status, entered.body]).toEqual([
      201,
      expect.objectContaining({ code: 'X1', origin: 'own', version: 1, allowedActions: ['retire'] }),
    ]);
    expect(await ofCatalogue('X1')).toEqual(entered.body);
    expect(await ofCatalogue('X1', admin('elsewhere'))).toBeUndefined();
    expect((await admin('elsewhere')('GET', '/indicators/X1')).status).toBe(404);
    const there = await admin('elsewhere')('POST', '/indicators/X1/actions/retire', { body: {} });
    expect([there.status, there.body.type]).toEqual([404, type('indicator-missing')]);
  });

  it('is changed by who has seen it, each time as a version with who and when', async () => {
    const blind = await put('X1', GREEN);
    expect(blind.status).toBe(428);
    const other = await restate('X1', { name: '绿色电力占比' });
    expect([other.status, other.body.name, other.body.version]).toEqual([200, '绿色电力占比', 2]);
    const stale = await put('X1', GREEN, { 'if-match': `"${newKey()}-1"` });
    expect(stale.status).toBe(412);
    const { body } = await read('X1');
    expect(body.versions).toMatchObject([
      { version: 1, name: '绿电使用占比', statedBy: 'keeper' },
      { version: 2, name: '绿色电力占比', statedBy: 'keeper', supersededAt: null },
    ]);
    expect(body.versions[0].supersededAt).toBe(body.versions[1].knownAt);
    const { rows } = await service.deps.db.pool.query(
      `select action, seq from ledger where case_kind = 'indicator' and park_id = 'jinjiang' order by seq`,
    );
    expect(rows).toEqual([
      { action: 'entered', seq: 1 },
      { action: 'changed', seq: 2 },
    ]);
  });

  it('restates what is shipped, in its slot', async () => {
    const { status, body } = await restate('T2', { name: '研发增速', official: true, basis: '某通知附件一' });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ origin: 'shipped', version: 1, official: true, basis: '某通知附件一' }),
    ]);
    const { body: all } = await admin()('GET', '/indicators');
    expect(all.items.map(({ code }: { code: string }) => code).slice(0, 3)).toEqual(['T1', 'T2', 'T3']);
  });

  it('gives two who enter one at the same time a slot each, and one code to one of them', async () => {
    const codes = ['Y1', 'Y2', 'Y3', 'Y3'];
    const answers = await Promise.all(codes.map((code) => put(code, GREEN)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 428]);
    const { rows } = await service.deps.db.pool.query<{ slot: number }>(
      `select slot from indicator where park_id = 'jinjiang' and superseded_at is null order by slot`,
    );
    expect(rows.map(({ slot }) => slot)).toEqual([2, 23, 24, 25, 26]);
  });

  it.each([
    ['no source', { sources: [] }, 400, '/sources'],
    ['a source nobody knows', { sources: ['rumour'] }, 400, '/sources/0'],
    ['a source twice', { sources: ['tax', 'tax'] }, 422, '/sources'],
    ['no name', { name: ' ' }, 400, '/name'],
    ['a number in place of text', { changeStep: 1 }, 400, '/changeStep'],
    ['a member nobody knows', { slot: 3 }, 400, '/slot'],
    ['no step to be raised by', { changeable: true, changeLimit: '5' }, 422, '/changeStep'],
    ['a limit below the step', { changeable: true, changeStep: '5', changeLimit: '1' }, 422, '/changeLimit'],
    ['a step that is not whole', { whole: true, changeStep: '0.5' }, 422, '/changeStep'],
    ['a limit below nothing', { changeLimit: '-1' }, 422, '/changeLimit'],
    ['more than four decimals', { changeLimit: '0.00001' }, 400, '/changeLimit'],
    ['no document though official', { official: true }, 422, '/basis'],
  ])('refuses %s', async (_, change, status, pointer) => {
    const answer = await put('Z1', { ...GREEN, ...change });
    expect(answer.status).toBe(status);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });
});

describe('how an indicator is measured', () => {
  it('may change while nothing hangs on it, and not once there is a value', async () => {
    await put('M1', GREEN);
    expect((await restate('M1', { unit: '件', whole: true })).status).toBe(200);
    expect((await enter('M1', '1.5', '件')).status).toBe(422);
    expect((await enter('M1', '3', '件')).status).toBe(201);
    const refused = await restate('M1', { unit: '%', whole: false, name: '另名' });
    expect([refused.status, refused.body.type]).toEqual([409, type('measure-fixed')]);
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/unit',
      '/whole',
    ]);
    expect((await restate('M1', { name: '另名' })).status).toBe(200);
  });

  it('stays of what is shipped', async () => {
    for (const change of [{ unit: '元' }, { nonNegative: false }]) {
      expect((await restate('T7', change)).body.type).toBe(type('measure-fixed'));
    }
  });

  it('waits for who enters a value, and who enters one for it', async () => {
    await put('M2', GREEN);
    const changing = await whileHeld(holdCatalogue, () => restate('M2', { unit: '件' }));
    expect(changing.status).toBe(200);
    const entering = await whileHeld(lockCatalogue, () => enter('M2', '1', '件'));
    expect(entering.status).toBe(201);
  });
});

/** Asks for something while another transaction holds the catalogue; it is seen to wait for its end. */
async function whileHeld(
  hold: (tx: Tx, park: string) => Promise<unknown>,
  ask: () => Promise<Reply>,
): Promise<Reply> {
  const [taken, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const held = inTransaction(service.deps.db, async (tx) => {
    await hold(tx, 'jinjiang');
    taken.resolve();
    await ended.promise;
  });
  await taken.promise;
  const asked = ask();
  try {
    await eventually(async () => {
      const { rows } = await service.deps.db.pool.query(
        `select from pg_locks where locktype = 'advisory' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
      );
      expect(rows).toHaveLength(1);
    });
  } finally {
    ended.resolve();
    await held;
  }
  return asked;
}

/** A model of a scheme of its own that reads an indicator for a bonus, submitted. */
async function draftBonus(code: string, effectiveFrom: string) {
  const author = service.as({ roles: 'admin', sub: 'author' });
  const { body: listed } = await author('GET', '/models?scheme=innovation-points');
  const { body: national } = await author('GET', `/models/${listed.items[0].id}`);
  const item = { code, name: '绿电', nameEn: 'green', unit: '%', method: 'LINEAR', full: 50, weight: 5 };
  const bonus = { cap: 5, items: [item] };
  const own = { scheme: `with-${code}`, version: '1', effectiveFrom, bonus };
  const document = { ...national.document, ...own };
  const { body, status } = await author('POST', '/models', { body: { document } });
  expect(status).toBe(201);
  await author('POST', `/models/${body.id}/actions/submit`, { body: {} });
  return { id: body.id, document };
}

const publish = (id: string) =>
  service.as({ roles: 'admin', sub: 'reviewer' })('POST', `/models/${id}/actions/publish`, { body: {} });

describe('an indicator', () => {
  const today = () => localDateOf(service.clock.now());

  it('is not retired while a model in force reads it', async () => {
    const refused = await retire('T1');
    expect([refused.status, refused.body.type]).toEqual([409, type('indicator-in-use')]);
    expect(refused.body.model).toBeDefined();
  });

  it('that is retired takes no values, changes no more, and is not for new models', async () => {
    await put('R1', GREEN);
    const { body: value } = await enter('R1', '1', '%');
    const { headers } = await read('R1');
    expect((await retire('R1', { 'if-match': '"other-1"' })).status).toBe(412);
    const key = { 'idempotency-key': newKey(), 'if-match': headers.get('etag') ?? '' };
    const retired = await retire('R1', key);
    expect([retired.status, retired.body]).toEqual([
      200,
      expect.objectContaining({ state: 'RETIRED', version: 2, allowedActions: [] }),
    ]);
    expect((await retire('R1', key)).body).toEqual(retired.body);
    expect((await retire('R1')).body.type).toBe(type('transition-not-allowed'));
    expect((await restate('R1', { name: '另名' })).body.type).toBe(type('indicator-retired'));
    const again = await enter('R1', '2', '%', 'document');
    expect(again.body.errors[0]).toMatchObject({ pointer: '/code', code: 'indicator-retired' });
    const corrected = await officer()('POST', `/indicator-values/${value.id}/actions/correct`, {
      body: { value: '2' },
    });
    expect(corrected.status).toBe(422);
  });

  it('retired while a model of it is in review keeps that model from being published', async () => {
    await put('R2', GREEN);
    const { id, document } = await draftBonus('R2', today());
    expect((await retire('R2')).status).toBe(200);
    const refused = await publish(id);
    expect(refused.status).toBe(422);
    expect(refused.body.errors[0]).toMatchObject({
      pointer: '/document/bonus/items/0/code',
      code: 'indicator-retired',
    });
    const other = { document: { ...document, version: '2' } };
    expect((await admin()('POST', '/models', { body: other })).status).toBe(422);
  });

  it('is not retired either where a model to come reads it', async () => {
    await put('R3', GREEN);
    const { id } = await draftBonus('R3', '2098-01-01');
    expect((await publish(id)).status).toBe(200);
    expect((await retire('R3')).body.type).toBe(type('indicator-in-use'));
    const refused = await restate('R3', { unit: '件' });
    expect(refused.body.errors[0].detail).toContain('已发布的模型');
  });

  it('that events state is stated no more once it is retired', async () => {
    const there = admin('elsewhere');
    await there('PUT', `/enterprises/${firm(1)}`, { body: { name: '某某科技有限公司' } });
    const contract = (number: string) => ({
      body: {
        number,
        kind: 'development',
        title: '控制系统开发',
        seller: firm(1),
        buyer: '某某公司',
        amount: '10000',
        signedOn: '2025-03-01',
        registeredOn: '2025-03-20',
      },
    });
    const values = async () =>
      (await there('GET', `/indicator-values?uscc=${firm(1)}&code=T7&asOf=2025-12-31`)).body.items.map(
        ({ value }: { value: string }) => value,
      );
    expect((await there('POST', '/tech-contracts', contract('C-1'))).status).toBe(201);
    expect(await values()).toEqual(['1']);
    expect((await there('POST', '/indicators/T7/actions/retire', { body: {} })).status).toBe(200);
    expect((await there('POST', '/tech-contracts', contract('C-2'))).status).toBe(201);
    expect(await values()).toEqual(['1']);
  });

  it('that another park restates is as it was here', async () => {
    const there = admin('elsewhere');
    const body = { ...GREEN, unit: '万元', nonNegative: true, name: '另名', sources: ['tax'] };
    expect((await there('PUT', '/indicators/T1', { body })).status).toBe(200);
    expect(await ofCatalogue('T1')).toMatchObject({ version: 0, name: '研发费用金额' });
    expect(await ofCatalogue('T1', there)).toMatchObject({ version: 1, name: '另名' });
  });
});

it('has room for so many, those retired among them', async () => {
  const there = admin('large');
  for (let slot = 23; slot <= 200; slot++) await there('PUT', `/indicators/X${slot}`, { body: GREEN });
  await there('POST', '/indicators/X30/actions/retire', { body: {} });
  const full = await there('PUT', '/indicators/X201', { body: GREEN });
  expect([full.status, full.body.type]).toEqual([409, type('catalogue-full')]);
  expect((await there('GET', '/indicators')).body.items).toHaveLength(200);
});
