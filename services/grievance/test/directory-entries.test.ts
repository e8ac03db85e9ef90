import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
const admin = { roles: 'admin' } as const;
beforeAll(async () => {
  service = await startGrievanceService();
  const body = { name: '林志强', kind: 'staff', activeFrom: '2024-01-15' };
  await service.as(admin)('PUT', '/officers/QW001', { body });
});
afterAll(async () => service.close());

it('an entry of the directory is read by its key, an officer also by the id others know it by', async () => {
  const call = service.as({ roles: 'citizen' });
  const byCode = await call('GET', '/officers/QW001');
  expect(byCode).toMatchObject({ status: 200, body: { code: 'QW001', name: '林志强', version: 1 } });
  expect(byCode.headers.get('etag')).toBe(`"${byCode.body.id}-1"`);
  expect((await call('GET', `/officers/${byCode.body.id}`)).body).toEqual(byCode.body);
  expect(await call('GET', '/categories/facility.light')).toMatchObject({ status: 200 });
  expect(await call('GET', '/clock-profiles/answer/2020-01-01')).toMatchObject({ status: 200 });
  expect(await call('GET', '/officers/QW999')).toMatchObject({
    status: 404,
    body: { type: 'urn:qinwu:problem:entry-missing' },
  });
  const other = service.as({ ...admin, park: 'elsewhere' });
  expect((await other('GET', `/officers/${byCode.body.id}`)).status).toBe(404);
});

it('an entry is replaced under the ETag of its GET or `*`, and a 428 says how to get there', async () => {
  const call = service.as(admin);
  const put = (path: string, ifMatch?: string) =>
    call('PUT', path, { body: { name: '物业二部' }, ...(ifMatch && { headers: { 'if-match': ifMatch } }) });
  expect((await put('/units/property2', '*')).status).toBe(412);
  expect((await put('/units/property2')).status).toBe(201);
  const blind = await put('/units/property2');
  expect(blind).toMatchObject({ status: 428, body: { detail: expect.stringContaining('ETag') } });
  const { headers } = await call('GET', '/units/property2');
  const etag = headers.get('etag') ?? '';
  expect((await put('/units/property2', etag)).body.version).toBe(2);
  expect((await put('/units/property2', etag)).status).toBe(412);
  expect((await put('/units/property2', '*')).body.version).toBe(3);
});

it('every record an event names has an address', async () => {
  const supervisor = service.as({ roles: 'supervisor' });
  await supervisor('POST', '/grievances', { body: INTAKE });
  const visit = await supervisor('POST', '/visits', {
    body: { enterprise: { name: '恒盛鞋业' }, officer: 'QW001' },
  });
  expect(visit.status).toBe(201);
  const { rows } = await service.deps.db.pool.query(
    "select envelope::json->>'subject' as subject, envelope::json->'data' as data from outbox",
  );
  const kinds = { grievanceId: 'grievances', officerId: 'officers', visitId: 'visits' };
  const seen = new Set<string>();
  for (const { subject, data } of rows) {
    const kind = Object.entries(kinds).find(([name]) => name in data)?.[1] ?? 'nothing';
    const reply = await supervisor('GET', `/${kind}/${subject}`);
    expect({ kind, status: reply.status }).toEqual({ kind, status: 200 });
    seen.add(kind);
  }
  expect(seen.size).toBe(3);
});
