import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDateOf } from '@qinwu/domain/local-date';
import { eventually } from '@qinwu/testkit/eventually';
import { type CreditService, startCreditService } from './credit-service.ts';
import { type CreditWork, startCreditWork } from './credit-work.ts';
import { enterFirm, enterTax, firm, publishModel, startRun, untilRun } from './run-park.ts';

const FIRMS = 9;
const scheme = 'innovation-points';
let service: CreditService;
let work: CreditWork;

const officer = () => service.as({ roles: 'officer', sub: 'officer' });

/** The park's scores, page by page. */
async function scores(query = ''): Promise<{ uscc: string; total: string; runId: string | null }[]> {
  const items = [];
  let next = `/scores?limit=4${query}`;
  while (next !== '') {
    const { body } = await officer()('GET', next);
    items.push(...body.items);
    next = body.next === null ? '' : `/scores?limit=4${query}&cursor=${encodeURIComponent(body.next)}`;
  }
  return items;
}

beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(new Date().toISOString());
  await publishModel(service, 'national-18');
  for (let n = 0; n < FIRMS; n++) {
    await enterFirm(service, n);
    // 5 points at 300 of R&D for a start-up: those with as much share their place.
    if (n > 0) await enterTax(service, n, { code: 'G3', value: '1', unit: '万元' });
    if (n > 0) await enterTax(service, n, { code: 'T1', value: String(30 * Math.ceil(n / 2)), unit: '万元' });
  }
  work = await startCreditWork(service);
  const run = await startRun(service, { asOf: localDateOf(new Date()) });
  await untilRun(service, run.id, 'PUBLISHED');
});
afterAll(async () => {
  await work.close();
  await service.close();
});

describe('the scores of a park', () => {
  it('come highest first, page by page, without those who have none', async () => {
    const items = await scores();
    expect(items.map(({ uscc }) => uscc)).toEqual(
      [
        [7, 8],
        [5, 6],
        [3, 4],
        [1, 2],
      ].flatMap((pair) => pair.map(firm).toSorted()),
    );
    const totals = items.map(({ total }) => Number(total));
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
  });

  it('are chosen by grade, stage, division and total', async () => {
    const all = await scores();
    const [best] = all;
    expect(await scores(`&atLeast=${best?.total}`)).toHaveLength(2);
    expect(await scores('&stage=startup')).toHaveLength(FIRMS - 1);
    expect(await scores('&stage=stable')).toHaveLength(0);
    expect((await scores('&division=13')).map(({ uscc }) => uscc)).toEqual([7, 4, 1].map(firm));
    expect(await scores('&atLeast=99999999999')).toHaveLength(0);
    expect((await officer()('GET', '/scores?atLeast=much')).status).toBe(400);
  });

  it('are those of the run, and over them what was scored since', async () => {
    await enterTax(service, 1, { code: 'T3', value: '20', unit: '%' });
    await eventually(async () => expect((await scores())[0]?.uscc).toBe(firm(1)), { within: 10_000 });
    const items = await scores();
    expect(items[0]).toMatchObject({ runId: null });
    expect(items).toHaveLength(FIRMS - 1);
  });
});

describe('the place of an enterprise', () => {
  it('is among its park, its stage and its trade, equal ones together', async () => {
    const { body } = await officer()('GET', `/enterprises/${firm(5)}/rank`);
    expect(body.places).toEqual({
      // Above it stand the one that was scored since, and the two best of the run.
      park: { rank: 4, of: 8, percentile: 37.5 },
      stage: { rank: 4, of: 8, percentile: 37.5 },
      division: { rank: 2, of: 3, percentile: 33.33 },
    });
    const { body: peer } = await officer()('GET', `/enterprises/${firm(6)}/rank`);
    expect(peer.places.park.rank).toBe(4);
  });

  it('is the enterprise’s own to see', async () => {
    const own = service.as({ roles: 'enterprise', org: firm(5) });
    expect((await own('GET', `/enterprises/${firm(5)}/rank`)).status).toBe(200);
    expect((await own('GET', `/enterprises/${firm(6)}/rank`)).status).toBe(404);
    expect((await own('GET', '/scores')).status).toBe(403);
  });

  it('is none without a score', async () => {
    const { status, body } = await officer()('GET', `/enterprises/${firm(0)}/rank`);
    expect({ status, type: body.type }).toEqual({ status: 404, type: 'urn:qinwu:problem:score-missing' });
  });
});

