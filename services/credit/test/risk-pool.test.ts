import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import * as tables from '../src/store/risk/tables.ts';
import { type CreditService, type Reply, startCreditService } from './credit-service.ts';
import { enterFirm, firm } from './run-park.ts';

let service: CreditService;
/** Lines whose bank has reported a loss. */
let lost: string;
let other: string;
const admin = () => service.as({ roles: 'admin', sub: 'admin' });

beforeAll(async () => {
  service = await startCreditService();
  await enterFirm(service, 1);
  await admin()('PUT', '/banks/kj', { body: { name: '科技支行' } });
  await admin()('PUT', '/products/jingkedai', { body: { name: '经科贷' } });
  lost = await granted(['drawdown', 'overdue']);
  other = await granted(['drawdown', 'overdue']);
});
afterAll(() => service.close());

/** A line of the park, and what its bank has reported of it. */
async function granted(reports: readonly string[]): Promise<string> {
  const application = { uscc: firm(1), bank: 'kj', product: 'jingkedai', amountAsked: '1000' };
  const { body: made } = await admin()('POST', '/credit-lines', {
    body: { ...application, appliedOn: '2025-01-01' },
  });
  const line = `/credit-lines/${made.id}`;
  await admin()('POST', `${line}/actions/refer`, { body: {} });
  const term = { decidedOn: '2025-01-02', startsOn: '2025-01-02', endsOn: '2025-12-31' };
  await admin()('POST', `${line}/actions/approve`, { body: { amountApproved: '1000', ...term } });
  for (const kind of reports) {
    const body = { kind, amount: '1000', on: '2025-01-05' };
    expect((await admin()('POST', `${line}/reports`, { body })).status).toBe(201);
  }
  return made.id;
}

async function open(code: string): Promise<void> {
  const { status } = await admin()('PUT', `/risk-pools/${code}`, { body: { name: '风险补偿资金池' } });
  expect(status).toBe(201);
}

const post = (
  code: string,
  kind: string,
  amount: string,
  line: string | undefined = kind === 'payout' ? lost : undefined,
): Promise<Reply> =>
  admin()('POST', `/risk-pools/${code}/postings`, { body: { kind, amount, on: '2025-01-15', line } });
const reverse = (code: string, id: string) =>
  admin()('POST', `/risk-pools/${code}/postings/${id}/actions/reverse`, { body: { reason: '记账有误' } });
const balances = async (code: string) => (await admin()('GET', `/risk-pools/${code}`)).body.accounts;

it.each(Object.values(tables))('table %# stands as its migration makes it', async (table) => {
  expect(await schemaDrift(service.deps.db, [table])).toEqual([]);
});

