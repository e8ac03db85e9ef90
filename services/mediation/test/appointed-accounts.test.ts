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
    expect(await file(WORKER, [firm, { ...NOBODYS, side: 'respondent' }])).toMatchObject({
      status: 422,
      body: {
        errors: [
          { pointer: '/parties/0/uscc', code: 'applicant-not-yours' },
          { pointer: '/parties/0/subject', code: 'subject-not-yours' },
        ],
      },
    });
    const second = await file(WORKER, [{ ...NOBODYS, name: '陈晓兰' }, PERSON, ENTERPRISE]);
    expect(second.status).toBe(201);
    const { body } = await service.as(WORKER)('GET', `/cases/${second.body.id}`);
    expect(body.parties.map(({ masked }: { masked: boolean }) => masked)).toEqual([true, false, true]);
    expect((await file(WORKER, [NOBODYS, ENTERPRISE])).body.standing).toBe('party');
    const own = { ...ENTERPRISE, side: 'applicant', subject: 'firm-1' };
    expect((await file(FIRM, [own, { ...NOBODYS, side: 'respondent' }])).status).toBe(201);
  });

  it('of a firm apply for it alone, and nobody else does but the window and systems', async () => {
    const firm = { ...ENTERPRISE, side: 'applicant' };
    const worker = { ...NOBODYS, side: 'respondent' };
    const other = { ...firm, name: '晋江另一示例有限公司', uscc: '91350582MA0000023D' };
    const notTheirs = (pointer: string) => ({
      status: 422,
      body: { errors: [{ pointer, code: 'applicant-not-yours' }] },
    });
    for (const roles of ['citizen', 'party'] as const) {
      expect(await file({ roles, sub: 'somebody' }, [firm, worker])).toMatchObject(
        notTheirs('/parties/0/uscc'),
      );
    }
    expect(await file(WORKER, [PERSON, firm, { ...worker, name: '王五' }])).toMatchObject(
      notTheirs('/parties/1/uscc'),
    );
    expect(await file(FIRM, [firm, other, worker])).toMatchObject(notTheirs('/parties/1/uscc'));
    expect(await file(FIRM, [NOBODYS, { ...other, side: 'respondent' }])).toMatchObject(
      notTheirs('/parties'),
    );
    expect((await file(FIRM, [firm, worker])).status).toBe(201);
    expect((await file(WINDOW, [firm, worker])).status).toBe(201);
    expect((await file(CLIENT, [firm, worker], { channel: 'court' })).status).toBe(201);
    const colleagues = ['陈晓兰', '陈晓菊'].map((name) => ({ ...NOBODYS, name }));
    expect((await file(WORKER, [PERSON, ...colleagues, ENTERPRISE])).status).toBe(201);
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
