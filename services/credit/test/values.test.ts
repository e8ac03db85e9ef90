import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usccOf } from '@qinwu/domain/uscc';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { indicatorValue } from '../src/store/value-table.ts';
import { type CreditService, newKey, startCreditService } from './credit-service.ts';

const type = (code: string) => `urn:qinwu:problem:${code}`;
const FIRM = usccOf('91350582MA0000001');
const OTHER = usccOf('91350582MA0000002');

let service: CreditService;
/** Each test states another year, so that none takes the days of another. */
let year = 1990;

beforeAll(async () => {
  service = await startCreditService();
  for (const uscc of [FIRM, OTHER]) {
    await officer()('PUT', `/enterprises/${uscc}`, { body: { name: '某某科技有限公司', industry: '39' } });
  }
});
afterAll(() => service.close());

const officer = (sub = 'officer') => service.as({ roles: 'officer', sub });
const firm = (org = FIRM) => service.as({ roles: 'enterprise', sub: 'owner', org });

function figure(change: Record<string, unknown> = {}) {
  year += 1;
  return {
    uscc: FIRM,
    code: 'T1',
    value: '300.5',
    unit: '万元',
    periodFrom: `${year}-01-01`,
    periodTo: `${year}-12-31`,
    validFrom: `${year}-01-01`,
    validUntil: `${year}-12-31`,
    source: 'tax',
    ...change,
  };
}
const enter = (who: ReturnType<typeof officer>, change: Record<string, unknown> = {}) =>
  who('POST', '/indicator-values', { body: figure(change) });
const move = (who: ReturnType<typeof officer>, id: string, action: string) =>
  who('POST', `/indicator-values/${id}/actions/${action}`, { body: {} });

