import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDateOf } from '@qinwu/domain/local-date';
import { eventually } from '@qinwu/testkit/eventually';
import { type CreditService, startCreditService } from './credit-service.ts';
import { type CreditWork, startCreditWork } from './credit-work.ts';
import { enterFirm, enterTax, firm, publishModel, type Run, startRun, untilRun } from './run-park.ts';

const FIRMS = 24;
/** These two have no revenue, and so no stage. */
const UNSCORED = [22, 23];

let service: CreditService;
let work: CreditWork;
let today: string;

const admin = () => service.as({ roles: 'admin', sub: 'admin' });

beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(new Date().toISOString());
  today = localDateOf(new Date());
  await publishModel(service, 'local-1000');
  await publishModel(service, 'national-18');
  for (let n = 0; n < FIRMS; n++) {
    await enterFirm(service, n);
    if (UNSCORED.includes(n)) continue;
    await enterTax(service, n, { code: 'G3', value: String(100 + n), unit: '万元' });
    await enterTax(service, n, { code: 'G4', value: String((n * 7) % 40), unit: '%' });
    if (n % 2 === 0) await enterTax(service, n, { code: 'T1', value: String(n * 10), unit: '万元' });
  }
  work = await startCreditWork(service);
});
afterAll(async () => {
  await work.close();
  await service.close();
});

interface StoredScore {
  uscc: string;
  total: number | null;
  parts: number[];
  hash: string;
}

/** Everything a run says of its enterprises, as it is stored. */
async function rowsOf(run: string): Promise<StoredScore[]> {
  const { rows } = await service.deps.db.pool.query<StoredScore>(
    `select uscc, stage, total, grade, division, parts, missing, encode(input_hash, 'hex') as hash
     from run_score where run_id = $1 order by uscc`,
    [run],
  );
  return rows;
}

/** The announcements of a run that are owed to the cockpit, by enterprise. */
async function announced(run: string): Promise<Map<string, [string | null, string | null]>> {
  const { rows } = await service.deps.db.pool.query<{ envelope: string }>(
    `select envelope from outbox where type = 'qinwu.credit.score-changed.v1' order by event_id`,
  );
  const of = rows.map(({ envelope }) => JSON.parse(envelope).data).filter(({ runId }) => runId === run);
  return new Map(of.map(({ uscc, previousTotal, total }) => [uscc, [previousTotal, total]]));
}

async function allAnnounced(run: string): Promise<void> {
  await eventually(
    async () => expect((await admin()('GET', `/score-runs/${run}`)).body.announcedAt).not.toBeNull(),
    { within: 10_000 },
  );
}

