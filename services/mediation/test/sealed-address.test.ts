import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { agreeing, type Case, FIRM, MEDIATOR, WORKER } from './agreed-case.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

const CHIEF = { roles: 'supervisor', sub: 'chief-1' } as const;
const HOME = '晋江市泉安中路1号602室';
const intake = { parties: [{ ...INTAKE.parties[0], address: HOME }, INTAKE.parties[1]] };

describe('an address sealed after an agreement was drafted', () => {
  let service: MediationService;
  let go: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    go = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const hide = ({ id, worker }: Case) =>
    go.post(CHIEF, `/cases/${id}/seals`, { what: 'party-address', ref: worker, reason: '受到威胁' });
  const textFor = async (who: object, { id }: Case) =>
    (await service.as(who)('GET', `/cases/${id}/agreement`)).body.text;
  const documentFor = async (who: object, { id }: Case) => {
    const response = await service.open(who, `/cases/${id}/agreement/document`);
    await response.arrayBuffer();
    return response.status;
  };

  it('is not shown to the other side in the draft, which is drawn up anew without it', async () => {
    const of = await go.mediating(intake);
    const { textHash } = (await go.draft(of)).body;
    await go.act(of.id, 'agree');
    await go.confirm(FIRM, of, textHash);
    expect(await textFor(FIRM, of)).toContain(HOME);
    expect((await hide(of)).status).toBe(201);
    expect(await textFor(FIRM, of)).toBeNull();
    expect(await textFor(WORKER, of)).toContain(HOME);
    expect([await documentFor(FIRM, of), await documentFor(MEDIATOR, of)]).toEqual([409, 200]);
    const outdated = { status: 409, body: { type: 'urn:qinwu:problem:draft-outdated' } };
    expect(await go.confirm(WORKER, of, textHash)).toMatchObject(outdated);
    expect(await go.sign(FIRM, of, { party: of.firm }, textHash)).toMatchObject(outdated);
    expect(await go.seal(of, textHash)).toMatchObject(outdated);
    const anew = await go.draft(of);
    expect(anew).toMatchObject({ status: 200, body: { revision: 2, confirmedBy: [] } });
    expect(anew.body.textHash).not.toBe(textHash);
    expect(await textFor(FIRM, of)).toContain('陈晓梅');
    expect(await textFor(FIRM, of)).not.toContain(HOME);
    expect(await documentFor(FIRM, of)).toBe(200);
    expect((await go.confirm(FIRM, of, anew.body.textHash)).status).toBe(201);
  });

  it('takes the signatures with it that were there already', async () => {
    const { of, textHash } = await go.confirmed({ intake });
    await go.sign(WORKER, of, { party: of.worker }, textHash);
    expect((await hide(of)).status).toBe(201);
    const anew = await go.draft(of);
    expect(anew.body).toMatchObject({ signatures: [], confirmedBy: [] });
    const { textHash: next } = anew.body;
    for (const who of [WORKER, FIRM]) expect((await go.confirm(who, of, next)).status).toBe(201);
    await go.sign(WORKER, of, { party: of.worker }, next);
    await go.sign(FIRM, of, { party: of.firm }, next);
    await go.sign(MEDIATOR, of, { mediator: 'mediator-1' }, next);
    expect((await go.seal(of, next)).body).toMatchObject({ status: 'effective' });
    expect(await textFor(FIRM, of)).not.toContain(HOME);
  });

  it('makes a draft not yet agreed on outdated as well', async () => {
    const of = await go.mediating(intake);
    await go.draft(of);
    await hide(of);
    expect(await textFor(FIRM, of)).toBeNull();
    const early = await go.act(of.id, 'agree');
    expect(early).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:draft-outdated' } });
    await go.draft(of);
    expect((await go.act(of.id, 'agree')).status).toBe(200);
  });

  it('is refused once the agreement that names it is in effect', async () => {
    const { of } = await go.effective({ intake });
    const refused = await hide(of);
    expect(refused).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:address-in-agreement' } });
    const { of: other } = await go.effective();
    expect((await hide(other)).status).toBe(201);
  });

  it('stays hidden in a draft that came to nothing', async () => {
    const of = await go.mediating(intake);
    await go.draft(of);
    await go.act(of.id, 'fail', { reason: '双方差距过大' });
    await hide(of);
    expect(await textFor(FIRM, of)).toBeNull();
    expect(await documentFor(FIRM, of)).toBe(409);
  });
});
