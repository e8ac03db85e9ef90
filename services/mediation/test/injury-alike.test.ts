import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { INJURY, injurySteps, WINDOW } from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

describe('applications that may be about the same accident', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read } = injurySteps(() => service);
  const ID = { idType: 'passport', idNumber: 'E12345678' };
  const alikeOf = async (id: string, claims: object = WINDOW): Promise<string[]> => {
    const { body } = await read(id, claims);
    return (body.possibleDuplicates ?? []).map((each: { id: string }) => each.id);
  };

  it('are shown to the window where one tells the number and the other a telephone, and refused by nobody', async () => {
    const byNumber = await receive({ worker: { name: '周文斌', ...ID } });
    const byPhone = await receive({
      worker: { name: '周 文斌', phone: '13700137001' },
      applicantKind: 'employer',
    });
    expect(await alikeOf(byNumber.id)).toEqual([byPhone.id]);
    expect((await read(byPhone.id)).body.possibleDuplicates).toEqual([
      { id: byNumber.id, number: byNumber.number },
    ]);
    expect(await alikeOf(byPhone.id, { roles: 'enterprise', sub: 'f-1', org: INJURY.employer.uscc })).toEqual(
      [],
    );
    await act(byPhone.id, 'not-transfer', { reason: 'outside-jurisdiction' });
    expect(await alikeOf(byNumber.id)).toEqual([]);
  });

  it('are shown to who asks again by what was read before, and so is what the days bring', async () => {
    const { id } = await receive({ worker: { name: '谢永康', ...ID, idNumber: 'E55555555' } });
    const { headers } = await read(id);
    const again = async () => {
      const asked = { headers: { 'if-none-match': String(headers.get('etag')) } };
      return service.as(WINDOW)('GET', `/injury-applications/${id}`, asked);
    };
    expect((await again()).body.possibleDuplicates).toBeUndefined();
    const other = await receive({ worker: { name: '谢永康', phone: '13700137009' } });
    expect(await again()).toMatchObject({
      status: 200,
      body: { version: 1, possibleDuplicates: [{ id: other.id }] },
    });
    service.clock.set('2026-08-20T02:00:00Z');
    const flags = (await again()).body.flags.map(({ code }: { code: string }) => code);
    expect(flags).toEqual(['employer-late', 'worker-late']);
  });

  it('are found among rows from before their accident was kept as a hash', async () => {
    const old = await receive({ worker: { name: '郑海燕', phone: '13700137002' } });
    await service.deps.db.pool.query(
      'update injury_application set accident_id_index = null, accident_phone_index = null where id = $1',
      [old.id],
    );
    const anew = await receive({ worker: { name: '郑海燕', phone: '13700137002' } });
    expect(await alikeOf(anew.id)).toEqual([old.id]);
  });

  it('are none of another name, another day, or another park', async () => {
    const { id } = await receive({ worker: { name: '许志明', phone: '13700137003' } });
    const event = { ...INJURY.event, occurredAt: '2025-08-19T08:00:00+08:00' };
    await receive({ worker: { name: '许志明', phone: '13700137003' }, event });
    await receive({ worker: { name: '许志敏', phone: '13700137004' } });
    const body = { ...INJURY, worker: { name: '许志明', phone: '13700137003' } };
    const elsewhere = await service.as({ ...WINDOW, park: 'other' })('POST', '/injury-applications', {
      body,
    });
    expect(elsewhere.status).toBe(201);
    expect(await alikeOf(id)).toEqual([]);
  });

  it('tell no day, or are of the same employer where this one tells none', async () => {
    const dated = await receive({ worker: { name: '蔡小红', phone: '13700137005' } });
    const undated = await receive({ worker: { name: '蔡小红', phone: '13700137006' } });
    await service.deps.db.pool.query('update injury_application set base_on = null where id = $1', [
      undated.id,
    ]);
    expect(await alikeOf(dated.id)).toEqual([undated.id]);
    expect(await alikeOf(undated.id)).toEqual([dated.id]);
  });
});
