import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDateOf } from '@qinwu/domain/local-date';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { eventually } from '@qinwu/testkit/eventually';
import { lockRun } from '../src/store/runs/runs.ts';
import { planRun } from '../src/use-cases/runs/plan-run.ts';
import { scoreSlice } from '../src/use-cases/runs/score-slice.ts';
import { type CreditService, startCreditService } from './credit-service.ts';
import { type CreditWork, startCreditWork } from './credit-work.ts';
import { enterFirm, enterTax, firm, publishModel, type Run, startRun, untilRun } from './run-park.ts';

const FIRMS = 6;
/** The bank of these says something else than the tax office. */
const BANKED = [0, 1, 2];
const GREEN = {
  name: '绿电使用占比',
  nameEn: 'share of green power',
  unit: '%',
  changeable: true,
  changeStep: '1',
  changeLimit: '100',
  sources: ['document', 'bank'],
};

let service: CreditService;
let work: CreditWork | undefined;
let national: string;
let today: string;

const admin = () => service.as({ roles: 'admin', sub: 'admin' });
const elsewhere = () => service.as({ roles: 'admin', sub: 'admin', park: 'elsewhere' });
const officer = () => service.as({ roles: 'officer', sub: 'officer' });

beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(new Date().toISOString());
  today = localDateOf(new Date());
  national = await publishModel(service, 'national-18');
  for (let n = 0; n < FIRMS; n++) {
    await enterFirm(service, n);
    await enterTax(service, n, { code: 'G3', value: '800', unit: '万元' });
    await enterTax(service, n, { code: 'G6', value: '10', unit: '%' });
    if (BANKED.includes(n)) await enterBank(n, 'G6', '20');
  }
});
afterAll(async () => {
  await work?.close();
  await service.close();
});

async function enterBank(n: number, code: string, value: string): Promise<void> {
  const year = { periodFrom: '2024-01-01', periodTo: '2024-12-31', validFrom: '2025-01-01' };
  const body = { uscc: firm(n), code, value, unit: '%', source: 'bank', ...year };
  expect((await officer()('POST', '/indicator-values', { body })).status).toBe(201);
}

async function query<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
  return (await service.deps.db.pool.query(text, [...values])).rows;
}

