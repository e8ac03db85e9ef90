import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@qinwu/domain/id';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { roleMatrix } from '@qinwu/testkit/role-matrix';
import { z } from 'zod';
import { type FactVersion, writeFacts } from '../src/store/write-facts.ts';
import { type CockpitServer, cockpitServer } from './cockpit-server.ts';

let server: CockpitServer;
let officer = '';

const problems = '/cockpit/v1/figures/grievance.problems-found';
const YEAR = '?from=2025-01-01&to=2025-08-31';

function fact(change: Partial<FactVersion>): FactVersion {
  return {
    park: 'jinjiang',
    figure: 'grievance.problems-found',
    service: 'grievance',
    kind: 'grievance',
    recordId: newId(),
    on: '2025-03-01',
    until: null,
    amount: null,
    distinctKey: null,
    dims: { origin: 'patrol' },
    withdrawn: false,
    sourceEvent: newId(),
    sequence: 1,
    ...change,
  };
}

const Body = z.looseObject({
  type: z.string().optional(),
  value: z.number().nullish(),
  definition: z.string().optional(),
  records: z.string().optional(),
  next: z.string().nullish(),
  items: z.array(z.record(z.string(), z.unknown())).optional(),
  errors: z.array(z.object({ pointer: z.string() })).optional(),
});

async function get(path: string, authorization = officer) {
  const headers = authorization === '' ? {} : { authorization };
  const answer = await fetch(`${server.baseUrl}${path}`, { headers });
  return { status: answer.status, body: Body.parse(await answer.json()), headers: answer.headers };
}

beforeAll(async () => {
  server = await cockpitServer();
  officer = await server.issuer.bearer({ roles: 'officer' });
  const days = ['2024-12-31', '2025-01-01', '2025-03-01', '2025-03-01', '2025-08-31', '2025-09-01'];
  await inTransaction(server.db, (tx) =>
    writeFacts(tx, [
      ...days.map((on) => fact({ on })),
      fact({ park: 'elsewhere' }),
      fact({ withdrawn: true }),
      fact({
        figure: 'mediation.amount-agreed',
        service: 'mediation',
        kind: 'case',
        on: '2024-12-31',
        amount: 5_000_000n,
      }),
      ...['2025-01-01', '2025-08-31', '2025-09-01'].map((on) =>
        fact({ figure: 'grievance.officers', kind: 'officer', on, dims: { kind: 'staff' } }),
      ),
      fact({ figure: 'grievance.officers', kind: 'officer', on: '2025-01-01', until: '2025-08-30' }),
      fact({ figure: 'grievance.officers', kind: 'officer', on: '2025-01-01', until: '2025-08-31' }),
    ]),
  );
});
afterAll(() => server.close());

