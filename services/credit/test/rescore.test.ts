import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usccOf } from '@qinwu/domain/uscc';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { eventually } from '@qinwu/testkit/eventually';
import { rescoreEnterprises } from '../src/use-cases/scores/rescore-enterprises.ts';
import { type CreditService, startCreditService } from './credit-service.ts';
import { type CreditWork, startCreditWork } from './credit-work.ts';

const FIRM = usccOf('91350582MA0000001');

let service: CreditService;
let work: CreditWork;

const officer = () => service.as({ roles: 'officer', sub: 'officer' });

beforeAll(async () => {
  service = await startCreditService();
  // Events that are too old are put aside: this test lives today.
  service.clock.set(new Date().toISOString());
  await officer()('PUT', `/enterprises/${FIRM}`, { body: { name: '某某科技有限公司', industry: '39' } });
  const author = service.as({ roles: 'admin', sub: 'author' });
  const { body } = await author('POST', '/models', { body: { from: 'national-18' } });
  await author('POST', `/models/${body.id}/actions/submit`, { body: {} });
  const reviewer = service.as({ roles: 'admin', sub: 'reviewer' });
  await reviewer('POST', `/models/${body.id}/actions/publish`, { body: {} });
  work = await startCreditWork(service);
});
afterAll(async () => {
  await work.close();
  await service.close();
});

/** Enters what the tax office states of 2024. */
async function enter(code: string, value: string, unit: string): Promise<string> {
  const body = {
    uscc: FIRM,
    code,
    value,
    unit,
    source: 'tax',
    periodFrom: '2024-01-01',
    periodTo: '2024-12-31',
    validFrom: '2025-01-01',
  };
  const answer = await officer()('POST', '/indicator-values', { body });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

async function etag(): Promise<string> {
  return (await officer()('GET', `/enterprises/${FIRM}`)).headers.get('etag') ?? '';
}

interface Stored {
  total: number | null;
  grade: string | null;
  input_hash: string;
}

async function stored(): Promise<Stored[]> {
  const { rows } = await service.deps.db.pool.query<Stored>(
    'select total, grade, input_hash from rescore where uscc = $1 order by known_on',
    [FIRM],
  );
  return rows;
}

const totals = async (): Promise<(number | null)[]> => (await stored()).map(({ total }) => total);

/** The score announcements still owed to the cockpit, oldest first: nobody takes them here. */
async function announced(): Promise<(string | null)[][]> {
  const { rows } = await service.deps.db.pool.query<{ envelope: string }>(
    `select envelope from outbox where type = 'qinwu.credit.score-changed.v1' order by event_id`,
  );
  return rows.map(({ envelope }) => {
    const { previousTotal, total } = JSON.parse(envelope).data;
    return [previousTotal, total];
  });
}

describe('a changed input', () => {
  let revenue = '';
  it('leads to a new score, through the queue', async () => {
    revenue = await enter('G3', '800', '万元');
    await eventually(async () => expect(await totals()).toEqual([12_000]), { within: 10_000 });
    await enter('T3', '10', '%');
    await eventually(async () => expect(await totals()).toEqual([12_000, 62_000]), { within: 10_000 });
    const read = await officer()('GET', `/enterprises/${FIRM}/score`);
    expect(read.body.total).toBe('6.2');
  });

  it('is announced where the score is another one, and only there', async () => {
    // The industry of a firm counts for none of the model's points.
    await officer()('PUT', `/enterprises/${FIRM}`, {
      body: { name: '某某科技有限公司', industry: '13' },
      headers: { 'if-match': await etag() },
    });
    await eventually(async () => expect(await totals()).toEqual([12_000, 62_000, 62_000]), {
      within: 10_000,
    });
    expect(await announced()).toEqual([
      [null, '1.2'],
      ['1.2', '6.2'],
    ]);
  });

  it('scored twice is written once and announced once', async () => {
    const before = { rows: await stored(), events: await announced() };
    await inTransaction(service.deps.db, (tx) =>
      rescoreEnterprises(service.deps, tx, { park: 'jinjiang', usccs: [FIRM] }),
    );
    expect({ rows: await stored(), events: await announced() }).toEqual(before);
  });

  it('that takes the stage away leaves no score, and says so', async () => {
    await officer()('POST', `/indicator-values/${revenue}/actions/withdraw`, { body: {} });
    await eventually(async () => expect((await totals()).at(-1)).toBeNull(), { within: 10_000 });
    expect((await announced()).at(-1)).toEqual(['6.2', null]);
  });
});
