import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEnvelope } from '@qinwu/contracts/envelope';
import { entryHash, GENESIS_HASH } from '@qinwu/platform/ledger/entry';
import { type GrievanceService, INTAKE, newKey, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
beforeAll(async () => {
  service = await startGrievanceService();
});
afterAll(async () => service.close());

const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const handler = { roles: 'handler', sub: 'handler-1', unit: 'property' } as const;
const verifier = { roles: 'verifier', sub: 'verifier-1' } as const;

describe('a grievance from intake to archive', () => {
  it('is registered with number, route, clock and masked reporter', async () => {
    const reply = await service.as(dispatcher)('POST', '/grievances', { body: INTAKE });
    expect(reply.status).toBe(201);
    const { id } = reply.body;
    expect(reply.headers.get('location')).toBe(`/grievance/v1/grievances/${id}`);
    expect(reply.headers.get('etag')).toBe(`"${id}-1"`);
    expect(reply.body).toMatchObject({
      number: expect.stringMatching(/^GR-20250901-\d{6}$/),
      state: 'REGISTERED',
      unit: 'property',
      routedBy: 'category',
      light: 'green',
      dueAt: '2025-09-02T01:00:00.000Z',
      reporter: { name: '陈**', phone: '138****8000', masked: true },
      allowedActions: ['accept', 'decline', 'assign', 'escalate'],
    });
    expect(reply.body.clocks).toMatchObject([{ kind: 'dispatch', onTime: null }]);

    const got = await service.as(dispatcher)('GET', `/grievances/${id}`);
    expect(got.body).toEqual(reply.body);
    const etag = got.headers.get('etag') ?? '';
    const same = await service.as(dispatcher)('GET', `/grievances/${id}`, {
      headers: { 'if-none-match': etag },
    });
    expect(same.status).toBe(304);
  });

  it('answers a repeated key with the same bytes and registers once', async () => {
    const call = service.as(dispatcher);
    const headers = { 'idempotency-key': newKey() };
    const first = await call('POST', '/grievances', { body: { ...INTAKE, title: '重复提交' }, headers });
    const again = await call('POST', '/grievances', { body: { ...INTAKE, title: '重复提交' }, headers });
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = await call('POST', '/grievances', { body: { ...INTAKE, title: '另一件' }, headers });
    expect(other.status).toBe(422);
  });

  it('goes through all of the loop, announcing each fact in its commit', async () => {
    const call = service.as(dispatcher);
    const { body: created } = await call('POST', '/grievances', { body: INTAKE });
    const at = `/grievances/${created.id}`;
    const act = async (who: Parameters<GrievanceService['as']>[0], action: string, body: unknown = {}) => {
      const reply = await service.as(who)('POST', `${at}/actions/${action}`, { body });
      expect({ action, status: reply.status, body: reply.body }).toMatchObject({ action, status: 200 });
      return reply.body;
    };
    await act(dispatcher, 'accept');
    await act(dispatcher, 'assign');
    await act(handler, 'sign');
    await act(handler, 'start', { measure: '更换灯具' });
    await act(handler, 'contact');
    expect(await act(handler, 'resolve', { resolution: 'resolved', result: '已更换灯具' })).toMatchObject({
      state: 'REPLIED',
      light: null,
      dueAt: '2025-09-08T09:30:00.000Z',
    });
    await act(dispatcher, 'call-back', { reached: true, resolved: true, satisfaction: 5 });
    await act(dispatcher, 'close');
    const done = await act(verifier, 'write-off', {
      statement: '现场核验正常',
      documents: ['晋经开〔2025〕12号'],
    });
    expect(done).toMatchObject({ state: 'WRITTEN_OFF', verifiedBy: 'verifier-1', resolution: 'resolved' });
    expect(done.clocks.every((clock: { onTime: boolean }) => clock.onTime)).toBe(true);
    await act({ roles: 'supervisor' }, 'archive');

    const { rows } = await service.deps.db.pool.query('select envelope from outbox order by event_id');
    const mine = rows
      .map((row) => readEnvelope(row.envelope))
      .filter((event) => event.subject === created.id);
    expect(mine.map((event) => [event.type, event.sequence])).toEqual([
      ['qinwu.grievance.registered.v1', 1],
      ['qinwu.grievance.accepted.v1', 2],
      ['qinwu.grievance.closed.v1', 9],
      ['qinwu.grievance.written-off.v1', 10],
    ]);

    const history = await call('GET', `${at}/history`);
    expect(history.body.items.map((step: { action: string }) => step.action)).toEqual([
      'registered',
      ...['accept', 'assign', 'sign', 'start', 'contact', 'resolve', 'call-back', 'close', 'write-off'],
      'archive',
    ]);
    expect(history.body.items[6].words).toMatchObject({ result: '已更换灯具' });
  });

  it('keeps a ledger that anyone can verify and that holds no personal data', async () => {
    const call = service.as(dispatcher);
    const { body: created } = await call('POST', '/grievances', { body: INTAKE });
    await call('POST', `/grievances/${created.id}/actions/accept`, { body: { note: '联系人陈晓梅' } });
    const { body } = await call('GET', `/grievances/${created.id}/ledger`);
    let previous = GENESIS_HASH;
    for (const line of body.items) {
      expect(line.prevHash).toBe(previous);
      expect(entryHash(previous, line.body)).toBe(line.hash);
      previous = line.hash;
    }
    expect(body.items).toHaveLength(2);
    expect(JSON.stringify(body)).not.toMatch(/陈晓梅|13800138000/);
    const stored = await service.deps.db.pool.query('select * from grievance where id = $1', [created.id]);
    expect(JSON.stringify(stored.rows)).not.toMatch(/陈晓梅|13800138000/);
  });
});
