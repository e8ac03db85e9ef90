import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type MediationService, startMediationService } from './mediation-service.ts';
import { FIRM, heldSession, MEDIATOR, mediatedCase, upload, WINDOW, WORKER } from './negotiation-case.ts';

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
});
afterAll(() => service?.close());

const post = (who: object, path: string, body: object = {}) => service.as(who)('POST', path, { body });
const fault = (pointer: string, code: string) => ({ status: 422, body: { errors: [{ pointer, code }] } });
const lastOf = async (id: string) =>
  (await service.as(MEDIATOR)('GET', `/cases/${id}/history`)).body.items.at(-1);

/** A confidential offer and held-back evidence of the firm, each with the addresses that disclose it and take it back. */
async function keptBack() {
  const found = await mediatedCase(service);
  const base = `/cases/${found.id}`;
  const secret = { amount: '11000', terms: '一次付清', confidential: true };
  const offer = (await post(FIRM, `${base}/offers`, secret)).body;
  const file = await upload(service, FIRM, `proof of ${found.id}`);
  const item = (await post(FIRM, `${base}/evidence`, { file, title: '考勤表', purpose: '出勤' })).body;
  return {
    found,
    addresses: [
      `${base}/offers/${offer.id}/actions/release`,
      `${base}/evidence/${item.id}/actions/exchange`,
    ] as const,
    /** Those that take it back. */
    withdrawals: [
      `${base}/offers/${offer.id}/actions/withdraw`,
      `${base}/evidence/${item.id}/actions/withdraw`,
    ] as const,
  };
}

it('refuses the word of a mediator alone, and of who brings another paper or another session', async () => {
  const { found, addresses, withdrawals } = await keptBack();
  const other = await mediatedCase(service);
  const elsewhere = await heldSession(service, other, '另案');
  const foreign = await upload(service, WINDOW, 'of the window');
  for (const address of [...addresses, ...withdrawals]) {
    expect(await post(MEDIATOR, address)).toMatchObject(fault('/scan', 'word-unproven'));
    expect(await post(MEDIATOR, address, { madeBy: 'party' })).toMatchObject(fault('/scan', 'word-unproven'));
    expect(await post(MEDIATOR, address, { scan: foreign })).toMatchObject(fault('/scan', 'file-unusable'));
    const session = { session: elsewhere };
    expect(await post(MEDIATOR, address, session)).toMatchObject(fault('/session', 'session-unfit'));
    const scan = await upload(service, MEDIATOR, `paper for ${address}`);
    const agent = { scan, madeBy: 'representative' };
    expect(await post(MEDIATOR, address, agent)).toMatchObject(fault('/madeBy', 'representative-missing'));
    expect(await post(FIRM, address, { scan })).toMatchObject(fault('/scan', 'recorded-by-staff'));
  }
  const base = `/cases/${found.id}`;
  expect((await service.as(WORKER)('GET', `${base}/offers`)).body.items).toEqual([]);
  expect((await service.as(WORKER)('GET', `${base}/evidence`)).body.items).toEqual([]);
});

it('discloses on the word of the side, and the ledger keeps whose it was and what shows it', async () => {
  const { found, addresses } = await keptBack();
  const session = await heldSession(service, found, '被申请人同意公开');
  for (const address of addresses) {
    const scan = await upload(service, MEDIATOR, `paper for ${address}`);
    expect((await post(MEDIATOR, address, { scan, session })).status).toBe(200);
    expect(await lastOf(found.id)).toMatchObject({
      actor: MEDIATOR.sub,
      change: { madeBy: 'party', session, files: [{ id: scan }] },
    });
    const sees = async (who: object) => (await service.as(who)('GET', `/files/${scan}`)).status;
    expect(await Promise.all([MEDIATOR, WINDOW, FIRM, WORKER].map(sees))).toEqual([200, 200, 200, 404]);
    // The paper is of this record: it shows nothing else.
    const again = await keptBack();
    const taken = await post(MEDIATOR, again.addresses[0], { scan });
    expect(taken).toMatchObject(fault('/scan', 'file-unusable'));
  }
});

it('takes back on the word of the side, kept as well', async () => {
  const { found, withdrawals } = await keptBack();
  for (const address of withdrawals) {
    const scan = await upload(service, MEDIATOR, `paper for ${address}`);
    expect(await post(MEDIATOR, address, { scan })).toMatchObject({
      status: 200,
      body: { status: 'withdrawn' },
    });
    expect((await lastOf(found.id)).change).toMatchObject({ madeBy: 'party', files: [{ id: scan }] });
  }
});

it.each(['accept', 'reject'])(
  'records that a side would %s an offer on the word of that side alone',
  async (action) => {
    const found = await mediatedCase(service);
    const offer = async () => {
      const { body } = await post(FIRM, `/cases/${found.id}/offers`, { amount: '9000', terms: '一次付清' });
      return `/cases/${found.id}/offers/${body.id}/actions/${action}`;
    };
    const address = await offer();
    const { worker: party } = found;
    const elsewhere = await heldSession(service, await mediatedCase(service), '另案');
    const foreign = await upload(service, WINDOW, `of the window, to ${action}`);
    expect(await post(MEDIATOR, address, { party })).toMatchObject(fault('/scan', 'word-unproven'));
    const unfit = await post(MEDIATOR, address, { party, session: elsewhere });
    expect(unfit).toMatchObject(fault('/session', 'session-unfit'));
    const unusable = await post(MEDIATOR, address, { party, scan: foreign });
    expect(unusable).toMatchObject(fault('/scan', 'file-unusable'));
    const scan = await upload(service, MEDIATOR, `paper to ${action}`);
    const agent = await post(MEDIATOR, address, { party, scan, madeBy: 'representative' });
    expect(agent).toMatchObject(fault('/madeBy', 'representative-missing'));
    expect(await post(WORKER, address, { scan })).toMatchObject(fault('/scan', 'recorded-by-staff'));
    const session = await heldSession(service, found, '申请人表态');
    expect(await post(MEDIATOR, address, { party, scan, session })).toMatchObject({
      status: 200,
      body: { status: `${action}ed`, answeredBy: party },
    });
    expect((await lastOf(found.id)).change).toMatchObject({
      answeredBy: party,
      madeBy: 'party',
      session,
      files: [{ id: scan }],
    });
    // The paper is one of the worker, of which the firm knows nothing.
    expect((await service.as(FIRM)('GET', `/files/${scan}`)).status).toBe(404);
    const own = await offer();
    expect((await post(WORKER, own)).status).toBe(200);
    expect((await lastOf(found.id)).change).not.toHaveProperty('madeBy');
  },
);

it('takes the word of the side itself as it is', async () => {
  const { found, addresses } = await keptBack();
  for (const address of addresses) {
    expect((await post(FIRM, address)).status).toBe(200);
    expect((await lastOf(found.id)).change).not.toHaveProperty('madeBy');
  }
});
