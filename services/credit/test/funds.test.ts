import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CreditService, type Reply, startCreditService } from './credit-service.ts';
import { enterFirm, firm } from './run-park.ts';

let service: CreditService;

const admin = () => service.as({ roles: 'admin', sub: 'admin' });
const officer = () => service.as({ roles: 'officer', sub: 'officer' });
const owner = (n: number) => service.as({ roles: 'enterprise', sub: `owner-${n}`, org: firm(n) });

beforeAll(async () => {
  service = await startCreditService();
  for (const n of [1, 2, 3]) await enterFirm(service, n);
});
afterAll(() => service.close());

describe('funds and technology contracts', () => {
  it('are entered, and struck out once', async () => {
    const fund = { name: '某某基金', manager: '某某资本', committed: '500000000' };
    expect((await admin()('PUT', '/funds/jinna', { body: fund })).status).toBe(201);
    const paid = { fund: 'jinna', kind: 'capital-paid', amount: '30000000', happenedOn: '2025-01-08' };
    expect((await officer()('POST', '/fund-events', { body: paid })).status).toBe(201);
    const entry = { fund: 'jinna', target: '某某新能源', amount: '30000000', investedOn: '2025-05-08' };
    const made = await officer()('POST', '/fund-investments', { body: entry });
    expect(made.body).toMatchObject({ valid: true, reinvestment: false, amount: '30000000.00' });
    const strike = () =>
      officer()('POST', `/fund-investments/${made.body.id}/actions/strike`, { body: { reason: '重复' } });
    expect((await strike()).body.valid).toBe(false);
    expect([(await strike()).status, (await strike()).body.type]).toEqual([
      409,
      'urn:qinwu:problem:record-struck',
    ]);
    const unknown = await officer()('POST', '/fund-investments', { body: { ...entry, fund: 'none' } });
    expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([422, '/fund']);
  });

  it('call and are paid what was committed, and invest what was paid, at most', async () => {
    const partners = [
      { name: '某某国投', uscc: firm(1), committed: '600' },
      { name: '某某资本', committed: '400' },
    ];
    const body = { name: '某某母基金', manager: '某某资本', committed: '1000', partners };
    const headers = { 'if-match': '*' };
    const put = (more: object) => admin()('PUT', '/funds/limits', { body: { ...body, ...more }, headers });
    const made = await admin()('PUT', '/funds/limits', { body });
    expect([made.status, made.body]).toMatchObject([
      201,
      { paidIn: '0.00', partners: [{ uscc: firm(1), committed: '600.00' }, { uscc: null }] },
    ]);
    expect((await put({ paidIn: '900' })).status).toBe(400);
    const fault = ({ status, body: { errors } }: Reply) => [status, errors?.[0].pointer, errors?.[0].code];
    expect(fault(await put({ committed: '999' }))).toEqual([422, '/partners', 'above-committed']);

    const event = (kind: string, amount: string | null) =>
      officer()('POST', '/fund-events', { body: { fund: 'limits', kind, amount, happenedOn: '2025-02-01' } });
    const invest = (amount: string, more: object = {}) =>
      officer()('POST', '/fund-investments', {
        body: { fund: 'limits', target: '某某公司', amount, investedOn: '2025-03-01', ...more },
      });
    expect(fault(await event('capital-call', null))).toEqual([422, '/amount', 'amount-missing']);
    expect((await event('capital-call', '800')).status).toBe(201);
    const call = await event('capital-call', '200.01');
    expect(fault(call)).toEqual([422, '/amount', 'above-committed']);
    expect(call.body.errors[0].detail).toMatch(/1000\.01.*1000\.00/);
    expect(fault(await event('capital-paid', '1000.01'))).toEqual([422, '/amount', 'above-committed']);
    const paid = await event('capital-paid', '500');
    const races = await Promise.all(Array.from({ length: 5 }, () => invest('200')));
    expect(races.map(({ status }) => status).toSorted()).toEqual([201, 201, 422, 422, 422]);
    const above = await invest('100.01');
    expect(fault(above)).toEqual([422, '/amount', 'above-paid-in']);
    expect(above.body.errors[0].detail).toMatch(/500\.01.*500\.00/);
    const strike = () =>
      officer()('POST', `/fund-events/${paid.body.id}/actions/strike`, { body: { reason: '误登' } });
    expect([(await strike()).status, (await strike()).body.type]).toEqual([
      409,
      'urn:qinwu:problem:payment-invested',
    ]);
    expect(fault(await put({ committed: '799', partners: [] }))).toEqual([
      422,
      '/committed',
      'above-committed',
    ]);
    const { body: funds } = await admin()('GET', '/funds');
    expect(funds.items[0]).toMatchObject({ code: 'limits', paidIn: '500.00', committed: '1000.00' });

    const landing = { landingProject: '某某产业园', landingRatioBp: 15_000 };
    expect(fault(await invest('10', landing))).toEqual([422, '/landingProject', 'not-reinvestment']);
    const landed = await invest('10', { ...landing, reinvestment: true });
    expect([landed.status, landed.body]).toMatchObject([201, landing]);
  });

  describe('are values of their seller', () => {
    const contract = (seller: number, number: string, amount: string, registeredOn: string) =>
      officer()('POST', '/tech-contracts', {
        body: {
          number,
          kind: 'service',
          title: '技术服务',
          seller: firm(seller),
          buyer: '某某公司',
          amount,
          signedOn: '2024-01-05',
          registeredOn,
        },
      });
    const cancel = (id: string) =>
      officer()('POST', `/tech-contracts/${id}/actions/cancel`, { body: { reason: '解除' } });
    const value = async (seller: number, asOf: string) => {
      const { body } = await officer()('GET', `/indicator-values?uscc=${firm(seller)}&code=T7&asOf=${asOf}`);
      return body.items
        .filter((item: { state: string }) => item.state === 'VERIFIED')
        .map((item: Record<string, string>) => [item.value, item.source, item.sourceRef]);
    };

    it('that add up while they count, a year from their registration on', async () => {
      const both = await Promise.all([
        contract(2, 'Y-1', '120000.55', '2025-03-20'),
        contract(2, 'Y-2', '30000', '2025-04-01'),
      ]);
      expect(both.map(({ status }) => status)).toEqual([201, 201]);
      await contract(2, 'Y-3', '5000', '2024-06-01');
      expect(await value(2, '2024-05-31')).toEqual([]);
      expect(await value(2, '2024-12-31')).toEqual([['0.5', 'event', 'Y-3']]);
      expect(await value(2, '2025-04-01')).toEqual([['15.5001', 'event', 'Y-2']]);
      expect(await value(2, '2025-12-31')).toEqual([['15.0001', 'event', 'Y-2']]);
      expect(await value(2, '2026-03-20')).toEqual([['3', 'event', 'Y-2']]);
      await cancel(both[0]?.body.id);
      expect(await value(2, '2025-12-31')).toEqual([['3', 'event', 'Y-2']]);
    });

    it('from the day they are registered, over the turn of the year', async () => {
      const { body } = await contract(3, 'Z-1', '50000', '2024-12-25');
      expect(await value(3, '2024-12-24')).toEqual([]);
      expect(await value(3, '2024-12-25')).toEqual([['5', 'event', 'Z-1']]);
      expect(await value(3, '2025-12-24')).toEqual([['5', 'event', 'Z-1']]);
      expect(await value(3, '2025-12-25')).toEqual([['0', 'event', 'Z-1']]);
      await cancel(body.id);
      for (const day of ['2024-12-24', '2024-12-25', '2025-12-25']) expect(await value(3, day)).toEqual([]);
    });
  });

  it('have a number once, a seller of the park, and days in their order', async () => {
    const body = {
      number: 'T-1',
      kind: 'development',
      title: '控制系统开发',
      seller: firm(1),
      buyer: '某某公司',
      amount: '52500000',
      signedOn: '2025-03-01',
      registeredOn: '2025-03-20',
    };
    expect((await officer()('POST', '/tech-contracts', { body })).status).toBe(201);
    const again = await officer()('POST', '/tech-contracts', { body });
    expect([again.status, again.body.type]).toEqual([409, 'urn:qinwu:problem:contract-number-taken']);
    const late = { ...body, number: 'T-2', signedOn: '2025-03-21' };
    expect((await officer()('POST', '/tech-contracts', { body: late })).status).toBe(422);
    const foreign = { ...body, number: 'T-3', seller: firm(9) };
    expect((await officer()('POST', '/tech-contracts', { body: foreign })).status).toBe(404);
    expect((await owner(1)('POST', '/tech-contracts', { body })).status).toBe(403);
  });
});
