import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { objection } from '../src/store/objections/objection-table.ts';
import { type CreditService, startCreditService } from './credit-service.ts';
import { enterFirm, enterTax, firm, publishModel } from './run-park.ts';

let service: CreditService;
let value = '';
const owner = (n = 1) => service.as({ roles: 'enterprise', sub: `owner-${n}`, org: firm(n) });
const officer = () => service.as({ roles: 'officer', sub: 'officer' });
/** Not who entered the values. */
const examiner = () => service.as({ roles: 'officer', sub: 'examiner' });

beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(new Date().toISOString());
  await publishModel(service, 'national-18');
  for (const n of [1, 2]) await enterFirm(service, n);
  await enterTax(service, 1, { code: 'G3', value: '800', unit: '万元' });
  value = await enterTax(service, 1, { code: 'T3', value: '2', unit: '%' });
});
afterAll(() => service.close());

const file = (more: object = {}, n = 1) =>
  owner(n)('POST', '/objections', {
    body: { uscc: firm(n), subject: 'indicator-value', subjectId: value, grounds: '少计了', ...more },
  });
const act = (who: ReturnType<typeof owner>, id: string, action: string) =>
  who('POST', `/objections/${id}/actions/${action}`, { body: { reason: '已核对' } });
const total = async () => Number((await officer()('GET', `/enterprises/${firm(1)}/score`)).body.total);

it('stands in a table as the code has it', async () => {
  expect(await schemaDrift(service.deps.db, [objection])).toEqual([]);
});

describe('an objection', () => {
  it('that is rejected changes nothing, and is announced to the grievance service', async () => {
    const before = await total();
    const { status, body } = await file();
    expect([status, body.state, body.allowedActions]).toEqual([201, 'FILED', ['withdraw']]);
    const again = await file();
    expect([again.status, again.body.type]).toEqual([409, 'urn:qinwu:problem:objection-open']);
    const { rows } = await service.deps.db.pool.query<{ listener: string; envelope: string }>(
      `select listener, envelope from outbox where type = 'qinwu.credit.input-disputed.v1'`,
    );
    expect(rows.map(({ listener, envelope }) => [listener, JSON.parse(envelope).data.number])).toEqual([
      ['grievance', body.number],
    ]);
    expect((await act(examiner(), body.id, 'reject')).body).toMatchObject({
      state: 'REJECTED',
      decidedBy: 'examiner',
      reason: '已核对',
    });
    expect(await total()).toBe(before);
  });

  it('that is upheld takes the contested value out of the score', async () => {
    const before = await total();
    const { body } = await file();
    expect((await act(owner(), body.id, 'uphold')).status).toBe(403);
    expect((await act(examiner(), body.id, 'uphold')).body.state).toBe('UPHELD');
    expect(await total()).toBeCloseTo(before - 1, 4);
    expect((await officer()('GET', `/indicator-values/${value}`)).body).toMatchObject({
      state: 'WITHDRAWN',
      note: `异议成立 ${body.number}`,
    });
    expect((await act(examiner(), body.id, 'uphold')).status).toBe(409);
  });

  it('to the score itself names nothing else, and is taken back by the enterprise', async () => {
    expect((await file({ subject: 'score' })).status).toBe(422);
    expect((await file({ subjectId: null })).status).toBe(422);
    const { body } = await file({ subject: 'score', subjectId: null });
    expect((await act(examiner(), body.id, 'withdraw')).status).toBe(403);
    expect((await act(owner(), body.id, 'withdraw')).body.state).toBe('WITHDRAWN');
    expect((await owner()('GET', `/enterprises/${firm(1)}/objections`)).body.items).toHaveLength(3);
  });

  it('is the enterprise’s own, about what is its own', async () => {
    expect((await file({ uscc: firm(1) }, 2)).status).toBe(404);
    expect((await file({}, 2)).status).toBe(404);
    const { body } = await owner()('GET', `/enterprises/${firm(1)}/objections`);
    expect((await owner(2)('GET', `/objections/${body.items[0].id}`)).status).toBe(404);
  });
});
