import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FIRM, WINDOW, WORKER } from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

const HOME = '晋江市泉安中路1号602室';
const [PERSON, ENTERPRISE] = INTAKE.parties;
const HIDDEN = { ...PERSON, address: HOME, addressSealed: true };

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
});
afterAll(() => service?.close());

const get = async (who: object, path: string) => (await service.as(who)('GET', path)).body;
const post = (path: string, body: object, who: object = WINDOW) => service.as(who)('POST', path, { body });
const register = async (person: object, over: object = {}, who: object = WINDOW) => {
  const { status, body } = await post('/cases', { ...INTAKE, ...over, parties: [person, ENTERPRISE] }, who);
  expect(status).toBe(201);
  return { id: body.id as string, parties: body.parties.map(({ id }: { id: string }) => id) as string[] };
};
const amend = async (id: string, party: object, [worker, firm]: string[]) => {
  const { version } = await get(WINDOW, `/cases/${id}`);
  const headers = { 'if-match': `"${id}-${version}"` };
  const body = { parties: [{ id: worker, ...party }, { id: firm }] };
  return service.as(WINDOW)('PATCH', `/cases/${id}`, { body, headers });
};
const addressFor = async (who: object, id: string) => (await get(who, `/cases/${id}`)).parties[0].address;
const sealsOf = async (id: string) => (await get(WINDOW, `/cases/${id}/seals`)).items;

it('is set by the application, also by that of the party itself, and lifted as any other', async () => {
  for (const who of [WINDOW, WORKER]) {
    const { id, parties } = await register(HIDDEN, {}, who);
    const [seal, ...others] = await sealsOf(id);
    expect(others).toEqual([]);
    expect(seal).toMatchObject({
      what: 'party-address',
      ref: parties[0],
      sealedBy: who.sub,
      reason: expect.stringContaining('保密'),
      liftedAt: null,
    });
    const again = { what: 'party-address', ref: parties[0], reason: '受到威胁' };
    expect((await post(`/cases/${id}/seals`, again)).body.type).toBe('urn:qinwu:problem:sealed-already');
    expect(await addressFor(FIRM, id)).toBeNull();
    const lifted = await post(`/cases/${id}/seals/${seal.id}/actions/lift`, { reason: '本人同意公开' });
    expect(lifted).toMatchObject({ status: 200, body: { liftReason: '本人同意公开' } });
    expect(await get(FIRM, `/cases/${id}`)).toMatchObject({ parties: [{ addressSealed: false }, {}] });
    expect(await addressFor(WORKER, id)).toBe(HOME);
    const { items } = await get(WINDOW, `/cases/${id}/history`);
    expect(items[0]).toMatchObject({ change: { seals: [{ id: seal.id, party: parties[0] }] } });
  }
});

it('comes with the consents of an application that has an injury too', async () => {
  const injured = { category: 'injury-benefit', injury: true, sensitiveConsent: true };
  const { id, parties } = await register(HIDDEN, injured);
  expect(await sealsOf(id)).toMatchObject([{ ref: parties[0] }]);
  const { inForce } = await get(WINDOW, `/cases/${id}/consents`);
  expect(inForce).toMatchObject([{ scope: 'injury', party: parties[0] }]);
});

it('is not lifted by a correction, which says how it is', async () => {
  const { id, parties } = await register(HIDDEN);
  const refused = await amend(id, { addressSealed: false }, parties);
  expect(refused).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/parties/0/addressSealed', code: 'address-sealed' }] },
  });
  expect(refused.body.errors[0].detail).toContain('/seals/{seal}/actions/lift');
  expect(await addressFor(FIRM, id)).toBeNull();
  // What was read may be sent back.
  expect((await amend(id, { addressSealed: true, phone: '13800138001' }, parties)).status).toBe(200);
  expect(await sealsOf(id)).toHaveLength(1);
});

it('is set by a correction, once', async () => {
  const { id, parties } = await register({ ...PERSON, address: HOME });
  expect(await sealsOf(id)).toEqual([]);
  expect((await amend(id, { addressSealed: false }, parties)).status).toBe(200);
  expect((await amend(id, { addressSealed: true }, parties)).status).toBe(200);
  const [seal] = await sealsOf(id);
  expect(await addressFor(FIRM, id)).toBeNull();
  expect((await post(`/cases/${id}/seals/${seal.id}/actions/lift`, { reason: '误填' })).status).toBe(200);
  expect((await amend(id, { addressSealed: true }, parties)).status).toBe(200);
  expect(await sealsOf(id)).toMatchObject([
    { id: seal.id, liftReason: '误填' },
    { ref: parties[0], liftedAt: null },
  ]);
});
