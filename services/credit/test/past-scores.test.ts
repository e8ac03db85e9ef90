import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDateOf } from '@qinwu/domain/local-date';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { eventually } from '@qinwu/testkit/eventually';
import { rescoreEnterprises } from '../src/use-cases/scores/rescore-enterprises.ts';
import { type CreditService, startCreditService } from './credit-service.ts';
import { type CreditWork, startCreditWork } from './credit-work.ts';
import { enterFirm, enterTax, firm, publishModel, type Run, startRun, untilRun } from './run-park.ts';

/** As many as a division needs peers, three times. */
const FIRMS = 18;
const LOCAL = 'local-points';
const NATIONAL = 'innovation-points';
/** Those whose history is asked again. */
const ASKED = [1, 2, 3];
/** What the tax office says of G4, by enterprise. */
const values = new Map<number, string>();

let service: CreditService;
let work: CreditWork;
let today: string;

const officer = () => service.as({ roles: 'officer', sub: 'officer' });

interface PastScore {
  uscc: string;
  asOf: string;
  knownOn: string;
  runId: string | null;
  total: string;
  modelId: string;
  inputHash: string;
  statisticsRun: string | null;
}

async function history(n: number, scheme: string): Promise<PastScore[]> {
  return (await officer()('GET', `/enterprises/${firm(n)}/scores?scheme=${scheme}&limit=100`)).body.items;
}

async function correct(n: number, value: string): Promise<void> {
  const sent = { body: { value, note: '更正' } };
  const path = `/indicator-values/${values.get(n)}/actions/correct`;
  expect((await officer()('POST', path, sent)).status).toBe(200);
}

/** Corrects a value, and waits for the score of it. */
async function rescored(n: number, value: string): Promise<void> {
  const before = await Promise.all([LOCAL, NATIONAL].map((scheme) => history(n, scheme)));
  await correct(n, value);
  await eventually(
    async () => {
      const after = await Promise.all([LOCAL, NATIONAL].map((scheme) => history(n, scheme)));
      expect(after.map((rows) => rows.length)).toEqual(before.map((rows) => rows.length + 1));
    },
    { within: 10_000 },
  );
}

/** A run whose cut is now: the second of a day has to say so. */
async function startNow(): Promise<Run> {
  const { rows } = await service.deps.db.pool.query<{ at: string }>(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from pg_sleep(0.005)`,
  );
  return startRun(service, { asOf: today, scheme: LOCAL, knownOn: rows[0]?.at });
}

/** The points of a stored score, in 1/10,000, in the order of its model's parts. */
async function storedParts({ uscc, asOf, knownOn, runId, modelId }: PastScore): Promise<number[]> {
  const { rows } = await service.deps.db.pool.query<{ parts: number[] }>(
    runId === null
      ? 'select parts from rescore where uscc = $1 and as_of = $2 and known_on = $3 and model_id = $4'
      : 'select parts from run_score where uscc = $1 and run_id = $2',
    runId === null ? [uscc, asOf, knownOn, modelId] : [uscc, runId],
  );
  return rows[0]?.parts ?? [];
}

let first: Run;
let second: Run;

beforeAll(async () => {
  service = await startCreditService();
  // Which run was the park's when is the matter here: the clock goes.
  Object.assign(service.clock, { now: () => new Date() });
  today = localDateOf(new Date());
  await publishModel(service, 'local-1000');
  await publishModel(service, 'national-18');
  for (let n = 0; n < FIRMS; n++) {
    await enterFirm(service, n);
    await enterTax(service, n, { code: 'G3', value: '100', unit: '万元' });
    values.set(n, await enterTax(service, n, { code: 'G4', value: String(n), unit: '%' }));
  }
  work = await startCreditWork(service);
  for (const n of ASKED) {
    await eventually(async () => expect(await history(n, LOCAL)).toHaveLength(1), { within: 10_000 });
  }
  await rescored(1, '5');
  first = await startRun(service, { asOf: today, scheme: LOCAL });
  first = await untilRun(service, first.id, 'PUBLISHED');
  await rescored(1, '8');
  await rescored(2, '40');
  await work.close();
  // Nobody works: what changes now is known after the cut and scored before the run is published.
  second = await startNow();
  await correct(3, '30');
  await inTransaction(service.deps.db, (tx) =>
    rescoreEnterprises(service.deps, tx, { park: 'jinjiang', usccs: [firm(3)] }),
  );
  // And this is known before the run is published, and scored after.
  await correct(2, '50');
  work = await startCreditWork(service);
  second = await untilRun(service, second.id, 'PUBLISHED');
  await rescored(1, '9');
});
afterAll(async () => {
  await work.close();
  await service.close();
});

describe('a score of the past', () => {
  it.each(ASKED)('of enterprise %i comes out as it was, asked by its day and its instant', async (n) => {
    for (const scheme of [LOCAL, NATIONAL]) {
      for (const row of await history(n, scheme)) {
        const at = `asOf=${row.asOf}&knownOn=${encodeURIComponent(row.knownOn)}`;
        const { status, body } = await officer()(
          'GET',
          `/enterprises/${row.uscc}/score?scheme=${scheme}&${at}`,
        );
        expect(status).toBe(200);
        const { total, inputHash, statisticsRun } = row;
        expect(body).toMatchObject({ total, inputHash, statisticsRun, model: { id: row.modelId } });
        const points = body.contributions.map((part: { points: string }) =>
          Math.round(Number(part.points) * 10_000),
        );
        expect(points).toEqual(await storedParts(row));
      }
    }
  });

  it('names the run its percentiles are of, and none where it read none', async () => {
    expect([first.current, second.current]).toEqual([true, true]);
    const runs = (await history(1, LOCAL)).map(({ runId, statisticsRun }) => [runId, statisticsRun]);
    const [one, two] = [first.id, second.id];
    expect(runs).toEqual([
      [null, two],
      [two, two],
      [null, one],
      [one, one],
      [null, null],
      [null, null],
    ]);
    expect((await history(3, LOCAL))[0]).toMatchObject({ runId: null, statisticsRun: one });
    const national = (await history(1, NATIONAL)).map(({ statisticsRun }) => statisticsRun);
    expect(new Set(national)).toEqual(new Set([null]));
  });

  it('has another hash where the percentiles are others, with the same inputs', async () => {
    const [now, before] = (await history(4, LOCAL)).filter(({ runId }) => runId !== null);
    expect(now?.inputHash).not.toBe(before?.inputHash);
  });
});