describe('the risk-compensation pool', () => {
  it('adds up to nothing over its accounts, whatever is posted', async () => {
    await open('one');
    await post('one', 'contribution', '1000');
    await post('one', 'payout', '300.50');
    const { body } = await post('one', 'recovery', '100');
    expect(await balances('one')).toEqual({
      pool: '799.50',
      funders: '-1000.00',
      losses: '300.50',
      recovered: '-100.00',
    });
    expect((await reverse('one', body.id)).body).toMatchObject({ kind: 'reversal', reverses: body.id });
    expect((await balances('one')).pool).toBe('699.50');
    expect((await reverse('one', body.id)).body.type).toContain('posting-not-reversible');
  });

  it('gets back no more than was paid out, of all and for a line', async () => {
    await open('back');
    await post('back', 'contribution', '1000');
    const { body: payout } = await post('back', 'payout', '300', lost);
    await post('back', 'payout', '200', other);
    const tooMuch = await post('back', 'recovery', '500.01');
    expect([tooMuch.status, tooMuch.body.errors[0]]).toMatchObject([
      422,
      { pointer: '/amount', code: 'above-losses', detail: expect.stringContaining('500.00') },
    ]);
    expect((await post('back', 'recovery', '200.01', other)).status).toBe(422);
    const { body: recovery } = await post('back', 'recovery', '250', lost);
    expect((await post('back', 'recovery', '50.01', lost)).status).toBe(422);
    expect((await reverse('back', payout.id)).body.type).toContain('payout-recovered');
    expect((await reverse('back', recovery.id)).status).toBe(201);
    expect((await reverse('back', payout.id)).status).toBe(201);
    expect((await post('back', 'recovery', '1', lost)).status).toBe(422);
    const racing = Array.from({ length: 6 }, () => post('back', 'recovery', '90', other));
    const answers = (await Promise.all(racing)).map(({ status }) => status);
    expect(answers.toSorted()).toEqual([201, 201, 422, 422, 422, 422]);
    expect(await balances('back')).toMatchObject({ losses: '200.00', recovered: '-180.00' });
  });

  it('bears no loss that nobody has reported', async () => {
    await open('lossless');
    await post('lossless', 'contribution', '1000');
    const missing = await admin()('POST', '/risk-pools/lossless/postings', {
      body: { kind: 'payout', amount: '1', on: '2025-01-15' },
    });
    expect([missing.status, missing.body.errors[0].pointer]).toEqual([422, '/line']);
    const revoked = await granted(['drawdown', 'overdue']);
    await admin()('POST', `/credit-lines/${revoked}/actions/revoke`, { body: { reason: '误报' } });
    for (const line of [
      await granted([]),
      await granted(['drawdown']),
      await granted(['overdue']),
      revoked,
    ]) {
      const { status, body } = await post('lossless', 'payout', '1', line);
      expect([status, body.type]).toEqual([409, 'urn:qinwu:problem:line-without-loss']);
    }
    expect(await balances('lossless')).toMatchObject({ pool: '1000.00', losses: '0.00' });
  });

  it('pays out no more than it holds, by a hundred at once', async () => {
    await open('many');
    await post('many', 'contribution', '1000');
    const answers = await Promise.all(Array.from({ length: 100 }, () => post('many', 'payout', '33')));
    const paid = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ body }) => body.type === 'urn:qinwu:problem:pool-too-low');
    expect([paid.length, refused.length]).toEqual([30, 70]);
    expect(await balances('many')).toMatchObject({ pool: '10.00', losses: '990.00' });
  });

  it('is right at every look while it is paid in, out and back', async () => {
    await open('bank');
    await post('bank', 'contribution', '500');
    let ended = false;
    const looks: bigint[][] = [];
    const look = async (): Promise<void> => {
      while (!ended) {
        const { rows } = await service.deps.db.pool.query<{ sums: string[] }>(
          `select array[sum(balance), min(balance) filter (where account = 'pool'),
             sum(balance - coalesce((select sum(e.amount) from risk_entry e join risk_posting p on p.id = e.posting_id
               where p.pool_id = a.pool_id and e.account = a.account), 0))]::text[] as sums
           from risk_account a join risk_pool on risk_pool.id = pool_id where code = 'bank'`,
        );
        looks.push((rows[0]?.sums ?? []).map(BigInt));
      }
    };
    const work = async (n: number): Promise<void> => {
      for (let round = 0; round < 12; round++) {
        const kind = ['payout', 'recovery', 'payout', 'contribution'][(n + round) % 4] ?? 'payout';
        const { status, body } = await post('bank', kind, String(50 + ((n * 7 + round) % 90)));
        if (status === 201 && round % 3 === 0) await reverse('bank', body.id);
      }
    };
    const looking = look();
    await Promise.all(Array.from({ length: 16 }, (_, n) => work(n)));
    ended = true;
    await looking;
    expect(looks.length).toBeGreaterThan(5);
    for (const [sum, least, apart] of looks) {
      expect([sum, apart]).toEqual([0n, 0n]);
      expect(least).toBeGreaterThanOrEqual(0n);
    }
  });

  it('refuses what is no posting', async () => {
    await open('strict');
    for (const [body, status] of [
      [{ kind: 'payout', amount: '0', on: '2025-01-15' }, 422],
      [{ kind: 'payout', amount: '1', on: '2099-01-15' }, 422],
      [{ kind: 'reversal', amount: '1', on: '2025-01-15' }, 400],
      [{ kind: 'payout', amount: '1', on: '2025-01-15', line: '00000000-0000-4000-8000-000000000000' }, 422],
      [{ kind: 'payout', amount: '1', on: '2025-01-15', line: lost }, 409],
    ] as const) {
      expect((await admin()('POST', '/risk-pools/strict/postings', { body })).status).toBe(status);
    }
    expect((await post('nowhere', 'contribution', '1')).status).toBe(404);
    const officer = service.as({ roles: 'officer' });
    const body = { kind: 'payout', amount: '1', on: '2025-01-15' };
    expect((await officer('POST', '/risk-pools/strict/postings', { body })).status).toBe(403);
    expect((await officer('GET', '/risk-pools/strict')).status).toBe(200);
  });
});