describe('a value', () => {
  it('stands in a table as the code has it', async () => {
    expect(await schemaDrift(service.deps.db, [indicatorValue])).toEqual([]);
  });

  it('of an outside source is verified as it is entered', async () => {
    const { status, body } = await enter(officer());
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({ state: 'VERIFIED', value: '300.5', version: 1, verifiedBy: 'officer' }),
    ]);
    expect((await officer()('GET', `/indicator-values/${body.id}`)).body).toEqual(body);
  });

  it('declared by the enterprise is verified by somebody else', async () => {
    const declared = await enter(firm(), { source: 'declaration' });
    expect(declared.body).toMatchObject({ state: 'DECLARED', declaredBy: 'owner', verifiedBy: null });
    const { id } = declared.body;
    const own = await move(service.as({ roles: 'officer', sub: 'owner' }), id, 'verify');
    expect([own.status, own.body.type]).toEqual([403, type('second-person-needed')]);
    const colleague = service.as({ roles: 'officer', sub: 'colleague', org: FIRM });
    expect((await move(colleague, id, 'verify')).status).toBe(403);
    const verified = await move(officer('examiner'), id, 'verify');
    expect(verified.body).toMatchObject({ id, state: 'VERIFIED', version: 2, verifiedBy: 'examiner' });
    const again = await move(officer('examiner'), id, 'verify');
    expect([again.status, again.body.allowedActions]).toEqual([409, ['withdraw']]);
    const { body } = await officer()('GET', `/indicator-values/${id}/versions`);
    expect(body.items.map(({ state }: { state: string }) => state)).toEqual(['DECLARED', 'VERIFIED']);
    expect(body.items[0].supersededAt).toBe(body.items[1].knownAt);
  });

  it('is examined once where several do it at the same time', async () => {
    const { body } = await enter(firm(), { source: 'declaration' });
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        move(officer(`examiner-${n}`), body.id, n % 2 === 0 ? 'verify' : 'reject'),
      ),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status !== 200 && status !== 409 && status !== 412)).toEqual([]);
    const versions = await officer()('GET', `/indicator-values/${body.id}/versions`);
    expect(versions.body.items).toHaveLength(2);
  });

  it('of the same source takes its days alone, until it is withdrawn', async () => {
    const first = figure();
    const { body } = await officer()('POST', '/indicator-values', { body: first });
    const second = { ...first, value: '400', validFrom: first.validUntil, validUntil: null };
    const taken = await officer()('POST', '/indicator-values', { body: second });
    expect([taken.status, taken.body.type, taken.body.other]).toEqual([409, type('days-taken'), body.id]);
    const declared = { ...first, source: 'declaration' };
    expect((await firm()('POST', '/indicator-values', { body: declared })).status).toBe(201);
    expect((await move(officer(), body.id, 'withdraw')).body.state).toBe('WITHDRAWN');
    const corrected = { ...first, value: '400' };
    expect((await officer()('POST', '/indicator-values', { body: corrected })).status).toBe(201);
  });

  it('entered for the same days by several at once is entered once', async () => {
    const body = figure();
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => officer()('POST', '/indicator-values', { body })),
    );
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('is stated by who may: an enterprise declares its own, and nothing else', async () => {
    for (const [who, change] of [
      [firm(), { source: 'tax' }],
      [officer(), { source: 'declaration' }],
      [firm(), { source: 'declaration', uscc: OTHER }],
    ] as const) {
      const { status } = await enter(who, change);
      expect(status).toBe('uscc' in change ? 404 : 403);
    }
    const { body } = await enter(officer());
    const foreign = await move(firm(), body.id, 'withdraw');
    expect([foreign.status, foreign.body.type]).toEqual([403, type('declaration-not-own')]);
    expect((await move(firm(OTHER), body.id, 'withdraw')).status).toBe(404);
    const elsewhere = service.as({ roles: 'admin', park: 'elsewhere' });
    expect((await elsewhere('GET', `/indicator-values/${body.id}`)).status).toBe(404);
    expect((await move(firm(), body.id, 'verify')).status).toBe(403);
  });

  it.each([
    ['an indicator nobody knows', { code: 'X9' }, 422, '/code'],
    ['another unit', { unit: '元' }, 422, '/unit'],
    ['a source the indicator does not take', { source: 'bank' }, 422, '/source'],
    ['an event that never came', { code: 'T7', source: 'event' }, 422, '/source'],
    ['half a patent', { code: 'T5', unit: '件', source: 'ip-office', value: '1.5' }, 422, '/value'],
    ['less than nothing', { value: '-1' }, 422, '/value'],
    ['five decimals', { value: '1.00001' }, 400, '/value'],
    ['a power', { value: '1e3' }, 400, '/value'],
    ['more than can be counted', { value: '9000000000000' }, 422, '/value'],
    ['a number in place of text', { value: 300.5 }, 400, '/value'],
    ['a period that ends first', { periodFrom: '2020-02-01', periodTo: '2020-01-01' }, 422, '/periodTo'],
    ['a period to come', { periodTo: '2098-01-01' }, 422, '/periodTo'],
    ['days that end first', { validFrom: '2020-02-01', validUntil: '2020-01-01' }, 422, '/validUntil'],
    ['a state of its own', { state: 'VERIFIED' }, 400, '/state'],
  ])('is refused with %s', async (_, change, status, pointer) => {
    const reply = await enter(officer(), change);
    expect(reply.status).toBe(status);
    expect(reply.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('is answered a second time with the same bytes', async () => {
    const sent = { body: figure(), headers: { 'idempotency-key': newKey() } };
    const first = await officer()('POST', '/indicator-values', sent);
    const repeat = await officer()('POST', '/indicator-values', sent);
    expect([first.status, repeat.body]).toEqual([201, first.body]);
  });
});

it('the catalogue says which unit and which sources an indicator takes', async () => {
  const { body } = await service.as({ roles: 'bank' })('GET', '/indicators');
  const figures = body.items.filter(({ code }: { code: string }) => code === 'T1' || code === 'T7');
  expect(figures).toMatchObject([
    { code: 'T1', unit: '万元', sources: ['tax', 'declaration'], whole: false, official: false },
    { code: 'T7', unit: '万元', sources: ['event', 'declaration'] },
  ]);
  expect((await service.as({ roles: 'citizen' })('GET', '/indicators')).status).toBe(403);
});

describe('the list of values', () => {
  it('shows what was known at an instant, of a day', async () => {
    const entered = figure({ uscc: OTHER });
    const { body } = await officer()('POST', '/indicator-values', { body: entered });
    const before = (await officer()('GET', `/indicator-values/${body.id}/versions`)).body.items[0].knownAt;
    await move(officer(), body.id, 'withdraw');
    const states = async (query: string) => {
      const reply = await officer()('GET', `/indicator-values?uscc=${OTHER}&${query}`);
      return reply.body.items.map(({ state }: { state: string }) => state);
    };
    // Versions are known at instants of the database, and the service's clock stands still.
    service.clock.set(new Date(Date.now() + 1_000));
    // Instants are shown to the millisecond and kept to the microsecond.
    const then = encodeURIComponent(new Date(Date.parse(before) + 1).toISOString());
    expect(await states(`asOf=${entered.validFrom}`)).toEqual(['WITHDRAWN']);
    expect(await states(`asOf=${entered.validFrom}&knownOn=${then}`)).toEqual(['VERIFIED']);
    expect(await states('asOf=1950-01-01')).toEqual([]);
    expect(
      (await officer()('GET', `/indicator-values?uscc=${OTHER}&knownOn=2098-01-01T00:00:00Z`)).status,
    ).toBe(422);
  });

  it('goes through every value once', async () => {
    const listed: string[] = [];
    for (let next = ''; ; ) {
      const { body } = await firm()('GET', `/indicator-values?uscc=${FIRM}&limit=3${next}`);
      listed.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.next === null) break;
      next = `&cursor=${body.next}`;
    }
    expect(new Set(listed).size).toBe(listed.length);
    const all = await firm()('GET', `/indicator-values?uscc=${FIRM}&limit=100`);
    expect(listed).toEqual(all.body.items.map(({ id }: { id: string }) => id));
    expect((await firm(OTHER)('GET', `/indicator-values?uscc=${FIRM}`)).status).toBe(404);
  });
});
