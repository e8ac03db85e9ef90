import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usccOf } from '@qinwu/domain/uscc';
import { type GrievanceService, newKey, startGrievanceService } from './grievance-service.ts';
import { type HISTORY, importClient, jsonl } from './import-client.ts';
import { photo, pngOf, upload } from './photos.ts';

let service: GrievanceService;
const USCC = usccOf('91350582MA0000100');
const officer = { roles: 'officer', sub: 'officer-1', grids: ['Z-1'] } as const;
const verifier = { roles: 'verifier', sub: 'verifier-1' } as const;
const stranger = { roles: 'citizen', sub: 'citizen-9' } as const;

beforeAll(async () => {
  service = await startGrievanceService();
  const imports = importClient(service);
  const files: [string, object[]][] = [
    [
      'grids',
      [
        { code: 'Z', name: '全区', level: 1 },
        { code: 'Z-1', name: '一片', level: 2, parentCode: 'Z' },
      ],
    ],
    ['officers', [{ code: 'QW1', name: '王建国', kind: 'staff', gridCode: 'Z-1', activeFrom: '2024-01-15' }]],
    ['servings', [{ uscc: USCC, gridCode: 'Z-1', officerCode: 'QW1', validFrom: '2024-01-01' }]],
  ];
  for (const [kind, rows] of files) await imports.run({ kind, bytes: jsonl(rows) });
  await imports.close();
});
afterAll(async () => service.close());

const as = (claims: typeof officer | typeof verifier | typeof stranger | typeof HISTORY) =>
  service.as(claims);
const visitTo = (more: object = {}) => ({ enterprise: { uscc: USCC }, officer: 'QW1', ...more });
const PROBLEM = { title: '配电箱门缺失', text: '配电箱门缺失，线路裸露。', categoryCode: 'safety.electric' };
let shade = 0;
function newPhoto(): Promise<string> {
  shade = (shade + 1) % 256;
  return photo(as(officer), shade);
}

async function fixedProblem(): Promise<object> {
  const [before, after] = [await newPhoto(), await newPhoto()];
  const fixedOnTheSpot = { result: '已装好门。', photosBefore: [before], photosAfter: [after] };
  return { ...PROBLEM, fixedOnTheSpot };
}
async function visitWith(problems: object[]): Promise<{ grievanceId: string; state: string }[]> {
  const { status, body } = await as(officer)('POST', '/visits', { body: visitTo({ problems }) });
  expect([status, body]).toEqual([201, expect.anything()]);
  return body.problems;
}

