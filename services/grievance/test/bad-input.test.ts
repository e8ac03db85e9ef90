import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BadInput, INTAKE_CASES, TRANSPORT } from './bad-input-cases.ts';
import { type GrievanceService, INTAKE, newKey, startGrievanceService } from './grievance-service.ts';
import { faultsOf, recordRefusals } from './refusals.ts';
import { rowSnapshot } from './row-snapshot.ts';
import { type RawCall, type RawReply, type SecondProcess, startSecondProcess } from './second-process.ts';

const refusals = recordRefusals();
let service: GrievanceService;
let second: SecondProcess;
let dispatcher: RawCall;

beforeAll(async () => {
  service = await startGrievanceService();
  second = await startSecondProcess(service);
  dispatcher = second.as({ roles: 'dispatcher' });
  const admin = second.as({ roles: 'admin' });
  const entries = [
    await admin('PUT', '/categories/closed-kind', { body: { name: '停用的分类', enabled: false } }),
    await admin('PUT', '/grids/JJ', { body: { name: '晋江经济开发区', level: 1, region: '350582' } }),
  ];
  expect(entries.map(({ status }) => status)).toEqual([201, 201]);
});
afterAll(async () => {
  await second.close();
  await service.close();
});

interface FieldFault {
  pointer: string;
  code: string;
}

