import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { eventually } from '@qinwu/testkit/eventually';
import { adverseDocument } from '../src/store/documents/document-table.ts';
import { type CreditService, startCreditService } from './credit-service.ts';
import { type CreditWork, startCreditWork } from './credit-work.ts';
import { enterFirm, enterTax, firm, publishModel, startRun, untilRun } from './run-park.ts';

let service: CreditService;
let work: CreditWork;
const officer = () => service.as({ roles: 'officer', sub: 'officer' });
const owner = (n: number) => service.as({ roles: 'enterprise', sub: 'owner', org: firm(n) });

beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(new Date().toISOString());
  await publishModel(service, 'national-18');
  for (const n of [1, 2]) {
    await enterFirm(service, n);
    await enterTax(service, n, { code: 'G3', value: '1900', unit: '万元' });
    await enterTax(service, n, { code: 'T3', value: '20', unit: '%' });
  }
  work = await startCreditWork(service);
});
afterAll(async () => {
  await work.close();
  await service.close();
});

const DOCUMENT = {
  uscc: firm(1),
  code: 'N2',
  kind: 'administrative-decision',
  number: '泉环罚〔2025〕12号',
  issuer: '泉州市生态环境局',
  effectiveFrom: '2025-03-01',
};
const enter = (more: object = {}) =>
  officer()('POST', '/adverse-documents', { body: { ...DOCUMENT, ...more } });
const act = (id: string, action: string, body: object) =>
  officer()('POST', `/adverse-documents/${id}/actions/${action}`, { body });

async function total(asOf: string, n = 1): Promise<number> {
  return Number((await officer()('GET', `/enterprises/${firm(n)}/score?asOf=${asOf}`)).body.total);
}

it('stands in a table as the code has it', async () => {
  expect(await schemaDrift(service.deps.db, [adverseDocument])).toEqual([]);
});

