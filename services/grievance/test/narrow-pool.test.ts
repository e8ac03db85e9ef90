import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES } from '@qinwu/domain/actor';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import pg from 'pg';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';
import { watchPool } from './pool-watch.ts';
import { faultsOf, recordRefusals } from './refusals.ts';
import { isWrite, pathOf, routeName, sampleOf } from './sample-calls.ts';
import { type SecondProcess, startSecondProcess } from './second-process.ts';

const PARALLEL = 50;
const NAME = 'narrow';
/** Waiting for a connection, for a statement and in a handler all end long before: who is not answered by then hangs. */
const HANGS_AFTER_MS = 60_000;
const refusals = recordRefusals();
const everybody: TokenClaims = { roles: ROLES, sub: 'everybody', unit: 'property' };
const range = (length: number): number[] => Array.from({ length }, (_, at) => at);

let service: GrievanceService;
let narrow: SecondProcess;

beforeAll(async () => {
  service = await startGrievanceService();
  narrow = await startSecondProcess(service, { connections: 2, name: NAME });
  const [officers] = service.app.http.routes.filter(({ operationId }) => operationId === 'putOfficer');
  await narrow.as(everybody)('PUT', '/officers/QW001', officers === undefined ? {} : sampleOf(officers));
});
afterAll(async () => {
  await narrow?.close();
  await service?.close();
});

async function register(): Promise<string> {
  const { status, body } = await service.as({ roles: 'dispatcher' })('POST', '/grievances', { body: INTAKE });
  if (status !== 201) throw new Error(`intake answered ${status}`);
  return String(body.id);
}

/** What is asked, or `hangs` where it is not answered at all. */
async function statusOf(asked: Promise<{ status: number }>): Promise<number | 'hangs'> {
  const { promise: hangs, resolve } = Promise.withResolvers<'hangs'>();
  const timer = setTimeout(() => resolve('hangs'), HANGS_AFTER_MS);
  const answer = await Promise.race([asked.then(({ status }) => status), hangs]);
  clearTimeout(timer);
  return answer;
}

describe('C7 a pool of two connections', () => {
  it(`answers ${PARALLEL} requests at once on every route that writes, and never stands still`, async () => {
    const faults: string[] = [];
    for (const spec of service.app.http.routes.filter(isWrite)) {
      const name = routeName(spec);
      const id = await register();
      const watch = watchPool(narrow.deps.db.pool, { from: service.deps.db.pool });
      const asked = range(PARALLEL).map((at) => {
        const headers = spec.ifMatch === 'required' ? { headers: { 'if-match': `"${id}-1"` } } : {};
        const path = pathOf(spec, { id, code: `narrow-${at}` });
        return statusOf(narrow.as(everybody)(spec.method, path, { ...sampleOf(spec), ...headers }));
      });
      const statuses = await Promise.all(asked);
      const failed = statuses.filter((status) => status === 'hangs' || (status >= 500 && status !== 503));
      if (failed.length > 0) faults.push(`${name}: ${failed.length} times ${failed[0]}`);
      if (statuses.every((status) => status === 'hangs' || status >= 300) && isSure(name))
        faults.push(`${name}: all ${statuses[0]}`);
      faults.push(...(await watch.stop()).map((fault) => `${name}: ${fault}`));
    }
    expect(faults).toEqual([]);
  }, 600_000);

  it('is seen to stand still where transactions ask it for another connection', async () => {
    const connectionString = service.deps.db.pool.options.connectionString ?? '';
    // Without the guard that refuses the second connection, and for as long as it takes.
    const pool = new pg.Pool({ connectionString, max: 2, application_name: 'unguarded' });
    const watch = watchPool(pool, { from: service.deps.db.pool });
    const held = await Promise.all([pool.connect(), pool.connect()]);
    for (const client of held) await client.query('begin');
    const second = held.map(() => pool.connect());
    expect(await watch.fault).toMatch(/stands still/);
    for (const client of held) client.release(true);
    for (const client of await Promise.all(second)) client.release();
    await watch.stop();
    await pool.end();
  });

  it('is seen to be exceeded', async () => {
    const connectionString = service.deps.db.pool.options.connectionString ?? '';
    const pools = [1, 2].map(
      () => new pg.Pool({ connectionString, max: 1, application_name: 'exceeded', idleTimeoutMillis: 0 }),
    );
    const [first] = pools;
    if (first === undefined) throw new Error('there is no pool');
    const watch = watchPool(first, { from: service.deps.db.pool });
    for (const pool of pools) await pool.query('select 1');
    expect(await watch.fault).toBe('2 connections of a pool of 1');
    await watch.stop();
    for (const pool of pools) await pool.end();
  });
});

/** Routes whose sample must be carried out at least once on a fresh grievance. */
function isSure(name: string): boolean {
  return (
    /^PUT|\/(grievances|visits|files|imports|setup|accept|decline|assign)$/.test(name) &&
    !name.startsWith('PATCH')
  );
}

it('every refusal was a clean problem document', () => {
  expect(refusals.length).toBeGreaterThan(500);
  expect([...new Set(refusals.flatMap(faultsOf))]).toEqual([]);
});