/** All text of an input that would be an echo if it stood in the answer. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.trim().length < 5 ? [] : [value.slice(0, 40)];
  // The kind of document is a word of ours.
  const { idType: _ours, ...members } = Object(value);
  return Object.values(members).flatMap(wordsOf);
}

function expectRefused(reply: RawReply, { status, error, type }: BadInput): void {
  const errors = (reply.json.errors ?? []) as FieldFault[];
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status });
  if (error !== undefined) {
    const [pointer, code] = error;
    expect(errors).toContainEqual(expect.objectContaining({ pointer, code }));
  }
  if (type !== undefined) expect(reply.json.type).toBe(`urn:qinwu:problem:${type}`);
}

async function refuseAll(cases: readonly BadInput[], at: number): Promise<void> {
  const one = cases[at];
  if (one === undefined) throw new Error('no such case');
  const { over, raw, headers } = one;
  const before = await rowSnapshot(second.deps.db);
  const reply = await dispatcher('POST', '/grievances', {
    raw: raw ?? JSON.stringify({ ...INTAKE, ...over }),
    ...(headers === undefined ? {} : { headers }),
  });
  expectRefused(reply, one);
  for (const word of wordsOf(over)) expect(reply.text).not.toContain(word);
  expect(await rowSnapshot(second.deps.db)).toEqual(before);
}

describe('what every service refuses, at the intake', () => {
  it.each(TRANSPORT.map(({ row }, at) => [row, at] as const))('%s', (_row, at) => refuseAll(TRANSPORT, at));

  it('29 no key at all', async () => {
    const response = await fetch(`${second.url}/grievance/v1/grievances`, { method: 'POST' });
    expect(response.status).toBe(401);
    const reply = await dispatcher('PUT', '/grievances', { body: INTAKE });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  it.each([
    '?limit=0',
    '?limit=abc',
    '?limit=1&limit=2',
    '?foo=1',
    '?sort=password',
    '?q=a%00b',
    '?q=%ff',
    '?state[$ne]=CLOSED',
    '?cursor=AAAA',
  ])('21, 22 the list with %s is 400', async (query) => {
    const reply = await dispatcher('GET', `/grievances${query}`);
    expectRefused(reply, { row: query, status: 400 });
    expect(reply.text).not.toMatch(/password|\$ne|AAAA/);
  });

  it('30 the same key with another body is 422', async () => {
    const headers = { 'idempotency-key': newKey() };
    const body = { ...INTAKE, title: '第一个标题' };
    expect(await dispatcher('POST', '/grievances', { body, headers })).toMatchObject({ status: 201 });
    const before = await rowSnapshot(second.deps.db);
    const other = await dispatcher('POST', '/grievances', {
      body: { ...body, title: '第二个标题' },
      headers,
    });
    expectRefused(other, { row: '30', status: 422, type: 'idempotency-key-reused' });
    expect(await rowSnapshot(second.deps.db)).toEqual(before);
  });

  it('31 the same key while the first still runs is the replay, or 409 with Retry-After', async () => {
    const headers = { 'idempotency-key': newKey() };
    const body = { ...INTAKE, title: '同时提交' };
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => dispatcher('POST', '/grievances', { body, headers })),
    );
    const done = replies.filter(({ status }) => status === 201);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    const rest = replies.filter(({ status }) => status !== 201);
    expect(rest.map(({ status, headers: sent }) => [status, sent.has('retry-after')])).toEqual(
      rest.map(() => [409, true]),
    );
  });
});

describe('what the intake refuses', () => {
  it.each(INTAKE_CASES.map(({ row }, at) => [row, at] as const))('%s', (_row, at) =>
    refuseAll(INTAKE_CASES, at),
  );

  it('names every fault at once', async () => {
    const body = {
      ...INTAKE,
      categoryCode: 'moon',
      reporter: { phone: '8512345' },
      place: { grid: 'G-404' },
    };
    const { json } = await dispatcher('POST', '/grievances', { body });
    const pointers = (json.errors as FieldFault[]).map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual(['/categoryCode', '/place/grid', '/reporter/phone']);
  });
});

describe('what looks bad and is good', () => {
  const accepted = async (over: object): Promise<Record<string, unknown>> => {
    const reply = await dispatcher('POST', '/grievances', { body: { ...INTAKE, ...over } });
    expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 201 });
    return reply.json;
  };

  it('34 200 emoji are 200 characters', async () => {
    const title = '💡'.repeat(200);
    expect(await accepted({ title })).toMatchObject({ title });
  });

  it('35 a script in the text is kept as it is, and never sent as markup', async () => {
    const text = '<script>alert("路灯")</script>';
    const { id } = await accepted({ text });
    const reply = await dispatcher('GET', `/grievances/${id}`);
    expect(reply.json.text).toBe(text);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('38 a lower-case x is written as X', async () => {
    const { id } = await accepted({
      reporter: { name: '陈晓梅', idType: 'citizen-id', idNumber: '11010519491231002x' },
    });
    const trusted = second.as({ roles: 'dispatcher', scopes: ['grievance:read', 'pii:read'] });
    const { json } = await trusted('GET', `/grievances/${id}`);
    expect(json.reporter).toMatchObject({ idNumber: '11010519491231002X', masked: false });
  });

  it('20 minus zero is zero', async () => {
    const { extension } = await accepted({ extension: { floor: -0 } });
    expect(extension).toEqual({ floor: 0 });
  });
});

describe('a grid', () => {
  const put = (coordinates: unknown) =>
    second.as({ roles: 'admin' })('PUT', '/grids/JJ-9', {
      body: { name: '网格', level: 2, parent: 'JJ', polygon: { type: 'Polygon', coordinates } },
    });

  it('41 has no outline of six thousand points', async () => {
    const ring = Array.from({ length: 6_000 }, (_, at) => [118.5 + at / 1e6, 24.6]);
    expectRefused(await put([ring]), {
      row: '41',
      status: 400,
      error: ['/polygon/coordinates/0', 'too-many'],
    });
  });

  it('41 has no point at latitude 91', async () => {
    const ring = [
      [118.5, 24.6],
      [118.6, 91],
      [118.6, 24.7],
      [118.5, 24.6],
    ];
    expectRefused(await put([ring]), {
      row: '41',
      status: 400,
      error: ['/polygon/coordinates/0/1/1', 'too-large'],
    });
  });

  it('41 has an outline that closes', async () => {
    const ring = [
      [118.5, 24.6],
      [118.6, 24.6],
      [118.6, 24.7],
      [118.5, 24.7],
    ];
    expectRefused(await put([ring]), { row: '41', status: 422, error: ['/polygon', 'polygon-invalid'] });
  });
});

describe('a move', () => {
  let at: string;
  beforeAll(async () => {
    const { json } = await second.as({ roles: 'citizen', sub: 'citizen-1' })('POST', '/grievances', {
      body: INTAKE,
    });
    at = `/grievances/${json.id}`;
    const handler = second.as({ roles: 'handler', unit: 'property' });
    const steps = [
      await dispatcher('POST', `${at}/actions/assign`, { body: { unit: 'property' } }),
      await handler('POST', `${at}/actions/resolve`, { body: { resolution: 'resolved', result: '已更换' } }),
      await dispatcher('POST', `${at}/actions/close`, { body: {} }),
    ];
    expect(steps.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('45 from closed to dispatched is 409 and says what is allowed', async () => {
    const before = await rowSnapshot(second.deps.db);
    const reply = await dispatcher('POST', `${at}/actions/assign`, { body: { unit: 'property' } });
    expectRefused(reply, { row: '45', status: 409, type: 'transition-not-allowed' });
    expect(reply.json).toMatchObject({ state: 'CLOSED', allowedActions: ['redo'] });
    expect(await rowSnapshot(second.deps.db)).toEqual(before);
  });

  it('45 an unknown action is 400 and is not said again', async () => {
    const reply = await dispatcher('POST', `${at}/actions/teleport`, { body: {} });
    expectRefused(reply, { row: '45', status: 400, type: 'action-unknown' });
    const { instance: _instance, ...said } = reply.json;
    expect(JSON.stringify(said)).not.toContain('teleport');
  });

  it('45 of another department is 404', async () => {
    const stranger = second.as({ roles: 'handler', unit: 'labour' });
    const reply = await stranger('POST', `${at}/actions/resolve`, {
      body: { resolution: 'resolved', result: '已更换' },
    });
    expectRefused(reply, { row: '45', status: 404, type: 'grievance-missing' });
  });

  it.each([
    ['of another citizen', { roles: 'citizen', sub: 'citizen-2' }],
    ['of another region', { roles: 'officer', sub: 'officer-2', grids: ['JJ-7'] }],
    ['of another park', { roles: 'dispatcher', park: 'elsewhere' }],
  ] as const)('37, 48 a case %s is 404', async (_whose, claims) => {
    const reply = await second.as({ ...claims })('GET', at);
    expectRefused(reply, { row: '48', status: 404, type: 'grievance-missing' });
    const unknown = await second.as({ ...claims })('GET', '/grievances/not-a-uuid');
    expectRefused(unknown, { row: '24', status: 400 });
  });
});

it('every refusal was a clean problem document', () => {
  expect(refusals.length).toBeGreaterThan(60);
  expect(refusals.flatMap(faultsOf)).toEqual([]);
});