describe('a run', () => {
  let first: Run;
  it('scores every enterprise, each as it is scored alone', async () => {
    const models = await admin()('GET', '/models?state=PUBLISHED');
    const local = models.body.items.find((model: { scheme: string }) => model.scheme !== 'innovation-points');
    first = await startRun(service, { asOf: today, scheme: local.scheme });
    expect(first).toMatchObject({ state: 'PLANNING', current: false, askedBy: 'batch' });
    first = await untilRun(service, first.id, 'PUBLISHED');
    expect(first).toMatchObject({
      current: true,
      enterprises: FIRMS,
      scored: FIRMS - UNSCORED.length,
      slices: 1,
    });
    const rows = await rowsOf(first.id);
    expect(rows).toHaveLength(FIRMS);
    for (const row of rows) {
      const alone = await admin()('GET', `/enterprises/${row.uscc}/score?scheme=${local.scheme}`);
      if (row.total === null) expect(alone.body.type).toContain('stage-unknown');
      else expect(Math.round(Number(alone.body.total) * 10_000)).toBe(row.total);
      if (row.total !== null) expect(alone.body.inputHash).toBe(row.hash);
    }
    expect(rows.filter(({ total }) => total === null)).toHaveLength(UNSCORED.length);
  });

  it('takes percentiles of the trade from all its enterprises', async () => {
    const { rows } = await service.deps.db.pool.query<{ division: string; peers: number; points: string[] }>(
      `select division, peers, points from run_statistic where run_id = $1 and indicator = 'G4'`,
      [first.id],
    );
    const scored = Array.from({ length: FIRMS }, (_, n) => n).filter((n) => !UNSCORED.includes(n));
    for (const { division, peers, points } of rows) {
      const of = scored.filter((n) => division === '' || ['39', '13', '26'][n % 3] === division);
      const values = of.map((n) => ((n * 7) % 40) * 10_000).toSorted((a, b) => a - b);
      const point = (n: number) => values[Math.ceil((n * values.length) / 100) - 1];
      expect({ division, peers }).toEqual({ division, peers: values.length });
      expect(points.map(Number)).toEqual(Array.from({ length: 100 }, (_, n) => point(n + 1)));
    }
    expect(rows.map(({ division }) => division).toSorted()).toEqual(['', '13', '26', '39']);
  });

  it('is unique in its period', async () => {
    const again = await startRun(service, { asOf: today, scheme: first.scheme });
    expect(again.id).toBe(first.id);
  });

  it('tells its progress as events until the end', async () => {
    const answer = await service.open({ roles: 'admin' }, `/score-runs/${first.id}/events`);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const last = (await answer.text()).trim().split('\n\n').at(-1) ?? '';
    expect(last).toContain('event: end');
    const { id, resultHash } = first;
    expect(JSON.parse(last.split('data: ')[1] ?? '')).toMatchObject({ id, state: 'PUBLISHED', resultHash });
  });

  it('says what came of it', async () => {
    const { body } = await admin()('GET', `/score-runs/${first.id}/report`);
    expect(body).toMatchObject({ scored: 22, unscored: { 'stage-unknown': 2 }, moves: null });
    expect(Object.values<number>(body.grades).reduce((sum, n) => sum + n, 0)).toBe(22);
    const g4 = body.parts.find(({ indicator }: { indicator: string }) => indicator === 'G4');
    expect(g4.missing + g4.tenths.reduce((sum: number, n: number) => sum + n, 0)).toBe(22);
  });

  it('announces what had no score yet', async () => {
    await allAnnounced(first.id);
    // Those rescored on their own were announced then, with the percentiles of no run.
    const told = await announced(first.id);
    for (const [uscc, [before, after]] of told) expect({ uscc, before }).not.toEqual({ uscc, before: after });
    expect(told.size).toBeGreaterThan(0);
  });

  it('is the same to the byte when it is asked for again as it was known', async () => {
    const before = await rowsOf(first.id);
    await enterTax(service, 3, { code: 'T1', value: '299', unit: '万元' });
    await enterTax(service, 22, { code: 'G3', value: '500', unit: '万元' });
    service.clock.set(new Date().toISOString());
    const again = await startRun(service, { asOf: today, scheme: first.scheme, knownOn: first.knownOn });
    expect(again.id).not.toBe(first.id);
    const { resultHash, current } = await untilRun(service, again.id, 'PUBLISHED');
    expect({ resultHash, current }).toEqual({ resultHash: first.resultHash, current: false });
    expect(await rowsOf(again.id)).toEqual(before);
    expect(await announced(again.id)).toEqual(new Map());
  });

  it('tells what moved since the one before, and announces that alone', async () => {
    // The single rescores come first: the run has then nothing to tell of them.
    await eventually(
      async () => {
        const { rows } = await service.deps.db.pool.query(
          'select from rescore where uscc = $1 and scheme = $2',
          [firm(22), first.scheme],
        );
        expect(rows.length).toBeGreaterThan(0);
      },
      { within: 10_000 },
    );
    const knownOn = new Date().toISOString();
    service.clock.set(knownOn);
    const next = await startRun(service, { asOf: today, scheme: first.scheme, knownOn });
    expect(await untilRun(service, next.id, 'PUBLISHED')).toMatchObject({
      current: true,
      comparedWith: first.id,
    });
    const { body } = await admin()('GET', `/score-runs/${next.id}/report`);
    const { up, down, same, entered, left } = body.moves;
    expect({ entered, left, all: up + down + same }).toEqual({ entered: 1, left: 0, all: 22 });
    expect(up).toBeGreaterThanOrEqual(1);
    expect(body.moves.movers[0].uscc).toBe(firm(3));
    await allAnnounced(next.id);
    const told = await announced(next.id);
    expect(told.has(firm(3))).toBe(false);
    expect(told.has(firm(22))).toBe(false);
  });

  it('of a draft is a trial, compared with what stands', async () => {
    const { body: model } = await admin()('GET', `/models/${first.model.id}`);
    const document = { ...model.document, version: 'trial' };
    const { status, body: draft } = await admin()('POST', '/models', { body: { document } });
    expect(status).toBe(201);
    const knownOn = new Date().toISOString();
    service.clock.set(knownOn);
    const trial = await startRun(service, { asOf: today, modelId: draft.id, knownOn });
    expect(await untilRun(service, trial.id, 'PUBLISHED')).toMatchObject({
      current: false,
      announcedAt: null,
    });
    const { body } = await admin()('GET', `/score-runs/${trial.id}/report`);
    expect(body.moves).toMatchObject({ up: 0, down: 0, same: 23, rankCorrelation: 1, movers: [] });
    expect(body.moves.stability.every(({ index }: { index: number }) => index === 0)).toBe(true);
  });

  it("of one division is nobody's score", async () => {
    const run = await startRun(service, { asOf: today, scheme: first.scheme, division: '39' });
    const ended = await untilRun(service, run.id, 'PUBLISHED');
    expect(ended).toMatchObject({ current: false, division: '39', enterprises: FIRMS / 3 });
  });

  it('of another day reads the versions of that day', async () => {
    // No model was in force then: a trial.
    const asOf = '2024-06-30';
    const run = await startRun(service, { asOf, modelId: first.model.id });
    const ended = await untilRun(service, run.id, 'PUBLISHED');
    // Nothing counted then: nobody had a stage.
    expect(ended).toMatchObject({ current: false, enterprises: FIRMS, scored: 0 });
  });

  it('leaves out who was struck off, from when that was known', async () => {
    const path = `/enterprises/${firm(0)}`;
    const { headers } = await admin()('GET', path);
    const body = { name: '第0家科技有限公司', industry: '39', active: false };
    const put = await admin()('PUT', path, { body, headers: { 'if-match': headers.get('etag') ?? '' } });
    expect(put.status).toBe(200);
    const run = await startRun(service, { asOf: '2025-06-30', modelId: first.model.id });
    expect(await untilRun(service, run.id, 'PUBLISHED')).toMatchObject({ enterprises: FIRMS - 1 });
  });
});

