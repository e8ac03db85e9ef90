import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import * as tables from '../src/store/money/tables.ts';
import { type CreditService, startCreditService } from './credit-service.ts';
import { enterFirm, firm, publishModel } from './run-park.ts';

const BANK = '91350582MA0000015J';
let service: CreditService;

const admin = () => service.as({ roles: 'admin', sub: 'admin' });
const officer = () => service.as({ roles: 'officer', sub: 'officer' });
const teller = (org = BANK) => service.as({ roles: 'bank', sub: 'teller', org });
const owner = (n: number) => service.as({ roles: 'enterprise', sub: `owner-${n}`, org: firm(n) });

beforeAll(async () => {
  service = await startCreditService();
  await publishModel(service, 'national-18');
  for (const n of [1, 2]) await enterFirm(service, n);
  await admin()('PUT', '/banks/kj', { body: { name: '科技支行', kind: 'branch', org: BANK } });
  await admin()('PUT', '/banks/other', { body: { name: '另一银行' } });
  await admin()('PUT', '/products/jingkedai', { body: { name: '经科贷', tags: ['points', 'jingkedai'] } });
});
afterAll(() => service.close());

async function applied(n: number, amountAsked = '3000000.00'): Promise<string> {
  const body = { uscc: firm(n), bank: 'kj', product: 'jingkedai', amountAsked, appliedOn: '2025-02-01' };
  const answer = await owner(n)('POST', '/credit-lines', { body });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

const act = (who: ReturnType<typeof admin>, id: string, action: string, body: object = {}) =>
  who('POST', `/credit-lines/${id}/actions/${action}`, { body });

const TERM = { decidedOn: '2025-03-01', startsOn: '2025-03-01', endsOn: '2026-02-28' };

async function approved(n: number, more: object = {}): Promise<string> {
  const id = await applied(n);
  await act(officer(), id, 'refer');
  const answer = await act(teller(), id, 'approve', { amountApproved: '3000000.00', ...TERM, ...more });
  expect(answer.status).toBe(200);
  return id;
}

/** What was announced of a line, oldest first. */
async function granted(id: string): Promise<[string, boolean][]> {
  const { rows } = await service.deps.db.pool.query<{ envelope: string }>(
    `select envelope from outbox where type = 'qinwu.credit.line-granted.v1' order by event_id`,
  );
  return rows
    .map(({ envelope }) => JSON.parse(envelope).data)
    .filter(({ lineId }) => lineId === id)
    .map(({ amountNew, valid }) => [amountNew, valid]);
}

it.each(Object.values(tables))('table %# stands as its migration makes it', async (table) => {
  expect(await schemaDrift(service.deps.db, [table])).toEqual([]);
});

describe('a credit line', () => {
  it('is applied for, referred, and decided by the bank', async () => {
    const id = await applied(1);
    expect((await teller()('GET', `/credit-lines/${id}`)).status).toBe(404);
    expect((await act(officer(), id, 'refer')).body.state).toBe('REFERRED');
    expect((await teller()('GET', `/credit-lines/${id}`)).status).toBe(200);
    const { body } = await act(teller(), id, 'approve', { amountApproved: '2500000.00', ...TERM });
    expect(body).toMatchObject({
      state: 'APPROVED',
      amountApproved: '2500000.00',
      amountNew: '2500000.00',
      allowedActions: ['close', 'revoke'],
    });
    expect(await granted(id)).toEqual([['2500000.00', true]]);
  });

  it('that takes the place of another is new only beyond it, once', async () => {
    const old = await approved(2);
    const id = await applied(2, '5000000.00');
    await act(officer(), id, 'refer');
    const approval = { amountApproved: '5000000.00', replaces: old, ...TERM };
    const { body } = await act(teller(), id, 'approve', approval);
    expect(body).toMatchObject({ amountPrevious: '3000000.00', amountNew: '2000000.00', replaces: old });
    expect((await admin()('GET', `/credit-lines/${old}`)).body.state).toBe('REPLACED');
    const third = await applied(2);
    await act(officer(), third, 'refer');
    const again = await act(teller(), third, 'approve', { ...approval, replaces: old });
    expect([again.status, again.body.type]).toEqual([409, 'urn:qinwu:problem:replaced-before']);
    const others = await act(teller(), third, 'approve', { ...approval, replaces: await approved(1) });
    expect([others.status, others.body.errors[0].pointer]).toEqual([422, '/replaces']);
  });

  it('has one that takes its place, of two approved at once', async () => {
    const old = await approved(2);
    const referred = async () => {
      const id = await applied(2);
      await act(officer(), id, 'refer');
      return id;
    };
    const ids = [await referred(), await referred(), await referred()];
    const approval = { amountApproved: '5000000.00', replaces: old, ...TERM };
    const answers = await Promise.all(ids.map((id) => act(teller(), id, 'approve', approval)));
    const outcomes = answers.map(({ status, body }) => (status === 200 ? body.state : body.type));
    const refused = 'urn:qinwu:problem:replaced-before';
    expect(outcomes.toSorted()).toEqual(['APPROVED', refused, refused]);
  });

  it('that was granted by mistake never was', async () => {
    const id = await approved(1);
    expect((await act(teller(), id, 'revoke', { reason: '录入有误' })).body.state).toBe('REVOKED');
    expect(await granted(id)).toEqual([
      ['3000000.00', true],
      ['3000000.00', false],
    ]);
  });

  it('is decided once by two at the same time', async () => {
    const id = await applied(1);
    await act(officer(), id, 'refer');
    const both = await Promise.all([
      act(teller(), id, 'approve', { amountApproved: '3000000.00', ...TERM }),
      act(teller(), id, 'decline', { reason: '材料不全' }),
    ]);
    expect(both.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    expect(both.some(({ status }) => status === 409)).toBe(true);
  });

  it.each([
    [{ amountApproved: '0', ...TERM }, 422, '/amountApproved'],
    [{ amountApproved: '-5', ...TERM }, 400, '/amountApproved'],
    [{ amountApproved: '1.005', ...TERM }, 400, '/amountApproved'],
    [{ amountApproved: '1', ...TERM, endsOn: '2025-02-01' }, 422, '/endsOn'],
    [{ amountApproved: '1', ...TERM, decidedOn: '2099-01-01' }, 422, '/decidedOn'],
    [{ amountApproved: '1', ...TERM, decidedOn: '2025-01-01' }, 422, '/decidedOn'],
    [{ amountApproved: '1', ...TERM, state: 'APPROVED' }, 400, '/state'],
  ])('with %j is refused: %d at %s', async (body, status, pointer) => {
    const id = await applied(1);
    await act(officer(), id, 'refer');
    const answer = await act(teller(), id, 'approve', body);
    expect({ status: answer.status, pointer: answer.body.errors[0].pointer }).toEqual({ status, pointer });
  });

  it('is nobody else’s to see or to decide', async () => {
    const id = await approved(1);
    const stranger = teller('91350582MA0000023D');
    for (const who of [owner(2), stranger]) {
      expect((await who('GET', `/credit-lines/${id}`)).status).toBe(404);
      expect((await who('GET', `/credit-lines/${id}/reports`)).status).toBe(404);
    }
    expect((await act(stranger, id, 'close')).status).toBe(404);
    expect((await act(owner(1), id, 'close')).status).toBe(403);
    expect((await stranger('GET', '/credit-lines')).body.items).toEqual([]);
    const own = await owner(2)('GET', '/credit-lines?limit=100');
    expect(new Set(own.body.items.map(({ uscc }: { uscc: string }) => uscc))).toEqual(new Set([firm(2)]));
    const theirs = await teller()('GET', '/credit-lines?limit=100&state=APPLIED');
    expect(theirs.body.items).toEqual([]);
  });

  it('is not applied for by an enterprise that is struck off', async () => {
    await enterFirm(service, 3);
    const [path, body] = [`/enterprises/${firm(3)}`, { name: '已注销公司', active: false }];
    const left = await officer()('PUT', path, { body, headers: { 'if-match': '*' } });
    expect(left.body.active).toBe(false);
    const application = { uscc: firm(3), bank: 'kj', product: 'jingkedai', amountAsked: '1' };
    for (const who of [owner(3), officer()]) {
      const answer = await who('POST', '/credit-lines', { body: application });
      expect([answer.status, answer.body.type]).toEqual([409, 'urn:qinwu:problem:enterprise-struck-off']);
    }
  });

  it('is not applied for in another’s name, nor with a bank or for a product that is none', async () => {
    const body = { uscc: firm(2), bank: 'kj', product: 'jingkedai', amountAsked: '1' };
    expect((await owner(1)('POST', '/credit-lines', { body })).status).toBe(404);
    for (const [wrong, pointer] of [
      [{ bank: 'nobody' }, '/bank'],
      [{ product: 'nothing' }, '/product'],
      [{ appliedOn: '2099-01-01' }, '/appliedOn'],
    ] as const) {
      const answer = await owner(2)('POST', '/credit-lines', { body: { ...body, ...wrong } });
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
    }
  });
});

describe('what a bank reports', () => {
  const report = (id: string, kind: string, amount: string, on = '2025-04-01', more: object = {}) =>
    teller()('POST', `/credit-lines/${id}/reports`, { body: { kind, amount, on, ...more } });

  it('adds up, and is kept and flagged where it does not fit', async () => {
    const id = await approved(1);
    expect((await report(id, 'drawdown', '2000000')).body.discrepancy).toBeNull();
    expect((await report(id, 'drawdown', '1500000')).body.discrepancy).toBe('above-limit');
    expect((await report(id, 'repayment', '500000')).body.discrepancy).toBeNull();
    expect((await report(id, 'overdue', '100000')).body.discrepancy).toBeNull();
    const { body } = await owner(1)('GET', `/credit-lines/${id}/reports`);
    expect(body.items).toHaveLength(4);
    expect(body.balance).toEqual({
      drawn: '3500000.00',
      repaid: '500000.00',
      outstanding: '3000000.00',
      overdue: '100000.00',
    });
  });

  it('is looked at one after the other, whoever comes first', async () => {
    const id = await approved(1);
    const reports = await Promise.all(Array.from({ length: 6 }, () => report(id, 'drawdown', '600000')));
    expect(reports.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 201));
    // Five times 600,000 is what was granted: one of the six is above.
    const flagged = reports.filter(({ body }) => body.discrepancy === 'above-limit');
    expect(flagged).toHaveLength(1);
  });

  it('counts once under its reference, however often it is sent', async () => {
    const id = await approved(1);
    const sent = (amount: string) => report(id, 'drawdown', amount, '2025-04-01', { reference: 'FK-1' });
    const answers = await Promise.all([1, 2, 3].map(() => sent('2000000')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await sent('100');
    expect([other.status, other.body.type]).toEqual([409, 'urn:qinwu:problem:reference-taken']);
    const { body } = await owner(1)('GET', `/credit-lines/${id}/reports`);
    expect([body.items.length, body.balance.drawn]).toEqual([1, '2000000.00']);
    const elsewhere = await approved(1);
    const same = { reference: 'FK-1' };
    expect((await report(elsewhere, 'drawdown', '100', '2025-04-01', same)).status).toBe(201);
  });

  it('is flagged where it draws on a line that is one no more', async () => {
    const revoked = await approved(1);
    await act(teller(), revoked, 'revoke', { reason: '录入有误' });
    expect((await report(revoked, 'drawdown', '1')).body.discrepancy).toBe('line-revoked');
    const replaced = await approved(2);
    await approved(2, { replaces: replaced });
    expect((await report(replaced, 'drawdown', '1')).body.discrepancy).toBe('line-replaced');
  });

  it('is nothing of a line that was not granted, and of no day to come', async () => {
    const id = await applied(1);
    await act(officer(), id, 'refer');
    expect((await report(id, 'drawdown', '1')).status).toBe(409);
    const granted = await approved(1);
    expect((await report(granted, 'drawdown', '1', '2099-01-01')).status).toBe(422);
  });
});

describe('banks', () => {
  it('belong to one that is entered, and never to themselves', async () => {
    const put = (parent: string) =>
      admin()('PUT', '/banks/sub', { body: { name: '某某支行', kind: 'branch', parent } });
    for (const parent of ['nobody', 'sub']) {
      const { status, body } = await put(parent);
      expect([status, body.errors[0].pointer]).toEqual([422, '/parent']);
    }
    expect((await put('other')).status).toBe(201);
  });
});

describe('products', () => {
  it('say what an enterprise lacks for them', async () => {
    const body = { name: '科创贷', eligibility: { atLeast: '60', grades: ['A'] } };
    expect((await admin()('PUT', '/products/kechuang', { body })).status).toBe(201);
    const offers = await owner(1)('GET', `/enterprises/${firm(1)}/products`);
    const of = (code: string) => offers.body.items.find((offer: { code: string }) => offer.code === code);
    expect(of('kechuang')).toMatchObject({
      qualifies: false,
      unmet: ['score'],
      eligibility: body.eligibility,
    });
    expect(of('jingkedai')).toMatchObject({ qualifies: true, unmet: [] });
    expect((await owner(2)('GET', `/enterprises/${firm(1)}/products`)).status).toBe(404);
  });

  it.each([
    [{ scheme: 'nobody-has-it' }, '/scheme', 'innovation-points'],
    [{ eligibility: { grades: ['A', 'ZZ'] } }, '/eligibility/grades/1', 'AAA'],
    [{ eligibility: { stages: ['twilight'] } }, '/eligibility/stages/0', 'startup, growth, stable'],
    [{ eligibility: { divisions: ['39', '99'] } }, '/eligibility/divisions/1', 'GB/T 4754'],
  ])('that ask for what there is none of are refused: %j', async (more, pointer, known) => {
    const answer = await admin()('PUT', '/products/dreamt', { body: { name: '某某贷', ...more } });
    expect([answer.status, answer.body.errors]).toMatchObject([
      422,
      [{ pointer, detail: expect.stringContaining(known) }],
    ]);
  });

  it('ask by the models their own park has published', async () => {
    const own = service.as({ roles: 'admin', sub: 'admin', park: 'elsewhere' });
    const body = { name: '本地贷', eligibility: { grades: ['AAA'] } };
    const refused = await own('PUT', '/products/own', { body });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/eligibility/grades/0']);
    expect((await own('PUT', '/products/own', { body: { name: '本地贷' } })).status).toBe(201);
  });

  it('are replaced by who has seen them', async () => {
    const blind = await admin()('PUT', '/products/jingkedai', { body: { name: '经科贷' } });
    expect(blind.status).toBe(428);
    const stale = await admin()('PUT', '/products/jingkedai', {
      body: { name: '经科贷' },
      headers: { 'if-match': '"x-9"' },
    });
    expect(stale.status).toBe(412);
  });
});
