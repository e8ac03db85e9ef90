import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { FIRM, WINDOW, WORKER } from './roster.ts';

const [PERSON, ENTERPRISE] = INTAKE.parties;
const { subject: _subject, ...NOBODYS } = PERSON;
const CLIENT = { roles: 'client', sub: 'court-1' } as const;

describe('accounts of parties', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());

  const file = (claims: Parameters<MediationService['as']>[0], parties: object[], over: object = {}) =>
    service.as(claims)('POST', '/cases', { body: { ...INTAKE, parties, ...over } });
  const refused = (pointer: string) => ({
    status: 422,
    body: { errors: [{ pointer, code: 'subject-not-yours' }] },
  });

  it('are not appointed by who files, for the other side or for its own', async () => {
    const accomplice = { ...ENTERPRISE, subject: 'accomplice' };
    expect(await file(WORKER, [PERSON, accomplice])).toMatchObject(refused('/parties/1/subject'));
    expect(await file({ ...WORKER, roles: 'citizen' }, [NOBODYS, accomplice])).toMatchObject(
      refused('/parties/1/subject'),
    );
    const other = { ...PERSON, subject: 'worker-2' };
    expect(await file(WORKER, [other, ENTERPRISE])).toMatchObject(refused('/parties/0/subject'));
    const firm = { ...ENTERPRISE, side: 'applicant' };
    const worker = { ...PERSON, side: 'respondent' };
    expect(await file(FIRM, [firm, worker])).toMatchObject(refused('/parties/1/subject'));
    expect(await file(FIRM, [firm, { ...worker, subject: 'firm-1' }])).toMatchObject(
      refused('/parties/1/subject'),
    );
    const list = await service.as({ roles: 'party', sub: 'accomplice' })('GET', '/cases');
    expect(list.body.items).toEqual([]);
  });

  it('are their own for one party alone, never for a firm that is another’s', async () => {
    const colleague = { ...PERSON, name: '陈晓兰' };
    expect(await file(WORKER, [PERSON, colleague, ENTERPRISE])).toMatchObject(refused('/parties/1/subject'));
    const firm = { ...ENTERPRISE, side: 'applicant', subject: 'worker-1' };
    expect(await file(WORKER, [firm, { ...NOBODYS, side: 'respondent' }])).toMatchObject(
      refused('/parties/0/subject'),
    );
    const second = await file(WORKER, [{ ...NOBODYS, name: '陈晓兰' }, PERSON, ENTERPRISE]);
    expect(second.status).toBe(201);
    const { body } = await service.as(WORKER)('GET', `/cases/${second.body.id}`);
    expect(body.parties.map(({ masked }: { masked: boolean }) => masked)).toEqual([true, false, true]);
    expect((await file(WORKER, [NOBODYS, ENTERPRISE])).body.standing).toBe('party');
    const own = { ...ENTERPRISE, side: 'applicant', subject: 'firm-1' };
    expect((await file(FIRM, [own, { ...NOBODYS, side: 'respondent' }])).status).toBe(201);
  });

  it('are not appointed by a court’s or a hotline’s system, but by the window', async () => {
    expect(await file(CLIENT, [PERSON, ENTERPRISE], { channel: 'court' })).toMatchObject(
      refused('/parties/0/subject'),
    );
    expect((await file(CLIENT, [NOBODYS, ENTERPRISE], { channel: 'court' })).status).toBe(201);
    const made = await file(WINDOW, [NOBODYS, ENTERPRISE]);
    const { id, version, parties } = made.body;
    expect((await service.as(WORKER)('GET', `/cases/${id}`)).status).toBe(404);
    const bound = await service.as(WINDOW)('PATCH', `/cases/${id}`, {
      headers: { 'if-match': `"${id}-${version}"` },
      body: {
        parties: [
          { ...PERSON, id: parties[0].id },
          { ...ENTERPRISE, id: parties[1].id },
        ],
      },
    });
    expect(bound.status).toBe(200);
    expect((await service.as(WORKER)('GET', `/cases/${id}`)).body.standing).toBe('party');
  });
});
