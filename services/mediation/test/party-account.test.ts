import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { agreeing, type Case, FIRM, MEDIATOR, WINDOW, WORKER } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

type Claims = Parameters<MediationService['as']>[0];

const NUMBER = '6222021234567890123';
const ACCOUNT = { holder: '陈晓梅', bank: '示例银行晋江支行', number: '6222 0212 3456 7890 123' };
const WITH_PII = { ...WINDOW, scopes: ['mediation:read', 'pii:read'] };

describe('the account a party is paid to', () => {
  let service: MediationService;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const path = ({ id, worker }: Case, party = worker) => `/cases/${id}/parties/${party}/account`;
  const read = (who: Claims, of: Case, party?: string) => service.as(who)('GET', path(of, party));
  const put = async (
    who: Claims,
    of: Case,
    { body = ACCOUNT, party }: { body?: object; party?: string } = {},
  ) => {
    return service.as(who)('PUT', path(of, party), { body, headers: await step.seen(of.id) });
  };
  const consent = (who: Claims, of: Case, given: boolean) =>
    step.post(who, `/cases/${of.id}/consents`, { scope: 'account', given, textVersion: '2025-01' });
  const sights = async ({ id, worker }: Case) => {
    const { rows } = await service.deps.db.pool.query(
      'select actor from disclosure where case_id = $1 and fields = $2 order by at, id',
      [id, [`parties/${worker}/account`]],
    );
    return rows.map(({ actor }) => actor);
  };

  it('takes a separate consent, is masked to the staff, and goes with the consent', async () => {
    const of = await step.mediating();
    const early = await put(WORKER, of);
    expect(early).toMatchObject({
      status: 422,
      body: { type: 'urn:qinwu:problem:sensitive-consent-missing' },
    });
    await consent(WORKER, of, true);
    const made = await put(WORKER, of);
    expect(made).toMatchObject({
      status: 201,
      body: { party: of.worker, holder: '陈**', number: '6222***********0123', masked: true },
    });
    expect((await put(WINDOW, of)).status).toBe(200);
    const whole = { holder: '陈晓梅', number: NUMBER, masked: false };
    expect(await read(WORKER, of)).toMatchObject({ status: 200, body: whole });
    expect((await read(MEDIATOR, of)).body).toMatchObject({ number: '6222***********0123', masked: true });
    expect((await read(WITH_PII, of)).body).toMatchObject(whole);
    expect(await sights(of)).toEqual([WINDOW.sub]);

    await consent(WORKER, of, false);
    for (const who of [WORKER, FIRM, MEDIATOR, WITH_PII]) expect((await read(who, of)).status).toBe(404);
    expect((await put(WINDOW, of)).status).toBe(422);
    // Given anew, it is told anew: the former one is gone.
    await consent(WORKER, of, true);
    expect((await read(WORKER, of)).status).toBe(404);
  });

  it('is shown to who still has to pay, on record, and to no other side', async () => {
    const { of } = await step.effective();
    await consent(WORKER, of, true);
    await put(WORKER, of);
    expect((await read(FIRM, of)).body).toMatchObject({ number: NUMBER, masked: false });
    expect(await sights(of)).toEqual([FIRM.sub]);
    const instalments = (await service.as(WINDOW)('GET', `/cases/${of.id}/agreement`)).body.instalments;
    for (const { id, amount } of instalments) {
      const paid = { amount, paidOn: '2025-08-20' };
      await step.post(WINDOW, `/cases/${of.id}/agreement/instalments/${id}/payments`, paid);
    }
    expect((await read(FIRM, of)).status).toBe(404);

    const unpaid = await step.mediating();
    await consent(WORKER, unpaid, true);
    await put(WORKER, unpaid);
    expect((await read(FIRM, unpaid)).status).toBe(404);
    expect((await put(FIRM, unpaid)).status).toBe(403);
    expect((await read({ roles: 'party', sub: 'worker-2' }, unpaid)).status).toBe(404);
  });

  it('of an enterprise is no personal matter; a number is digits, a party one of the case', async () => {
    const of = await step.mediating();
    const firm = { holder: '晋江示例鞋业有限公司', bank: '示例银行', number: '35001234500052500001' };
    expect((await put(FIRM, of, { body: firm, party: of.firm })).status).toBe(201);
    expect((await read(FIRM, of, of.firm)).body).toMatchObject(firm);
    expect((await read(WORKER, of, of.firm)).status).toBe(404);
    const wrong = await put(FIRM, of, { body: { ...firm, number: '12ab' }, party: of.firm });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/number' }] } });
    expect((await put(WINDOW, of, { party: of.id })).status).toBe(404);
    const bare = await service.as(FIRM)('PUT', path(of, of.firm), { body: firm });
    expect(bare.status).toBe(428);
  });

  it('stands nowhere in clear, and its number in no ledger at all', async () => {
    const of = await step.mediating();
    await consent(WORKER, of, true);
    await put(WORKER, of);
    const { rows } = await service.deps.db.pool.query(
      `select (select string_agg(t::text, ' ') from dispute_case t) || (select string_agg(t::text, ' ') from ledger t)
        || (select string_agg(t::text, ' ') from idempotency t) as dump`,
    );
    expect(rows[0].dump).toContain('account-recorded');
    // Not a part of the number: four digits in a row come up in ciphertext and hashes by chance.
    expect(rows[0].dump).not.toMatch(new RegExp(`${NUMBER}|示例银行`));
    const { items } = (await service.as(WINDOW)('GET', `/cases/${of.id}/history`)).body;
    expect(items.at(-1).action).toBe('account-recorded');
    expect(items.at(-1).change).toEqual({ party: of.worker });
  });

  it('is told at the moment the consent is withdrawn: one of both stands, never the account without it', async () => {
    for (let n = 0; n < 6; n += 1) {
      const of = await step.mediating();
      await consent(WORKER, of, true);
      await Promise.all([put(WORKER, of), consent(WORKER, of, false)]);
      expect((await read(WORKER, of)).status).toBe(404);
      const { rows } = await service.deps.db.pool.query(
        `select given from sensitive_consent where case_id = $1 order by at desc, id desc limit 1`,
        [of.id],
      );
      expect(rows).toEqual([{ given: false }]);
    }
  });
});