describe('a document against an enterprise', () => {
  it('takes points off from when it has effect until it is repaired, and is scored at once', async () => {
    const clean = await total('2025-02-28');
    const { status, body } = await enter();
    expect([status, body.state, body.allowedActions]).toEqual([201, 'EFFECTIVE', ['repair', 'withdraw']]);
    expect([await total('2025-02-28'), await total('2025-03-01')]).toEqual([clean, clean - 5]);
    await eventually(
      async () => {
        const { rows } = await service.deps.db.pool.query<{ total: number }>(
          'select total from rescore where uscc = $1 order by known_on desc limit 1',
          [firm(1)],
        );
        expect(rows[0]?.total).toBe(Math.round((clean - 5) * 10_000));
      },
      { within: 10_000 },
    );
    const repair = { repairedOn: '2025-09-01', repairNumber: '泉信修〔2025〕3号' };
    expect((await act(body.id, 'repair', repair)).body).toMatchObject({
      ...repair,
      state: 'REPAIRED',
      version: 2,
    });
    expect([await total('2025-08-31'), await total('2025-09-01')]).toEqual([clean - 5, clean]);
  });

  it('counts in a run as it does alone, for the day and as it was known', async () => {
    const clean = await total('2025-02-28', 2);
    await enter({ uscc: firm(2), number: '泉仲裁〔2025〕1号', kind: 'award' });
    await enter({ uscc: firm(2), number: '泉仲裁〔2025〕2号', kind: 'award', effectiveUntil: '2025-06-30' });
    const knownOn = new Date().toISOString();
    service.clock.set(knownOn);
    const totals: Record<string, number | undefined> = {};
    for (const asOf of ['2025-02-28', '2025-05-01', '2025-07-01']) {
      const run = await startRun(service, { asOf, knownOn });
      await untilRun(service, run.id, 'PUBLISHED');
      const { rows } = await service.deps.db.pool.query<{ total: number }>(
        'select total from run_score where run_id = $1 and uscc = $2',
        [run.id, firm(2)],
      );
      totals[asOf] = rows[0]?.total;
      expect((totals[asOf] ?? 0) / 10_000).toBe(await total(asOf, 2));
    }
    expect(Object.values(totals)).toEqual(
      [clean, clean - 10, clean - 5].map((points) => Math.round(points * 10_000)),
    );
  });

  it.each([
    [{ number: '无' }, 201, undefined],
    [{ number: '无' }, 409, undefined],
    [{ code: 'N9' }, 422, '/code'],
    [{ effectiveFrom: '2099-01-01' }, 422, '/effectiveFrom'],
    [{ effectiveUntil: '2025-01-01' }, 422, '/effectiveUntil'],
    [{ kind: 'mediation-agreement' }, 400, '/kind'],
    [{ number: '' }, 400, '/number'],
    [{ uscc: firm(9) }, 404, undefined],
  ])('with %j is %d at %s', async (more, status, pointer) => {
    const answer = await enter(more);
    expect({ status: answer.status, pointer: answer.body.errors?.[0].pointer }).toEqual({ status, pointer });
  });

  it('counts under an item of a model of the park’s own, once that was submitted', async () => {
    const author = service.as({ roles: 'admin', sub: 'author' });
    const reviewer = service.as({ roles: 'admin', sub: 'reviewer' });
    const { body: listed } = await author('GET', '/models');
    const { document } = (await author('GET', `/models/${listed.items[0].id}`)).body;
    const item = { name: '环境违法', nameEn: 'breach of environmental law', points: -3, atMost: -6 };
    const modelled = (code: string, scheme: string) =>
      author('POST', '/models', {
        body: { document: { ...document, scheme, negative: [...document.negative, { code, ...item }] } },
      });
    const clash = await modelled('T1', 'clash');
    expect([clash.status, clash.body.errors[0]]).toEqual([
      422,
      expect.objectContaining({ pointer: '/document/negative/2/code', code: 'code-of-indicator' }),
    ]);
    const { body: model } = await modelled('ENV', 'environment');
    const sent = { code: 'ENV', number: '环〔2025〕1号', uscc: firm(2) };
    const early = await enter(sent);
    expect([early.status, early.body.errors[0].detail]).toEqual([422, '负面事项只有N1、N2']);
    await author('POST', `/models/${model.id}/actions/submit`, { body: {} });
    const definition = { name: '环境', nameEn: 'environment', unit: '%', sources: ['document'] };
    const taken = await author('PUT', '/indicators/ENV', { body: definition });
    expect([taken.status, taken.body.errors[0].code]).toEqual([422, 'code-of-negative-item']);
    await reviewer('POST', `/models/${model.id}/actions/publish`, { body: {} });
    const score = async () =>
      Number((await officer()('GET', `/enterprises/${firm(2)}/score?scheme=environment`)).body.total);
    const clean = await score();
    expect((await enter(sent)).status).toBe(201);
    expect(await score()).toBe(clean - 3);
    const elsewhere = service.as({ roles: 'officer', park: 'elsewhere' });
    await elsewhere('PUT', `/enterprises/${firm(2)}`, { body: { name: '某某科技有限公司' } });
    const there = await elsewhere('POST', '/adverse-documents', { body: { ...DOCUMENT, ...sent } });
    expect([there.status, there.body.errors[0].detail]).toEqual([422, '负面事项只有N1、N2']);
  });

  it('keeps its item from becoming an indicator in between', async () => {
    const author = service.as({ roles: 'admin', sub: 'author' });
    const { body: listed } = await author('GET', '/models');
    const { document } = (await author('GET', `/models/${listed.items[0].id}`)).body;
    const negative = [{ code: 'LAB', name: '欠薪', nameEn: 'wages', points: -3, atMost: -6 }];
    const { body: model } = await author('POST', '/models', {
      body: { document: { ...document, scheme: 'labour', negative } },
    });
    const definition = { name: '用工', nameEn: 'labour', unit: '%', sources: ['document'] };
    expect((await author('PUT', '/indicators/LAB', { body: definition })).status).toBe(201);
    const late = await author('POST', `/models/${model.id}/actions/submit`, { body: {} });
    expect([late.status, late.body.errors[0].code]).toEqual([422, 'code-of-indicator']);
  });

  it('is withdrawn where it was a mistake, is repaired in time, and is the enterprise’s to see', async () => {
    const { body } = await enter({ number: '误', uscc: firm(2) });
    for (const repairedOn of ['2025-01-01', '2099-01-01']) {
      expect((await act(body.id, 'repair', { repairedOn, repairNumber: '1' })).status).toBe(422);
    }
    expect((await act(body.id, 'withdraw', { reason: '误登' })).body.state).toBe('WITHDRAWN');
    expect((await act(body.id, 'withdraw', { reason: '误登' })).status).toBe(409);
    expect((await enter({ number: '误', uscc: firm(2) })).status).toBe(201);
    const seen = await owner(2)('GET', `/enterprises/${firm(2)}/adverse-documents`);
    expect(seen.body.items.length).toBeGreaterThan(2);
    expect((await owner(1)('GET', `/enterprises/${firm(2)}/adverse-documents`)).status).toBe(404);
    expect((await owner(2)('POST', '/adverse-documents', { body: DOCUMENT })).status).toBe(403);
  });
});
