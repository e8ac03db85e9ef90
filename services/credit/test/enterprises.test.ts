import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usccOf } from '@qinwu/domain/uscc';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { enterprise } from '../src/store/enterprise-table.ts';
import { type CreditService, startCreditService } from './credit-service.ts';

const ENTRY = { name: '晋江市兆钠新能源有限公司', industry: '38', foundedOn: '2019-05-06' };
const type = (code: string) => `urn:qinwu:problem:${code}`;
const codes = [1, 2, 3].map((n) => usccOf(`91350582MA000000${n}`));
const [FIRST = '', SECOND = '', THIRD = ''] = codes;

let service: CreditService;

beforeAll(async () => {
  service = await startCreditService();
});
afterAll(() => service.close());

const officer = () => service.as({ roles: 'officer' });
const firm = (org: string) => service.as({ roles: 'enterprise', org });

describe('an enterprise', () => {
  it('stands in a table as the code has it', async () => {
    expect(await schemaDrift(service.deps.db, [enterprise])).toEqual([]);
  });

  it('is entered, and replaced by who has seen it', async () => {
    const first = await officer()('PUT', `/enterprises/${FIRST}`, { body: ENTRY });
    expect([first.status, first.body]).toEqual([
      201,
      { id: expect.any(String), version: 1, uscc: FIRST, active: true, ...ENTRY },
    ]);
    const body = { ...ENTRY, name: '福建兆钠新能源股份有限公司' };
    const blind = await officer()('PUT', `/enterprises/${FIRST}`, { body });
    expect(blind.status).toBe(428);
    const { headers } = await officer()('GET', `/enterprises/${FIRST}`);
    const seen = { body, headers: { 'if-match': String(headers.get('etag')) } };
    const changed = await officer()('PUT', `/enterprises/${FIRST}`, seen);
    expect([changed.status, changed.body.version, changed.body.name]).toEqual([200, 2, body.name]);
    expect((await officer()('PUT', `/enterprises/${FIRST}`, seen)).status).toBe(412);
  });

  it('is entered once where several enter it at the same time', async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => officer()('PUT', `/enterprises/${SECOND}`, { body: ENTRY })),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status !== 201 && status !== 412 && status !== 428)).toEqual([]);
    expect((await officer()('GET', `/enterprises/${SECOND}`)).body.version).toBe(1);
  });

  it.each([
    [
      'a code whose check character is wrong',
      `${FIRST.slice(0, 17)}${FIRST.endsWith('0') ? '1' : '0'}`,
      {},
      422,
    ],
    ['a code that is too short', '123', {}, 400],
    ['a division of one digit', THIRD, { industry: '3' }, 400],
    ['a division before the first', THIRD, { industry: '00' }, 422],
    ['a division after the last', THIRD, { industry: '98' }, 422],
    ['a division there is none of', THIRD, { industry: '99' }, 422],
    ['a founding day to come', THIRD, { foundedOn: '2099-01-01' }, 422],
    ['a founding day that does not exist', THIRD, { foundedOn: '2025-02-30' }, 400],
    ['a member nobody knows', THIRD, { score: '100' }, 400],
  ])('is refused with %s', async (_, code, change, status) => {
    const reply = await officer()('PUT', `/enterprises/${code}`, { body: { ...ENTRY, ...change } });
    expect(reply.status).toBe(status);
  });

  it('is seen by its park, and by itself alone', async () => {
    await officer()('PUT', `/enterprises/${THIRD}`, { body: ENTRY });
    const elsewhere = service.as({ roles: 'admin', park: 'elsewhere' });
    expect((await elsewhere('GET', `/enterprises/${THIRD}`)).body.type).toBe(type('enterprise-missing'));
    expect((await firm(THIRD)('GET', `/enterprises/${THIRD}`)).status).toBe(200);
    expect((await firm(SECOND)('GET', `/enterprises/${THIRD}`)).status).toBe(404);
    expect((await service.as({ roles: 'enterprise' })('GET', `/enterprises/${THIRD}`)).status).toBe(404);
    const own = await firm(THIRD)('GET', '/enterprises');
    expect(own.body.items.map(({ uscc }: { uscc: string }) => uscc)).toEqual([THIRD]);
    expect((await firm(THIRD)('PUT', `/enterprises/${THIRD}`, { body: ENTRY })).status).toBe(403);
    for (const roles of ['bank', 'citizen', 'mediator'] as const) {
      expect((await service.as({ roles })('GET', `/enterprises/${THIRD}`)).status).toBe(403);
    }
  });

  it('is listed in pages by its code', async () => {
    const first = await officer()('GET', '/enterprises?limit=2');
    const second = await officer()('GET', `/enterprises?limit=2&cursor=${first.body.next}`);
    const listed = [...first.body.items, ...second.body.items].map(({ uscc }: { uscc: string }) => uscc);
    expect(listed).toEqual([FIRST, SECOND, THIRD].toSorted());
    expect(second.body.next).toBeNull();
  });
});
