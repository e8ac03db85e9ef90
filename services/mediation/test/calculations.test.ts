import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { standard } from '../src/store/standards.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
});
afterAll(async () => service.close());

const calculate = (kind: string, body: unknown, claims: object = { roles: 'party' }) =>
  service.as(claims as never)('POST', `/calculations/${kind}`, { body });

// A park of its own for each test that enters standards.
const inPark = (park: string) => {
  const call = service.as({ roles: 'admin', park });
  const put = (path: string, value: string, more: object = {}, headers: Record<string, string> = {}) =>
    call('PUT', `/standards/${path}`, {
      body: { value, source: '测试文件', official: true, ...more },
      headers,
    });
  return { call, put };
};

it('every kind answers its own example with steps, articles and the standards it used', async () => {
  const routes = service.app.http.routes.filter(({ url }) => url.includes('/calculations/'));
  expect(routes).toHaveLength(9);
  for (const { url, example } of routes) {
    const kind = url.split('/').at(-1) ?? '';
    const { status, body } = await calculate(kind, example);
    expect({ kind, status }).toEqual({ kind, status: 200 });
    expect(body.kind).toBe(kind);
    expect(body.steps.length).toBeGreaterThan(0);
    for (const step of body.steps) expect(step).toMatchObject({ article: expect.stringMatching(/第|部/) });
  }
  const { body } = await calculate('daily-wage', { monthlyWage: '6000.00' });
  expect(body).toMatchObject({ amount: '275.86', standards: [{ value: '21.75', official: false }] });
  expect(body.notes[0].zh).toContain('未经核实');
});

it('the table in code is the table in the database', async () => {
  expect(await schemaDrift(service.deps.db, [standard])).toEqual([]);
});

const dates = { startedOn: '2024-01-01', endedOn: '2024-12-31' };
it.each([
  ['severance', { ...dates, averageMonthlyWage: '-1.00' }, '/averageMonthlyWage'],
  ['severance', { ...dates, averageMonthlyWage: '6000.125' }, '/averageMonthlyWage'],
  ['severance', { ...dates, endedOn: '2023-12-31', averageMonthlyWage: '6000' }, '/endedOn'],
  ['unlawful-termination', { ...dates }, '/averageMonthlyWage'],
  ['double-wage', { ...dates, endedOn: '2023-01-01', monthlyWage: '1' }, '/endedOn'],
  ['overtime', { monthlyWage: '6000', workdayHours: '-2' }, '/workdayHours'],
  ['daily-wage', { monthlyWage: '1e3' }, '/monthlyWage'],
  ['notice-pay', { lastMonthWage: '0' }, '/lastMonthWage'],
  ['overdue-addition', { unpaid: '1.001', deadline: '2025-01-01' }, '/unpaid'],
  ['final-award', { items: [{ head: 'wages', amount: '-1' }] }, '/items/0/amount'],
  ['limitation', { knownOn: '2025-09-02' }, '/asOf'],
])('%s refuses %j at %s', async (kind, body, pointer) => {
  const reply = await calculate(kind, body);
  expect(reply).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
});

it('what is against the schema is 400, and who may not calculate is refused', async () => {
  expect((await calculate('daily-wage', { monthlyWage: 6000 })).status).toBe(400);
  expect((await calculate('notice-pay', { lastMonthWage: '1', more: 1 })).status).toBe(400);
  expect((await calculate('severance', { ...dates, startedOn: '2024-02-30' })).status).toBe(400);
  expect((await calculate('notice-pay', { lastMonthWage: '1' }, { roles: 'bank' })).status).toBe(403);
  const officer = await service.as({ roles: 'officer' })('PUT', '/standards/month-days/000000/2025-01-01', {
    body: { value: '21.75', source: 'x', official: true },
  });
  expect(officer.status).toBe(403);
});