/** An instant of the database behind all it has written, to which the service's clock is put. */
async function instant(): Promise<string> {
  const [row] = await query<{ at: string }>(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from pg_sleep(0.003)`,
  );
  service.clock.set(row?.at ?? '');
  return row?.at ?? '';
}

interface StoredScore {
  uscc: string;
  total: number;
  parts: number[];
  missing: number[];
  hash: string;
}

const rowsOf = (run: string) =>
  query<StoredScore>(
    `select uscc, stage, total, grade, parts, missing, encode(input_hash, 'hex') as hash
     from run_score where run_id = $1 order by uscc`,
    [run],
  );
const totalsOf = async (run: string) => (await rowsOf(run)).map(({ total }) => total);

/** The score of an enterprise as its bytes say it. */
async function scoreOf(n: number, more = ''): Promise<string> {
  const { body } = await officer()('GET', `/enterprises/${firm(n)}/score?asOf=${today}&target=5${more}`);
  return JSON.stringify(body);
}

/** States another definition over the one that stands. */
async function restate(code: string, change: Record<string, unknown>): Promise<void> {
  const { body, headers } = await admin()('GET', `/indicators/${code}`);
  const { name, nameEn, unit, nonNegative, whole, changeable, changeStep, changeLimit, sources } = body;
  const standing = { name, nameEn, unit, nonNegative, whole, changeable, changeStep, changeLimit, sources };
  const etag = headers.get('etag');
  const answer = await admin()('PUT', `/indicators/${code}`, {
    body: { ...standing, ...change },
    headers: etag === null ? {} : { 'if-match': etag },
  });
  expect(answer.status).toBe(200);
}

/** The steps of a run as its jobs take them, without a worker. */
const plan = (run: string) => inTransaction(service.deps.db, (tx) => planRun(tx, run, ''));
const scoreFirstSlice = (run: string) =>
  inTransaction(service.deps.db, async (tx) => scoreSlice(tx, await lockRun(tx, run), 0));

const BANK_FIRST = { sources: ['bank', 'tax', 'declaration'] };
/** 1.2 for the revenue, and 1 or 2 for the return on equity. */
const [BY_TAX, BY_BANK] = [22_000, 32_000];

describe('the order of sources', () => {
  let first: Run;
  let before: string[];
  let knownOn: string;
  let planned: string;

  it('changed in the middle of a run does not change the run', async () => {
    first = await startRun(service, { asOf: today, modelId: national });
    knownOn = await instant();
    before = [await scoreOf(0), await scoreOf(5)];
    planned = (await startRun(service, { asOf: today, modelId: national, knownOn })).id;
    await plan(first.id);
    await plan(planned);
    await scoreFirstSlice(first.id);
    await restate('G6', BANK_FIRST);
    await scoreFirstSlice(planned);
    expect(await rowsOf(planned)).toEqual(await rowsOf(first.id));
    expect(await totalsOf(planned)).toEqual(Array.from({ length: FIRMS }, () => BY_TAX));
  });

  it('counts from then on, and leaves what was known before as it was', async () => {
    await instant();
    expect(JSON.parse(await scoreOf(0)).total).toBe('3.2');
    expect(JSON.parse(await scoreOf(5)).total).toBe('2.2');
    const asKnown = `&knownOn=${encodeURIComponent(knownOn)}`;
    const then = [await scoreOf(0, asKnown), await scoreOf(5, asKnown)].map((text) => JSON.parse(text));
    expect(then.map((score) => JSON.stringify({ ...score, knownOn: null }))).toEqual(before);
  });

  it('counts for a run before anything was laid out anew, and for one after', async () => {
    const held = `select uscc from input_vector where precedence = 1 order by uscc`;
    expect(await query(held)).toEqual([]);
    const before = await startRun(service, { asOf: today, modelId: national, knownOn: await instant() });
    await plan(before.id);
    await scoreFirstSlice(before.id);
    const totals = new Map((await rowsOf(before.id)).map(({ uscc, total }) => [uscc, total]));
    for (let n = 0; n < FIRMS; n++) {
      expect({ n, total: totals.get(firm(n)) }).toEqual({ n, total: BANKED.includes(n) ? BY_BANK : BY_TAX });
    }
    const refresh = service.app.schedules.find(({ name }) => name === 'credit.inputs-refresh');
    const turn = { signal: new AbortController().signal, stillMine: async () => {} };
    await refresh?.run(service.deps.db, { start: new Date(), end: new Date() }, turn);
    expect(await query(held)).toHaveLength(FIRMS);
    const after = await startRun(service, { asOf: today, modelId: national, knownOn: await instant() });
    await plan(after.id);
    await scoreFirstSlice(after.id);
    expect(await rowsOf(after.id)).toEqual(await rowsOf(before.id));
  });

  it('scores anew those for whom another value counts, and nobody else', async () => {
    const told = await query<{ envelope: string }>(
      `select envelope from outbox where type = 'qinwu.credit.inputs-changed.v1' order by event_id`,
    );
    const since = told
      .map(({ envelope }) => JSON.parse(envelope).data)
      .filter(({ changedAt }) => changedAt > knownOn);
    expect(since.map(({ uscc, codes }) => `${uscc} ${codes}`).toSorted()).toEqual(
      BANKED.map((n) => `${firm(n)} G6`).toSorted(),
    );
    work = await startCreditWork(service);
    await eventually(
      async () => {
        const rows = await query<{ uscc: string }>(
          `select distinct uscc from rescore where total = ${BY_BANK} order by uscc`,
        );
        expect(rows.map(({ uscc }) => uscc)).toEqual(BANKED.map(firm).toSorted());
      },
      { within: 10_000 },
    );
  });

  it('is that of its instant for a run asked for again', async () => {
    const again = await untilRun(service, planned, 'PUBLISHED');
    expect(again.resultHash).toBe((await untilRun(service, first.id, 'PUBLISHED')).resultHash);
    await query(`delete from run_score where run_id = $1`, [planned]);
    await query(`update score_run set state = 'CANCELLED' where id = $1`, [planned]);
    const { id } = await startRun(service, { asOf: today, modelId: national, knownOn });
    expect(id).not.toBe(planned);
    expect((await untilRun(service, id, 'PUBLISHED')).resultHash).toBe(again.resultHash);
    expect(await rowsOf(id)).toEqual(await rowsOf(first.id));
  });

  it('and what a firm can change are of their instant in the advice, too', async () => {
    const advised = (text: string) =>
      JSON.parse(text).raise.singles.map(({ changes }: { changes: { code: string }[] }) => changes[0]?.code);
    const knownThen = `&knownOn=${encodeURIComponent(await instant())}`;
    const was = await scoreOf(5, knownThen);
    const [first] = advised(was);
    await restate(first, { changeable: false });
    await instant();
    expect(advised(await scoreOf(5))).toEqual(advised(was).filter((code: string) => code !== first));
    expect(await scoreOf(5, knownThen)).toBe(was);
  });
});

describe("a park's own indicator", () => {
  let model: string;

  async function sendValues(): Promise<void> {
    const head = 'uscc,code,value,unit,source,periodFrom,periodTo,validFrom';
    const rows = [3, 4].map((n) => `${firm(n)},X1,${n * 10},%,document,2024-01-01,2024-12-31,2025-01-01`);
    const form = new FormData();
    form.set('options', JSON.stringify({ kind: 'indicator-values', source: '电力', format: 'csv' }));
    form.set('file', new Blob([[head, ...rows].join('\n')]), 'green.csv');
    const { body } = await officer()('POST', '/imports', { form });
    await eventually(
      async () => {
        const { body: view } = await officer()('GET', `/imports/${body.id}`);
        expect(view).toMatchObject({ state: 'DONE', progress: { created: 2, refused: 0 } });
      },
      { within: 10_000 },
    );
  }

  async function document(version: string, items: readonly unknown[]) {
    const { body } = await admin()('GET', `/models/${national}`);
    return { ...body.document, version, bonus: { cap: 10, items } };
  }

  const ITEM = {
    code: 'X1',
    name: '绿电',
    nameEn: 'green',
    unit: '%',
    method: 'LINEAR',
    full: 100,
    weight: 10,
  };

  /** Drafted, tried on the park, published by another. */
  async function publish(sent: unknown): Promise<string> {
    const author = service.as({ roles: 'admin', sub: 'author' });
    const { status, body } = await author('POST', '/models', { body: { document: sent } });
    expect(status).toBe(201);
    await author('POST', `/models/${body.id}/actions/submit`, { body: {} });
    const trial = await startRun(service, { asOf: today, modelId: body.id });
    expect(trial.trial).toBe(true);
    await untilRun(service, trial.id, 'PUBLISHED');
    const reviewer = service.as({ roles: 'admin', sub: 'reviewer' });
    const published = await reviewer('POST', `/models/${body.id}/actions/publish`, { body: {} });
    expect(published.status).toBe(200);
    return body.id;
  }

  it('is entered, imported, modelled, tried and scored like any other', async () => {
    const entered = await admin()('PUT', '/indicators/X1', { body: GREEN });
    expect(entered.status).toBe(201);
    await sendValues();
    await instant();
    model = await publish(await document('green', [ITEM]));
    const run = await startRun(service, { asOf: today, modelId: model, knownOn: await instant() });
    await untilRun(service, run.id, 'PUBLISHED');
    const rows = new Map((await rowsOf(run.id)).map((row) => [row.uscc, row]));
    // The nineteenth rule: a tenth of its share of 100.
    const earned = Array.from({ length: FIRMS }, (_, n) => rows.get(firm(n))?.parts[18]);
    expect(earned).toEqual([0, 0, 0, 30_000, 40_000, 0]);
    expect(rows.get(firm(5))?.missing).toContain(18);
    expect(rows.get(firm(3))?.missing).not.toContain(18);
    // Nothing was entered of the others since: what is kept of them has no slot for it.
    const lengths = await query<{ length: number }>(
      `select distinct array_length(slots, 1) as length from input_vector order by 1`,
    );
    expect(lengths.map(({ length }) => length)).toEqual([22, 23]);
    const alone = JSON.parse(await scoreOf(3));
    expect(alone.inputHash).toBe(rows.get(firm(3))?.hash);
    const bonus = alone.contributions.find(({ code }: { code: string }) => code === 'X1');
    expect(bonus).toMatchObject({ points: '3' });
  });

  it('is read by what-if, and raised by what a firm can do', async () => {
    const { body } = await officer()('POST', `/models/${model}/what-if`, {
      body: { values: { G3: '800', X1: '10' }, target: '5' },
    });
    expect(body.total).toBe('2.2');
    const singles = body.raise.singles.map(
      ({ changes }: { changes: { code: string }[] }) => changes[0]?.code,
    );
    expect(singles).toContain('X1');
  });

  it('is not there for another park', async () => {
    const { body } = await elsewhere()('GET', '/indicators');
    expect(body.items).toHaveLength(22);
    const sent = { document: await document('green', [ITEM]) };
    const refused = await elsewhere()('POST', '/models', { body: sent });
    expect(refused.body.errors[0]).toMatchObject({
      pointer: '/document/bonus/items/0/code',
      code: 'indicator-unknown',
    });
  });

  it('is measured as it is, and stays while a model in force reads it', async () => {
    const { body, headers } = await admin()('GET', '/indicators/X1');
    const put = await admin()('PUT', '/indicators/X1', {
      body: { ...GREEN, unit: '件' },
      headers: { 'if-match': headers.get('etag') ?? '' },
    });
    expect([put.status, put.body.errors[0].pointer]).toEqual([409, '/unit']);
    const refused = await admin()('POST', '/indicators/X1/actions/retire', { body: {} });
    expect([refused.status, refused.body.model]).toEqual([409, model]);
    expect(body.state).toBe('IN_USE');
  });

  it('is retired once another model has taken its place, and every score of it stays', async () => {
    const knownOn = encodeURIComponent(await instant());
    const was = await scoreOf(3, `&knownOn=${knownOn}`);
    expect(JSON.parse(was).total).toBe('5.2');
    await instant();
    const plain = await publish(await document('plain', []));
    const retired = await admin()('POST', '/indicators/X1/actions/retire', { body: {} });
    expect([retired.status, retired.body.state]).toEqual([200, 'RETIRED']);
    await instant();
    expect(JSON.parse(await scoreOf(3)).total).toBe('2.2');
    expect(await scoreOf(3, `&knownOn=${knownOn}`)).toBe(was);
    const back = await admin()('POST', `/models/${plain}/actions/retire`, { body: {} });
    expect([back.status, back.body.type]).toEqual([409, 'urn:qinwu:problem:retired-indicator-revived']);
    const another = await admin()('PUT', '/indicators/X2', { body: GREEN });
    expect(another.status).toBe(201);
    const slots = await query(
      `select code, slot from indicator where superseded_at is null and slot > 22 order by slot`,
    );
    expect(slots).toEqual([
      { code: 'X1', slot: 23 },
      { code: 'X2', slot: 24 },
    ]);
  });
});
