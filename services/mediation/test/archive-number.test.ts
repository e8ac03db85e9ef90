import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { type Roster, WINDOW, withRoster } from './roster.ts';

const OFFICER = { roles: 'officer', sub: 'officer-1' } as const;
const SUPERVISOR = { roles: 'supervisor', sub: 'chief-1' } as const;
const TURNED_AWAY = { code: 'not-mediable', reason: '不属于调解范围' };
const type = 'urn:qinwu:problem:archive-number-taken';

describe('an archive number', () => {
  let service: MediationService;
  let roster: Roster;
  beforeAll(async () => {
    service = await startMediationService();
    roster = withRoster(service);
  });
  afterAll(() => service?.close());

  /** A case that is over, filed by somebody. */
  const ended = async (who: object = WINDOW) => {
    const { body } = await roster.post('/cases', INTAKE, who);
    const over = await roster.post(`/cases/${body.id}/actions/not-accept`, TURNED_AWAY, who);
    expect(over.status).toBe(200);
    return body;
  };
  const archive = (id: string, archiveNumber: string, who: object = WINDOW, language = 'zh') =>
    roster.post(`/cases/${id}/actions/archive`, { archiveNumber }, who, { 'accept-language': language });

  it('stands on one case, and the refusal names it, and the other case to whoever may see that', async () => {
    const first = await ended();
    const second = await ended(OFFICER);
    expect((await archive(first.id, '2025-调-0012')).status).toBe(200);
    const told = await archive(second.id, ' ２０２５-调 -0012 ');
    expect(told).toMatchObject({
      status: 409,
      body: { type, existing: { id: first.id, number: first.number } },
    });
    const untold = await archive(second.id, '2025-调-0012', OFFICER);
    expect(untold).toMatchObject({
      status: 409,
      body: { type, errors: [{ pointer: '/archiveNumber', code: 'taken' }] },
    });
    expect(untold.body.errors[0].detail).toContain('2025-调-0012');
    expect((await archive(second.id, '2025-调-0012', OFFICER, 'en')).body.title).toMatch(
      /^The archive number/,
    );
    expect(untold.body.existing).toBeUndefined();
    expect(JSON.stringify(untold.body)).not.toContain(first.id);
    expect((await service.as(WINDOW)('GET', `/cases/${second.id}`)).body).toMatchObject({
      state: 'NOT_ACCEPTED',
      archiveNumber: null,
    });
    expect((await archive(second.id, '2025-调-0013', OFFICER)).status).toBe(200);
    const third = await ended();
    expect((await archive(third.id, '2025-调-0013', SUPERVISOR)).body.existing.id).toBe(second.id);
  });

  it('is taken once by ten who come for it at once', async () => {
    const cases: { id: string }[] = [];
    for (let n = 0; n < 10; n++) cases.push(await ended());
    const replies = await Promise.all(cases.map(({ id }) => archive(id, '2025-调-0100')));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
  });

  it('is another one in another park', async () => {
    const elsewhere = { ...WINDOW, park: 'elsewhere' };
    const { body } = await roster.post('/cases', INTAKE, elsewhere);
    await roster.post(`/cases/${body.id}/actions/not-accept`, TURNED_AWAY, elsewhere);
    expect((await archive(body.id, '2025-调-0012', elsewhere)).status).toBe(200);
  });
});