describe('asking for a run', () => {
  it.each([
    [{ asOf: '2099-01-01' }, 422, 'date-in-future'],
    [{ asOf: '2025-02-30' }, 400, '/asOf'],
    [{ asOf: '2025-08-31', knownOn: '2099-01-01T00:00:00Z' }, 422, 'date-in-future'],
    [{ asOf: '2025-08-31', division: '3' }, 400, '/division'],
    [{ asOf: '2025-08-31', scheme: 'nobody-knows' }, 409, 'no-model-in-force'],
    [{ asOf: '2025-08-31', modelId: '00000000-0000-4000-8000-000000000000' }, 404, 'model-missing'],
    [{ asOf: '2025-08-31', everything: true }, 400, 'everything'],
  ])('%j is %d %s', async (body, status, told) => {
    const answer = await admin()('POST', '/score-runs', { body });
    expect({ status: answer.status, told: JSON.stringify(answer.body) }).toEqual({
      status,
      told: expect.stringContaining(told),
    });
  });

  it('is for who keeps the scores alone', async () => {
    for (const roles of ['officer', 'enterprise', 'bank', 'citizen'] as const) {
      const { status } = await service.as({ roles })('POST', '/score-runs', { body: { asOf: today } });
      expect({ roles, status }).toEqual({ roles, status: 403 });
    }
    const { status } = await service.as({ roles: 'enterprise' })('GET', '/score-runs');
    expect(status).toBe(403);
    const other = await service.as({ roles: 'admin', park: 'elsewhere' })('GET', '/score-runs');
    expect(other.body.items).toEqual([]);
  });
});