it('a standard holds from its day, in its park', async () => {
  const { call, put } = inPark('dated');
  const limit = async (on: string, park = 'dated') => {
    const body = { items: [{ head: 'wages', amount: '24000' }], on };
    return (await calculate('final-award', body, { roles: 'officer', park })).body;
  };
  expect((await put('minimum-wage/350582/2022-04-01', '1960.00')).status).toBe(201);
  expect((await put('minimum-wage/350582/2025-04-01', '2195.00')).status).toBe(201);
  expect(await limit('2025-03-31')).toMatchObject({ amount: '23520.00', outcome: 'not-final', notes: [{}] });
  expect(await limit('2025-04-01')).toMatchObject({ amount: '26340.00', outcome: 'final' });
  expect(await limit('2022-03-31')).toMatchObject({ status: 422 });
  const own = await limit('2025-03-31');
  expect(own.standards).toMatchObject([{ value: '1960.00', official: true, validFrom: '2022-04-01' }]);
  const other = await limit('2025-03-31', 'elsewhere');
  expect(other.standards).toMatchObject([{ official: false }]);
  const elsewhere = service.as({ roles: 'admin', park: 'elsewhere' });
  expect((await elsewhere('GET', '/standards')).body.items).toEqual([]);
  expect((await elsewhere('GET', '/standards/minimum-wage/350582/2022-04-01')).status).toBe(404);
  const inForce = await call('GET', '/standards/in-force?on=2025-03-31');
  expect(inForce.body.items.map((item: { value: string }) => item.value)).toEqual([
    '1960.00',
    '8000.00',
    '21.75',
    '30.00',
    '30.00',
    '30.00',
    '15.00',
    '7.00',
  ]);
});

it('the narrowest region counts, and must be named where there are several', async () => {
  const { put } = inPark('regions');
  for (const [region, value] of [
    ['350000', '7000'],
    ['350500', '7500'],
    ['350100', '9000'],
  ]) {
    expect((await put(`average-wage/${region}/2024-01-01`, value ?? '')).status).toBe(201);
  }
  const of = (region?: string) => {
    const body = { startedOn: '2024-01-01', endedOn: '2024-12-31', averageMonthlyWage: '50000' };
    return calculate('severance', { ...body, region }, { roles: 'client', park: 'regions' });
  };
  expect((await of('350582')).body.amount).toBe('22500.00');
  expect((await of('350200')).status).toBe(422);
  expect(await of()).toMatchObject({ status: 422, body: { errors: [{ pointer: '/region' }] } });
});

it('an entry is changed by who has seen it, and only ended once relied on', async () => {
  const { call, put } = inPark('fixed');
  const path = 'minimum-wage/350582/2025-04-01';
  expect((await put(path, '21950.00', {}, { 'if-match': '*' })).status).toBe(412);
  const made = await put(path, '21950.00');
  expect(made).toMatchObject({ status: 201, body: { version: 1, recordedOn: '2025-09-01' } });
  expect((await put(path, '2195.00')).status).toBe(428);
  const etag = made.headers.get('etag') ?? '';
  const corrected = await put(path, '2195.00', {}, { 'if-match': etag });
  expect(corrected).toMatchObject({ status: 200, body: { value: '2195.00', version: 2 } });
  expect((await put(path, '2196.00', {}, { 'if-match': etag })).status).toBe(412);

  service.clock.advance({ days: 1 });
  const seen = { 'if-match': corrected.headers.get('etag') ?? '' };
  expect(await put(path, '2200.00', {}, seen)).toMatchObject({
    status: 409,
    body: { type: 'urn:qinwu:problem:standard-fixed' },
  });
  expect((await put(path, '2195.00', { validUntil: '2025-09-01' }, seen)).status).toBe(409);
  const ended = await put(path, '2195.00', { validUntil: '2025-12-31' }, seen);
  expect(ended).toMatchObject({ status: 200, body: { validUntil: '2025-12-31', version: 3 } });
  const gone = await call('GET', '/standards/in-force?on=2026-01-01');
  expect(gone).toMatchObject({ status: 422, body: { type: 'urn:qinwu:problem:standard-missing' } });

  const { rows } = await service.deps.db.pool.query(
    "select body::json->>'action' as action, body::json->'change'->>'value' as value from ledger where park_id = 'fixed' order by seq",
  );
  expect(rows).toEqual([
    { action: 'listed', value: '2195000' },
    { action: 'changed', value: '219500' },
    { action: 'changed', value: '219500' },
  ]);
});

