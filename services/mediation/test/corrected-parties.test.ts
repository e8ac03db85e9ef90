import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { type Roster, WINDOW, withRoster } from './roster.ts';

const PII = { ...WINDOW, scopes: ['mediation:read', 'mediation:write', 'pii:read'] };
const PERSON = {
  ...INTAKE.parties[0],
  idType: 'citizen-id',
  idNumber: '11010519491231002X',
  gender: 'female',
  age: 34,
  occupation: '车工',
  employer: '晋江示例鞋业有限公司',
  address: '福建省泉州市晋江市青阳街道曾井小区1号楼201室',
  representative: { name: '李代表', phone: '13900139000', capacity: '律师' },
};
const FIRM = {
  ...INTAKE.parties[1],
  address: '晋江市青阳街道示例路1号',
  legalRepresentative: '王大川',
  position: '经理',
};
const NO_MANDATE = { powers: null, mandate: null };
const THIRD = { side: 'third', kind: 'person', name: '包工头王五' };

/** The members an answer has beyond those a correction takes. */
const readBack = (parties: readonly Record<string, unknown>[]) =>
  parties.map(({ consent: _consent, masked: _masked, ...party }) => party);

describe('parties of a correction', () => {
  let service: MediationService;
  let roster: Roster;
  let mediator: { id: string };
  beforeAll(async () => {
    service = await startMediationService();
    service.clock.set('2025-08-20T02:00:00Z');
    roster = withRoster(service);
    mediator = await roster.enter('M1');
  });
  afterAll(() => service?.close());

  const AS_MEDIATOR = { roles: 'mediator', sub: 'account-M1' } as const;
  const named = async (): Promise<string> => {
    const { id } = await roster.register({ parties: [PERSON, FIRM] });
    expect((await roster.name(id, [mediator.id])).status).toBe(201);
    return id;
  };
  const read = async (id: string, claims: Parameters<MediationService['as']>[0] = PII) =>
    (await service.as(claims)('GET', `/cases/${id}`)).body;
  const patch = async (id: string, parties: object[], claims: object = AS_MEDIATOR) => {
    const { version } = await read(id);
    const headers = { 'if-match': `"${id}-${version}"` };
    return service.as(claims)('PATCH', `/cases/${id}`, { body: { parties }, headers });
  };

  it('are as they were where a mediator sends back what it reads, masked, with a third party', async () => {
    const id = await named();
    const before = await read(id);
    expect(before.parties[0]).toMatchObject({ name: '陈晓梅', masked: false });
    const seen = await read(id, AS_MEDIATOR);
    expect(seen.parties[0]).toMatchObject({ name: '陈**', phone: '138****8000', masked: true });
    expect((await patch(id, [...readBack(seen.parties), THIRD])).status).toBe(200);
    const after = await read(id);
    expect(after.parties.slice(0, 2)).toEqual(before.parties);
    expect(after.parties[2].name).toBe('包工头王五');
  });

  it('keep what is left out, lose what is null, and take what is given', async () => {
    const id = await named();
    const before = await read(id);
    const [{ id: person }, { id: firm }] = before.parties;
    const reply = await patch(id, [
      { id: person, phone: '13700137000', age: null, representative: { name: '李**', capacity: '近亲属' } },
      { id: firm },
    ]);
    expect(reply.status).toBe(200);
    const after = await read(id);
    expect(after.parties).toEqual([
      {
        ...before.parties[0],
        phone: '13700137000',
        age: null,
        representative: { name: '李代表', phone: '13900139000', capacity: '近亲属', ...NO_MANDATE },
      },
      before.parties[1],
    ]);
    await patch(id, [
      { id: person, representative: { name: '赵另' } },
      { id: firm, position: null },
    ]);
    const [changed, also] = (await read(id)).parties;
    expect(changed.representative).toEqual({ name: '赵另', phone: null, capacity: null, ...NO_MANDATE });
    expect(also).toMatchObject({ position: null, legalRepresentative: '王大川' });
    await patch(id, [{ id: person, representative: null, subject: null }, { id: firm }]);
    expect((await read(id)).parties[0].representative).toBeNull();
    expect((await service.as({ roles: 'party', sub: 'worker-1' })('GET', `/cases/${id}`)).status).toBe(404);
  });

  it('are never stored as a mask', async () => {
    const id = await named();
    const before = await read(id);
    const [{ id: person }, { id: firm }] = before.parties;
    const refusals: [object[], string][] = [
      [[{ id: person, name: '王**' }, { id: firm }], '/parties/0/name'],
      [[{ id: person, phone: '139****9000' }, { id: firm }], '/parties/0/phone'],
      [[{ id: person, idNumber: '1***' }, { id: firm }], '/parties/0/idNumber'],
      [[{ id: person, address: '福建省****' }, { id: firm }], '/parties/0/address'],
      [[{ id: person, representative: { name: '王**' } }, { id: firm }], '/parties/0/representative/name'],
      [[{ id: person }, { id: firm, legalRepresentative: '陈**' }], '/parties/1/legalRepresentative'],
      // What was read of one, sent as another.
      [[{ side: 'applicant', kind: 'person', name: '陈**' }, { id: firm }], '/parties/0/name'],
    ];
    for (const [parties, pointer] of refusals) {
      const reply = await patch(id, parties);
      expect([reply.status, reply.body.errors]).toMatchObject([422, [{ pointer, code: 'masked-value' }]]);
    }
    const { version: _version, ...rest } = await read(id);
    expect(rest).toEqual({ ...before, version: undefined });
  });

  it('are named in full where they are new, and keep an address that is sealed', async () => {
    const id = await named();
    const [{ id: person }, { id: firm }] = (await read(id)).parties;
    const incomplete = await patch(id, [{ id: person }, { id: firm }, { side: 'third' }]);
    expect(incomplete.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/parties/2/kind',
      '/parties/2/name',
    ]);
    await patch(id, [{ id: person, addressSealed: true }, { id: firm }]);
    const cleared = await patch(id, [{ id: person, address: null }, { id: firm }]);
    expect(cleared).toMatchObject({ status: 422, body: { errors: [{ code: 'address-sealed' }] } });
    expect((await read(id)).parties[0]).toMatchObject({ address: PERSON.address, addressSealed: true });
  });
});