describe('a patrol visit', () => {
  it('counts when nothing was found, with the time of the server', async () => {
    const checklist = [{ item: '消防通道', result: 'ok' }];
    const reply = await as(officer)('POST', '/visits', { body: visitTo({ checklist, note: '一切正常。' }) });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      number: expect.stringMatching(/^PV-20250901-\d{6}$/),
      visitedAt: '2025-09-01T01:00:00.000Z',
      visitedOn: '2025-09-01',
      problems: [],
      checklist,
      grid: 'Z-1',
      recordedBy: 'officer-1',
    });
    expect((await as(verifier)('GET', `/visits/${reply.body.id}`)).body).toEqual(reply.body);
    expect((await as(stranger)('GET', `/visits/${reply.body.id}`)).status).toBe(404);
    const { rows } = await service.deps.db.pool.query(
      "select envelope::json->'data' as data from outbox where type = 'qinwu.grievance.visit-recorded.v1'",
    );
    expect(rows).toEqual([
      { data: { visitId: reply.body.id, visitedOn: '2025-09-01', problems: 0, enterprise: USCC } },
    ]);
  });

  it('reports problems as patrol grievances, routed and timed', async () => {
    const image = await newPhoto();
    const [problem] = await visitWith([{ ...PROBLEM, photos: [image] }]);
    const { body } = await as(officer)('GET', `/grievances/${problem?.grievanceId}`);
    expect(body).toMatchObject({
      state: 'REGISTERED',
      origin: 'patrol',
      channel: 'patrol',
      grid: 'Z-1',
      officer: 'QW1',
      unit: 'safety',
      routedBy: 'enterprise',
      light: 'green',
      attachments: [image],
    });
    expect(body.clocks).toHaveLength(1);
  });

  it('closes at once what was put right on the spot, with the photos in its ledger', async () => {
    const fixed = await fixedProblem();
    const [problem] = await visitWith([fixed]);
    expect(problem?.state).toBe('CLOSED');
    const { body } = await as(officer)('GET', `/grievances/${problem?.grievanceId}`);
    expect(body).toMatchObject({
      state: 'CLOSED',
      version: 2,
      clocks: [],
      resolution: 'resolved',
      officer: 'QW1',
    });
    const { body: history } = await as(officer)('GET', `/grievances/${problem?.grievanceId}/history`);
    const [registered, repaired] = history.items;
    expect([registered.action, repaired.action]).toEqual(['registered', 'fixed-on-the-spot']);
    const { rows } = await service.deps.db.pool.query(
      'select id, sha256 from file where attached_to = $1 order by id',
      [`grievance/${problem?.grievanceId}`],
    );
    expect(registered.change.files).toEqual(rows);
    expect(rows).toHaveLength(2);
  });

  it('is written once for one key, with one set of problems', async () => {
    const sent = {
      body: visitTo({ problems: [PROBLEM, PROBLEM] }),
      headers: { 'idempotency-key': newKey() },
    };
    const [first, second] = [
      await as(officer)('POST', '/visits', sent),
      await as(officer)('POST', '/visits', sent),
    ];
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(first.body.problems).toHaveLength(2);
  });

  it.each<[string, object, string, string]>([
    ['an officer who is none', { officer: 'QW9' }, '/officer', 'officer-not-active'],
    ['a day too long ago', { occurredAt: '2025-08-01T00:00:00+08:00' }, '/occurredAt', 'visit-time-invalid'],
    ['no enterprise', { enterprise: {} }, '/enterprise', 'required'],
    [
      'a category there is not',
      { problems: [{ ...PROBLEM, categoryCode: 'no' }] },
      '/problems/0/categoryCode',
      'category-unknown',
    ],
    [
      'a photo there is not',
      { problems: [{ ...PROBLEM, photos: ['01991c2e-7d00-7000-8000-000000000001'] }] },
      '/problems/0/photos',
      'file-unusable',
    ],
  ])('refuses %s and writes nothing', async (_, change, pointer, errorCode) => {
    const count = 'select (select count(*) from visit) + (select count(*) from grievance) as n';
    const before = await service.deps.db.pool.query(count);
    const body = visitTo({ problems: [PROBLEM], ...change });
    const reply = await as(officer)('POST', '/visits', { body });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toContainEqual(expect.objectContaining({ pointer, code: errorCode }));
    expect((await service.deps.db.pool.query(count)).rows).toEqual(before.rows);
  });

  it('takes no photo of somebody else', async () => {
    const theirs = await photo(as(verifier), 7);
    const body = visitTo({ problems: [{ ...PROBLEM, photos: [theirs] }] });
    expect((await as(officer)('POST', '/visits', { body })).status).toBe(422);
  });

  it('is listed within reach, page by page', async () => {
    const first = await as(officer)('GET', `/visits?limit=2&enterprise=${USCC}`);
    expect(first.body.items).toHaveLength(2);
    const next = await as(officer)('GET', `/visits?limit=2&enterprise=${USCC}&cursor=${first.body.next}`);
    const ids = [...first.body.items, ...next.body.items].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(4);
    expect((await as(stranger)('GET', '/visits')).body.items).toEqual([]);
  });
});