it.each([
  ['minimum-wage/350582/2026-01-01', { value: '-1' }, 422],
  ['minimum-wage/350582/2026-01-01', { value: '1.005' }, 422],
  ['month-days/000000/2026-01-01', { value: '32' }, 422],
  ['month-days/000000/2026-01-01', { value: '21', validUntil: '2025-12-31' }, 422],
  ['month-days/99/2026-01-01', { value: '21' }, 400],
  ['pension/350582/2026-01-01', { value: '21' }, 400],
])('a standard %s of %j is refused', async (path, { value, ...more }, status) => {
  expect((await inPark('refused').put(path, value, more)).status).toBe(status);
});

it('pages run through the standards in order of their keys', async () => {
  const { call, put } = inPark('paged');
  for (const year of [2022, 2023, 2024]) await put(`average-wage/350582/${year}-07-01`, '7000');
  const first = await call('GET', '/standards?limit=2');
  const second = await call('GET', `/standards?limit=2&cursor=${first.body.next}`);
  const days = [...first.body.items, ...second.body.items].map(({ validFrom }) => validFrom);
  expect(days).toEqual(['2022-07-01', '2023-07-01', '2024-07-01']);
  expect(second.body.next).toBeNull();
});

it('shows which version of a standard it used, and answers the same again as known then', async () => {
  const { put } = inPark('known');
  const path = 'average-wage/350582';
  const ask = async (more: object = {}, park = 'known') => {
    const work = { startedOn: '2024-01-01', endedOn: '2024-12-31', averageMonthlyWage: '50000' };
    const { status, body } = await calculate('severance', { ...work, ...more }, { roles: 'client', park });
    expect(status).toBe(200);
    const used = body.standards.find(({ kind }: { kind: string }) => kind === 'average-wage');
    return { amount: body.amount, value: used.value, version: used.version, validFrom: used.validFrom };
  };
  const answers: { knownOn: string; answer: object }[] = [];
  const remember = async () => {
    answers.push({ knownOn: service.clock.now().toISOString(), answer: await ask() });
    service.clock.advance({ minutes: 1 });
  };

  await remember();
  const entered = await put(`${path}/2023-07-01`, '7000');
  await remember();
  const seen = (reply: typeof entered) => ({ 'if-match': reply.headers.get('etag') ?? '' });
  const corrected = await put(`${path}/2023-07-01`, '7100', {}, seen(entered));
  expect(corrected.status).toBe(200);
  await remember();
  // The wage of a year is published months after it, and holds from the day it is for.
  service.clock.advance({ days: 200 });
  expect((await put(`${path}/2024-07-01`, '7300')).status).toBe(201);
  await remember();

  expect(answers.map(({ answer }) => answer)).toEqual([
    { amount: '24000.00', value: '8000.00', version: null, validFrom: '2008-01-01' },
    { amount: '21000.00', value: '7000.00', version: 1, validFrom: '2023-07-01' },
    { amount: '21300.00', value: '7100.00', version: 2, validFrom: '2023-07-01' },
    { amount: '21900.00', value: '7300.00', version: 1, validFrom: '2024-07-01' },
  ]);
  for (const { knownOn, answer } of answers) expect(await ask({ knownOn })).toEqual(answer);
  const [first, second] = answers;
  expect(await ask({ knownOn: second?.knownOn }, 'known-elsewhere')).toEqual(first?.answer);

  const { call } = inPark('known');
  const inForce = await call('GET', `/standards/in-force?on=2024-12-31&knownOn=${second?.knownOn}`);
  expect(inForce.body.items).toContainEqual(
    expect.objectContaining({ kind: 'average-wage', value: '7000.00', version: 1 }),
  );
  const ahead = new Date(service.clock.now().getTime() + 1000).toISOString();
  const early = { monthlyWage: '6000', knownOn: ahead };
  expect(await calculate('daily-wage', early)).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/knownOn', code: 'instant-in-future' }] },
  });
});
