import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, newKey, startMediationService } from './mediation-service.ts';
import { FIRM, MEDIATOR, OUTSIDER, upload, WINDOW, WORKER } from './negotiation-case.ts';

type Claims = Parameters<MediationService['as']>[0];

describe('the limitation of a case', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const register = async (over: object = {}): Promise<string> => {
    const body = { ...INTAKE, ...over };
    const made = await service.as(WINDOW)('POST', '/cases', { body });
    expect(made.status).toBe(201);
    return made.body.id;
  };
  const get = (id: string, who: Claims = WINDOW) => service.as(who)('GET', `/cases/${id}`);
  const warningsOf = async (id: string, who: Claims = WINDOW) =>
    (await get(id, who)).body.warnings.map(({ code }: { code: string }) => code);
  const fromOf = async (id: string, who: Claims) => (await get(id, who)).body.limitationFrom;
  const read = (id: string, who: Claims = WINDOW) => service.as(who)('GET', `/cases/${id}/limitation`);
  const put = async (id: string, body: object, who: Claims = WINDOW) => {
    const { version } = (await get(id)).body;
    const headers = { 'if-match': `"${id}-${version}"` };
    return service.as(who)('PUT', `/cases/${id}/limitation`, { body, headers });
  };

  it('ends a year after the application, which interrupts it, and warns before', async () => {
    const id = await register({ limitationFrom: '2025-01-10' });
    expect(await warningsOf(id)).toEqual([]);
    expect((await read(id)).body).toMatchObject({
      knownOn: '2025-01-10',
      interruptions: [],
      calculation: { date: '2026-08-20', outcome: 'running' },
    });
    for (const [day, codes] of [
      ['2026-05-21', []],
      ['2026-05-22', ['limitation-near']],
      ['2026-07-21', ['limitation-urgent']],
      ['2026-08-20', ['limitation-urgent']],
      ['2026-08-21', ['limitation-over']],
    ] as const) {
      service.clock.set(`${day}T02:00:00Z`);
      expect([day, await warningsOf(id)]).toEqual([day, codes]);
    }
  });

  it('warns in the language of who asks; an answer that is kept stays as it was given', async () => {
    const key = newKey();
    const send = (language: string) =>
      service.as(WINDOW)('POST', '/cases', {
        body: { ...INTAKE, limitationFrom: '2024-06-03' },
        headers: { 'idempotency-key': key, 'accept-language': language },
      });
    const english = /^It may have been over/;
    const made = await send('en');
    expect(made.body.warnings[0].text).toMatch(english);
    expect((await send('zh')).body.warnings[0].text).toMatch(english);
    const textFor = async (headers: Record<string, string>) =>
      (await service.as(WINDOW)('GET', `/cases/${made.body.id}`, { headers })).body.warnings[0].text;
    expect(await textFor({ 'accept-language': 'en' })).toMatch(english);
    expect(await textFor({})).toMatch(/^申请时一年仲裁时效/);
  });

  it('knows a claim that was made in time, with what shows it', async () => {
    const id = await register({ limitationFrom: '2024-06-03' });
    expect(await warningsOf(id)).toEqual(['limitation-over-before-application']);
    const evidence = await upload(service, WINDOW, 'receipt');
    const claimed = { on: '2025-03-03', cause: 'claim', note: '书面催讨，有签收回执。', evidence };
    const done = await put(id, { knownOn: '2024-06-03', interruptions: [claimed] });
    expect(done).toMatchObject({
      status: 200,
      body: { interruptions: [claimed], calculation: { date: '2026-08-20', outcome: 'running' } },
    });
    expect(done.body.calculation.steps.map(({ value }: { value: string }) => value)).toContain('2025-03-03');
    expect(await warningsOf(id)).toEqual([]);
    // Recorded anew with the same evidence, and one that came too late.
    const late = await put(id, {
      knownOn: '2024-03-01',
      interruptions: [{ ...claimed, on: '2025-03-04' }],
    });
    expect(late.status).toBe(200);
    expect(await warningsOf(id)).toEqual(['limitation-over-before-application']);
    const { rows } = await service.deps.db.pool.query(
      `select (select string_agg(body, ' ') from ledger) || (select string_agg(content, ' ') from dispute_case) as dump`,
    );
    expect(rows[0].dump).not.toContain('签收回执');
    const history = await service.as(WINDOW)('GET', `/cases/${id}/history`);
    expect(history.body.items.at(-1)).toMatchObject({
      action: 'limitation-recorded',
      change: { knownOn: '2024-03-01', interruptions: 1, files: [{ id: evidence }] },
    });
  });

  it('stands still for a suspension, and for wages while the employment lasts', async () => {
    const id = await register({ limitationFrom: '2024-06-03' });
    const suspended = { from: '2025-01-06', to: '2025-06-30', cause: 'force-majeure' };
    const body = { knownOn: '2024-06-03', suspensions: [suspended] };
    expect((await put(id, body)).body.calculation.date).toBe('2026-08-20');
    expect(await warningsOf(id)).toEqual([]);
    const open = { from: '2025-08-18', cause: 'other-just-cause' };
    await put(id, { ...body, suspensions: [suspended, open] });
    expect(await warningsOf(id)).toEqual(['limitation-suspended']);

    const wages = { knownOn: '2022-01-10', wagesInEmployment: true };
    expect((await put(id, wages)).body.calculation).toMatchObject({ date: null, outcome: 'unlimited' });
    expect(await warningsOf(id)).toEqual([]);
    await put(id, { ...wages, employmentEndedOn: '2024-07-15' });
    expect(await warningsOf(id)).toEqual(['limitation-over-before-application']);
  });

  it('is told to those who run the case and to the side that claims, never to the other', async () => {
    const id = await register({ limitationFrom: '2024-06-03' });
    await service.deps.db.pool.query('update dispute_case set members = members || $2 where id = $1', [
      id,
      [`m:${MEDIATOR.sub}`],
    ]);
    const evidence = await upload(service, MEDIATOR, 'receipt');
    const body = { knownOn: '2024-06-03', interruptions: [{ on: '2024-06-04', cause: 'claim', evidence }] };
    expect((await put(id, body, MEDIATOR)).status).toBe(200);
    for (const who of [WINDOW, MEDIATOR, WORKER]) {
      expect((await read(id, who)).status).toBe(200);
      expect(await fromOf(id, who)).toBe('2024-06-03');
      expect(await warningsOf(id, who)).toEqual(['limitation-over-before-application']);
      expect((await service.open(who, `/files/${evidence}`)).status).toBe(200);
    }
    expect(await warningsOf(id, FIRM)).toEqual([]);
    expect(await fromOf(id, FIRM)).toBeNull();
    const consented = await service.as(FIRM)('POST', `/cases/${id}/actions/consent`, { body: {} });
    expect(consented).toMatchObject({ status: 200, body: { limitationFrom: null } });
    expect((await read(id, FIRM)).status).toBe(403);
    expect((await service.open(FIRM, `/files/${evidence}`)).status).toBe(404);
    expect((await read(id, OUTSIDER)).status).toBe(404);
  });

  it.each<[string, object, string]>([
    ['a day to come', { knownOn: '2025-08-21' }, '/knownOn'],
    [
      'a claim to come',
      { knownOn: '2025-01-10', interruptions: [{ on: '2025-08-21', cause: 'claim' }] },
      '/interruptions/0/on',
    ],
    [
      'a suspension that ends before it begins',
      {
        knownOn: '2025-01-10',
        suspensions: [{ from: '2025-03-02', to: '2025-03-01', cause: 'force-majeure' }],
      },
      '/suspensions/0/to',
    ],
    [
      'two at once',
      {
        knownOn: '2025-01-10',
        suspensions: [
          { from: '2025-03-01', to: '2025-03-09', cause: 'force-majeure' },
          { from: '2025-03-09', cause: 'force-majeure' },
        ],
      },
      '/suspensions/1',
    ],
  ])('refuses %s', async (_, body, pointer) => {
    const refused = await put(await register(), body);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  it('is no matter of a civil dispute, nor of what somebody has not read', async () => {
    const civil = await register({ category: 'debt' });
    expect((await put(civil, { knownOn: '2025-01-10' })).body.type).toBe('urn:qinwu:problem:no-limitation');
    expect((await read(civil)).body.calculation).toBeNull();
    const id = await register();
    const path = `/cases/${id}/limitation`;
    const body = { knownOn: '2025-01-10' };
    expect((await service.as(WINDOW)('PUT', path, { body })).status).toBe(428);
    await put(id, body);
    const stale = { body, headers: { 'if-match': `"${id}-1"` } };
    expect((await service.as(WINDOW)('PUT', path, stale)).status).toBe(412);
  });
});