it('what changed since the score before is said part by part', async () => {
  const { status, body } = await officer()('GET', `/enterprises/${firm(1)}/score-change`);
  expect(status).toBe(200);
  expect(body.changes[0]).toEqual({ code: 'T3', before: '0', after: '10' });
  const sum = (of: 'before' | 'after') => Number(body[of].total);
  expect(sum('after') - sum('before')).toBeCloseTo(10, 4);
  const none = await officer()('GET', `/enterprises/${firm(0)}/score-change`);
  expect([none.status, none.body.type]).toEqual([404, 'urn:qinwu:problem:score-unchanged']);
});

describe('a backtest', () => {
  const backtest = async (body: object) => {
    const runs = await officer()('GET', '/score-runs?limit=1');
    return officer()('POST', `/score-runs/${runs.body.items[0].id}/backtest`, { body });
  };

  it('says how well the scores told apart what came later', async () => {
    // The two lowest of the run fell overdue, nobody else: nothing could be told apart better.
    const outcomes = Array.from({ length: FIRMS }, (_, n) => ({
      uscc: firm(n),
      happened: n === 1 || n === 2,
    }));
    expect((await backtest({ outcomes })).body).toEqual({
      enterprises: 8,
      with: 2,
      without: 6,
      ks: 1,
      gini: 1,
      unknown: [firm(0)],
      unknownCount: 1,
    });
    const turned = outcomes.map(({ uscc }, n) => ({ uscc, happened: n > 6 }));
    expect((await backtest({ outcomes: turned })).body).toMatchObject({ ks: 1, gini: -1 });
  });

  it('counts an enterprise once, and says whom it does not know', async () => {
    const outcome = (n: number, happened = false) => ({ uscc: firm(n), happened });
    const twice = await backtest({ outcomes: [outcome(1), outcome(2), outcome(1, true)] });
    expect([twice.status, twice.body.errors]).toEqual([
      422,
      [expect.objectContaining({ pointer: '/outcomes/2/uscc', code: 'uscc-repeated' })],
    ]);
    const strangers = Array.from({ length: 120 }, (_, n) => outcome(1_000 + n));
    const { body } = await backtest({ outcomes: [outcome(1), ...strangers] });
    expect(body).toMatchObject({ enterprises: 1, unknownCount: 120 });
    expect(body.unknown).toHaveLength(100);
  });

  it('says nothing where nobody is known to have it, or has a line', async () => {
    const none = { with: null, without: null, ks: null, gini: null };
    const nobody = { enterprises: 0, ...none, unknown: [], unknownCount: 0 };
    expect((await backtest({})).body).toEqual(nobody);
    expect((await backtest({ outcomes: [] })).status).toBe(400);
  });
});

it('past scores come last first, page by page', async () => {
  const items = [];
  let next = `/enterprises/${firm(1)}/scores?scheme=${scheme}&limit=1`;
  while (next !== '') {
    const { body } = await officer()('GET', next);
    items.push(...body.items);
    const cursor = body.next === null ? null : encodeURIComponent(body.next);
    next = cursor === null ? '' : `/enterprises/${firm(1)}/scores?scheme=${scheme}&limit=1&cursor=${cursor}`;
  }
  expect(items.length).toBeGreaterThanOrEqual(2);
  expect(items[0]).toMatchObject({ runId: null, stage: 'startup' });
  expect(items.some(({ runId }) => runId !== null)).toBe(true);
  const dated = items.map(({ asOf, knownOn }) => `${asOf} ${knownOn}`);
  expect(dated).toEqual(dated.toSorted().toReversed());
});