describe('verification', () => {
  it('writes off many at once, never by whoever handled one of them', async () => {
    const problems = await visitWith([await fixedProblem(), await fixedProblem()]);
    const grievanceIds = problems.map(({ grievanceId }) => grievanceId);
    const body = { grievanceIds, outcome: 'passed', note: '现场复查，整改到位。' };
    const own = { roles: ['officer', 'verifier'], sub: 'officer-1' } as const;
    const refused = await service.as(own)('POST', '/verifications', { body });
    expect(refused.status).toBe(403);
    expect(refused.body.errors).toHaveLength(2);
    expect(refused.body.errors[0]).toMatchObject({ pointer: '/grievanceIds/0', code: 'verifier-is-handler' });
    const done = await as(verifier)('POST', '/verifications', { body });
    expect(done.status).toBe(200);
    expect(done.body.items.map(({ state }: { state: string }) => state)).toEqual([
      'WRITTEN_OFF',
      'WRITTEN_OFF',
    ]);
    const again = await as(verifier)('POST', '/verifications', { body });
    expect([again.status, again.body.code ?? again.body.type]).toEqual([409, expect.any(String)]);
  });

  it('sends back what failed', async () => {
    const [problem] = await visitWith([await fixedProblem()]);
    const body = { grievanceIds: [problem?.grievanceId], outcome: 'failed', note: '门又掉了。' };
    expect((await as(verifier)('POST', '/verifications', { body })).body.items[0].state).toBe('REDO');
  });

  it('lets a sample that passes whole speak for its batch, and draws the same again', async () => {
    service.clock.set('2025-09-03T01:00:00.000Z');
    for (let n = 0; n < 3; n += 1) await visitWith([await fixedProblem(), await fixedProblem()]);
    const draw = { visitedFrom: '2025-09-03', visitedTo: '2025-09-03', share: 0.5, seed: '九月' };
    const { status, body: sample } = await as(verifier)('POST', '/verifications/sample', { body: draw });
    expect(status).toBe(201);
    expect(sample).toMatchObject({ batchSize: 6, outcome: 'open' });
    expect(sample.sampled).toHaveLength(3);
    const same = await as(verifier)('POST', '/verifications/sample', { body: draw });
    expect(same.body.sampled).toEqual(sample.sampled);
    const other = await as(verifier)('POST', '/verifications/sample', { body: { ...draw, seed: '十月' } });
    expect(other.body.sampled).not.toEqual(sample.sampled);

    const [first, ...rest] = sample.sampled;
    const look = { outcome: 'passed', note: '复查合格。', sample: sample.id };
    const one = await as(verifier)('POST', '/verifications', { body: { ...look, grievanceIds: [first] } });
    expect(one.body).toMatchObject({ spokenFor: [], sample: { outcome: 'open' } });
    const last = await as(verifier)('POST', '/verifications', { body: { ...look, grievanceIds: rest } });
    expect(last.body.sample.outcome).toBe('passed');
    expect(last.body.spokenFor).toHaveLength(3);
    const { rows } = await service.deps.db.pool.query(
      'select g.state from visit_problem p join visit v on v.id = p.visit_id join grievance g on g.id = p.grievance_id where v.visited_on = $1',
      ['2025-09-03'],
    );
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['WRITTEN_OFF']));
  });

  it('lets the first failure end a sample and leave the rest alone', async () => {
    service.clock.set('2025-09-04T01:00:00.000Z');
    await visitWith([await fixedProblem(), await fixedProblem(), await fixedProblem()]);
    const draw = { visitedFrom: '2025-09-04', visitedTo: '2025-09-04', count: 2, seed: 's' };
    const { body: sample } = await as(verifier)('POST', '/verifications/sample', { body: draw });
    const body = {
      grievanceIds: [sample.sampled[0]],
      outcome: 'failed',
      note: '未整改。',
      sample: sample.id,
    };
    const failed = await as(verifier)('POST', '/verifications', { body });
    expect(failed.body).toMatchObject({ spokenFor: [], sample: { outcome: 'failed' } });
    const late = { ...body, grievanceIds: [sample.sampled[1]], outcome: 'passed' };
    expect((await as(verifier)('POST', '/verifications', { body: late })).status).toBe(409);
  });
});

describe('photos', () => {
  it('are read by their uploader and by whoever reads the record that has them', async () => {
    const id = await newPhoto();
    expect((await as(officer)('GET', `/files/${id}`)).status).toBe(200);
    expect((await as(verifier)('GET', `/files/${id}`)).status).toBe(404);
    await visitWith([{ ...PROBLEM, photos: [id] }]);
    const reply = await as(verifier)('GET', `/files/${id}`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect((await as(stranger)('GET', `/files/${id}`)).status).toBe(404);
    expect((await service.as({ ...verifier, park: 'other' })('GET', `/files/${id}`)).status).toBe(404);
  });

  it('belong to the grievance that names them, with their hashes in its ledger', async () => {
    const [one, two] = [await newPhoto(), await newPhoto()];
    const body = {
      ...PROBLEM,
      origin: 'patrol',
      channel: 'patrol',
      demandType: 'report',
      attachments: [one],
    };
    const filed = await as(officer)('POST', '/grievances', { body: { ...body, place: { grid: 'Z-1' } } });
    expect(filed.status).toBe(201);
    const path = `/grievances/${filed.body.id}`;
    await service.as({ roles: 'dispatcher', sub: 'd' })('POST', `${path}/actions/assign`, {
      body: { officer: 'QW1' },
    });
    const resolve = { resolution: 'resolved', result: '已装好门。', files: [two] };
    const resolved = await as(officer)('POST', `${path}/actions/resolve`, { body: resolve });
    expect([resolved.status, resolved.body.evidence]).toEqual([200, [two]]);
    const { rows } = await service.deps.db.pool.query(
      'select id, sha256 from file where attached_to = $1 order by id',
      [`grievance/${filed.body.id}`],
    );
    const { items } = (await as(officer)('GET', `${path}/history`)).body;
    expect([items[0].change.files, items[2].change.files]).toEqual([[rows[0]], [rows[1]]]);
    expect(rows.map(({ id }) => id)).toEqual([one, two]);
    const taken = await as(officer)('POST', '/grievances', { body });
    expect(taken.body.errors).toEqual([
      expect.objectContaining({ pointer: '/attachments', code: 'file-unusable' }),
    ]);
  });

  it('are what their content says, and not too large', async () => {
    const text = await upload(as(officer), new TextEncoder().encode('<html>'), 'photo.png');
    expect(text.status).toBe(415);
    const large = Buffer.concat([pngOf(1), Buffer.alloc(20 * 1024 * 1024)]);
    expect((await upload(as(officer), large)).status).toBe(413);
  });
});
