import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usccOf } from '@qinwu/domain/uscc';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
const USCC = usccOf('91350582MA0000015');
const SEE = ['grievance:read', 'grievance:write', 'pii:read'];
const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const handler = { roles: 'handler', sub: 'handler-1', unit: 'property' } as const;
const enterprise = { roles: 'enterprise', sub: 'enterprise-1', org: USCC, scopes: SEE } as const;
const citizen = { roles: 'citizen', sub: 'citizen-1' } as const;
type Claims = Parameters<GrievanceService['as']>[0];

beforeAll(async () => {
  service = await startGrievanceService();
});
afterAll(async () => service.close());

async function file(who: Claims, more: object): Promise<string> {
  const body = { ...INTAKE, enterprise: { uscc: USCC }, ...more };
  const reply = await service.as(who)('POST', '/grievances', { body });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.id;
}

const read = (who: Claims, id: string) => service.as(who)('GET', `/grievances/${id}`);
const assign = (id: string) =>
  service.as(dispatcher)('POST', `/grievances/${id}/actions/assign`, { body: {} });

describe('an enterprise somebody complains of', () => {
  it('hears of it once it is dispatched, and never who complained', async () => {
    const id = await file(citizen, { demandType: 'complaint' });
    expect((await read(enterprise, id)).status).toBe(404);
    expect((await service.as(enterprise)('GET', '/grievances')).body.items).toEqual([]);
    await assign(id);
    expect(await read(enterprise, id)).toMatchObject({ status: 200, body: { reporter: null } });
    expect(await read(citizen, id)).toMatchObject({ body: { reporter: { name: '陈**' } } });
    const { rows } = await service.deps.db.pool.query('select from disclosure where grievance_id = $1', [id]);
    expect(rows).toEqual([]);
  });

  it('never hears of a report, whose reporter is withheld unless said otherwise', async () => {
    const id = await file(citizen, { demandType: 'report' });
    await assign(id);
    expect((await read(enterprise, id)).status).toBe(404);
    expect(await read(handler, id)).toMatchObject({ body: { confidentiality: 'withheld', reporter: null } });
    expect(await read(dispatcher, id)).toMatchObject({ body: { reporter: { name: '陈**' } } });
    const open = await file(citizen, { demandType: 'report', confidentiality: 'ordinary' });
    expect(await read(handler, open)).toMatchObject({ body: { reporter: { name: '陈**' } } });
    const turned = await file(citizen, { demandType: 'complaint' });
    const patched = await service.as(dispatcher)('PATCH', `/grievances/${turned}`, {
      body: { demandType: 'report' },
      headers: { 'if-match': `"${turned}-1"` },
    });
    expect(patched).toMatchObject({ status: 200, body: { confidentiality: 'withheld' } });
  });

  it('sees at once what it brought in itself and what was found on it', async () => {
    const own = await file(enterprise, {
      origin: 'enterprise',
      channel: 'enterprise-direct',
      demandType: 'help',
    });
    expect(await read(enterprise, own)).toMatchObject({ body: { reporter: { name: '陈晓梅' } } });
    const { reporter: _reporter, ...found } = INTAKE;
    const patrol = { ...found, origin: 'patrol', channel: 'patrol', demandType: 'report' };
    const id = await file(handler, { ...patrol, reporter: undefined });
    expect(await read(enterprise, id)).toMatchObject({ status: 200, body: { confidentiality: 'ordinary' } });
  });
});