describe('GET /cockpit/v1/figures/{code}', () => {
  it('counts business dates of the period, both ends included, of the own park alone', async () => {
    const { status, body } = await get(`${problems}${YEAR}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      code: 'grievance.problems-found',
      id: 'F01',
      value: 4,
      qualifier: 'eq',
      unit: '件',
      kind: 'flow',
      period: { from: '2025-01-01', to: '2025-08-31' },
      asOf: '2025-09-24T04:00:00.000Z',
      definitionVersion: 1,
    });
    expect(body.definition).toContain('登记');
  });

  it('of another park is of that park', async () => {
    const other = await server.issuer.bearer({ roles: 'officer', park: 'elsewhere' });
    expect((await get(`${problems}${YEAR}`, other)).body.value).toBe(1);
    const nowhere = await server.issuer.bearer({ roles: 'officer', park: 'nowhere' });
    expect((await get(`${problems}${YEAR}`, nowhere)).body).toMatchObject({ value: 0 });
  });

  it('covers the year so far where no period is asked for', async () => {
    const { body } = await get(problems);
    expect(body).toMatchObject({ value: 5, period: { from: '2025-01-01', to: '2025-09-24' } });
  });

  it.each([
    ['2024-12-31', 0],
    ['2025-08-30', 3],
    ['2025-08-31', 3],
    ['2025-09-01', 3],
  ])('of a level holds on %s: %i', async (to, value) => {
    const { body } = await get(`/cockpit/v1/figures/grievance.officers?to=${to}`);
    expect(body).toMatchObject({ value, kind: 'level', unit: '名', period: { from: null, to } });
  });

  it('come with the first and the last day something was counted on, whatever was asked for', async () => {
    const { body } = await get('/cockpit/v1/figures?from=2020-01-01&to=2020-12-31');
    expect(body.covered).toEqual({ from: '2024-12-31', to: '2025-09-01' });
    const nowhere = await server.issuer.bearer({ roles: 'officer', park: 'nowhere' });
    expect((await get('/cockpit/v1/figures', nowhere)).body.covered).toBeNull();
  });

  it('takes midnight in Shanghai for the end of today', async () => {
    server.clock.set('2025-09-24T16:30:00Z');
    expect((await get(`${problems}?to=2025-09-25`)).status).toBe(200);
    server.clock.set('2025-09-24T15:59:59Z');
    expect((await get(`${problems}?to=2025-09-25`)).status).toBe(422);
    server.clock.set('2025-09-24T04:00:00Z');
  });

  it.each([
    ['?to=2025-09-25', 422, '/to'],
    ['?from=2025-09-25', 422, '/from'],
    ['?from=2025-08-31&to=2025-08-01', 422, '/from'],
    ['?knownAt=2099-01-01T00:00:00Z', 422, '/knownAt'],
    ['?from=2025-02-30', 400, '/from'],
    ['?from=01/02/2025', 400, '/from'],
    ['?to=', 400, '/to'],
    ['?knownAt=yesterday', 400, '/knownAt'],
    ['?to=2025-08-31&to=2025-08-30', 400, '/to'],
    ['?since=2025-01-01', 400, ''],
    ['?groupBy=mode', 422, '/groupBy'],
    ['?groupBy=origin', 400, '/groupBy'],
    ['?groupBy=', 400, '/groupBy'],
  ])('%s is refused with %i', async (query, status, pointer) => {
    const answer = await get(`${problems}${query}`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    if (pointer !== '') expect(answer.body.errors?.[0]?.pointer).toBe(pointer);
  });

  it('of an unknown code is 404', async () => {
    for (const code of ['grievance.vanished', 'F01', 'constructor', '__proto__']) {
      const { status, body } = await get(`/cockpit/v1/figures/${code}`);
      expect(status).toBe(404);
      expect(body.type).toBe('urn:qinwu:problem:figure-not-found');
      expect((await get(`/cockpit/v1/figures/${code}/records`)).status).toBe(404);
    }
  });
});

describe('GET /cockpit/v1/figures/{code}/records', () => {
  async function allRows(path: string | undefined, limit: number): Promise<Record<string, unknown>[]> {
    const rows = [];
    let next: string | null = `${path}&limit=${limit}`;
    while (next !== null) {
      const { status, body, headers } = await get(next);
      expect(status).toBe(200);
      expect(body.items?.length).toBeLessThanOrEqual(limit);
      rows.push(...(body.items ?? []));
      const link = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
      expect(link !== null).toBe(body.next !== null);
      next = link;
    }
    return rows;
  }

  it.each([1, 2, 4, 100])(
    'lists the rows behind the number, %i to a page, by the link of the answer',
    async (limit) => {
      const { body } = await get(`${problems}${YEAR}`);
      const rows = await allRows(body.records, limit);
      expect(rows).toHaveLength(body.value ?? -1);
      expect(new Set(rows.map((row) => row.id)).size).toBe(4);
      expect(rows.map((row) => row.on)).toEqual(['2025-01-01', '2025-03-01', '2025-03-01', '2025-08-31']);
      expect(rows[0]).toEqual({
        service: 'grievance',
        kind: 'grievance',
        id: rows[0]?.id,
        href: `/grievance/v1/grievances/${rows[0]?.id}`,
        on: '2025-01-01',
        until: null,
        amount: null,
        distinctKey: null,
        dims: { origin: 'patrol' },
        recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      });
    },
  );

  it('of a level lists who holds on the day, by their address', async () => {
    const { body } = await get('/cockpit/v1/figures/grievance.officers?to=2025-08-31');
    const rows = await allRows(body.records, 2);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.href).toBe(`/grievance/v1/officers/${row.id}`);
  });

  it('refuses a cursor of another question, a damaged one, and a limit out of bounds', async () => {
    const { body } = await get(`${problems}/records${YEAR}&limit=1`);
    expect((await get(`${problems}/records${YEAR}&limit=2&cursor=${body.next}`)).status).toBe(200);
    expect((await get(`${problems}/records?from=2025-01-02&to=2025-08-31&cursor=${body.next}`)).status).toBe(
      400,
    );
    const other = await server.issuer.bearer({ roles: 'officer', park: 'elsewhere' });
    expect((await get(`${problems}/records${YEAR}&cursor=${body.next}`, other)).status).toBe(400);
    for (const query of ['&cursor=x', '&limit=0', '&limit=101', '&limit=1.5', '&limit=ten']) {
      expect((await get(`${problems}/records${YEAR}${query}`)).status).toBe(400);
    }
  });
});

describe('GET /cockpit/v1/figures', () => {
  it('lists every figure of the register for one period', async () => {
    const { status, body } = await get(`/cockpit/v1/figures${YEAR}`);
    expect(status).toBe(200);
    expect(body.items?.map((item) => [item.id, item.value, item.period])).toEqual([
      ['F01', 4, { from: '2025-01-01', to: '2025-08-31' }],
      ['F02', 0, { from: '2025-01-01', to: '2025-08-31' }],
      ...(
        [
          ['F09', 0],
          ['F10', 0],
          ['F10a', 0],
          // A quotient over nothing has no value.
          ['F09a', null],
          ['F09b', null],
          ['F09c', null],
          ['F11', 0],
          ['F12', null],
          ...['F16', 'F17', 'F18', 'F19', 'F20', 'F21', 'F49', 'F50', 'F66', 'F67'].map(
            (id) => [id, 0] as const,
          ),
        ] as const
      ).map(([id, value]) => [id, value, { from: '2025-01-01', to: '2025-08-31' }]),
      ['M07a', 3, { from: null, to: '2025-08-31' }],
      ['M07b', 0, { from: null, to: '2025-08-31' }],
    ]);
    for (const item of body.items ?? []) {
      const isDispute = String(item.code).startsWith('mediation.');
      expect((await get(String(item.records))).status).toBe(isDispute ? 403 : 200);
    }
  });
});

describe('disputes behind a figure', () => {
  const agreed = '/cockpit/v1/figures/mediation.amount-agreed';
  const year = '?from=2024-01-01&to=2024-12-31';

  it.each(['officer', 'dispatcher', 'handler', 'verifier', 'statistician', 'client', 'admin'] as const)(
    'are not shown to a %s, who sees the number',
    async (role) => {
      const token = await server.issuer.bearer({ roles: role });
      const figure = await get(agreed + year, token);
      expect(figure).toMatchObject({ status: 200, body: { parts: null } });
      expect(figure.body.value).toBe(5);
      for (const path of [`${agreed}/records${year}`, String(figure.body.records)]) {
        const refused = await get(path, token);
        expect(refused).toMatchObject({
          status: 403,
          body: { type: 'urn:qinwu:problem:records-confidential' },
        });
      }
    },
  );

  it('are shown to a supervisor, who sees sealed ones too', async () => {
    const token = await server.issuer.bearer({ roles: 'supervisor' });
    const { status, body } = await get(`${agreed}/records${year}`, token);
    expect({ status, items: body.items?.length }).toEqual({ status: 200, items: 1 });
  });
});

describe('who may read', () => {
  const allowed = [
    'officer',
    'handler',
    'verifier',
    'supervisor',
    'dispatcher',
    'statistician',
    'admin',
    'client',
  ] as const;
  const routes = ['/cockpit/v1/figures', problems, `${problems}/records`];
  const table = roleMatrix(routes.map((route) => ({ route, allowed, status: 200 })));
  it.each(table.map(({ title, route, role, expected }) => [title, route, role, expected] as const))(
    '%s',
    async (_title, route, role, expected) => {
      const token = role === null ? '' : await server.issuer.bearer({ roles: role });
      expect((await get(route, token)).status).toBe(expected);
    },
  );
});
