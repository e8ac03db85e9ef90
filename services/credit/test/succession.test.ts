import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CreditService, startCreditService } from './credit-service.ts';
import { enterFirm, firm } from './run-park.ts';

let service: CreditService;
const officer = () => service.as({ roles: 'officer', sub: 'officer' });
const owner = (n: number) => service.as({ roles: 'enterprise', sub: 'owner', org: firm(n) });

beforeAll(async () => {
  service = await startCreditService();
  for (let n = 0; n < 6; n++) await enterFirm(service, n);
});
afterAll(() => service.close());

/** What somebody states of a year, counting from the first day of the next one on. */
function stating(n: number, year: number, change: Record<string, unknown> = {}) {
  const period = { periodFrom: `${year}-01-01`, periodTo: `${year}-12-31`, validFrom: `${year + 1}-01-01` };
  const body = {
    uscc: firm(n),
    code: 'T1',
    value: String(year),
    unit: '万元',
    source: 'tax',
    ...period,
    ...change,
  };
  const who = body.source === 'declaration' ? owner(n) : officer();
  return who('POST', '/indicator-values', { body });
}

/** The values of an enterprise that count on a day, as they are known or were at an instant. */
async function on(n: number, asOf: string, knownOn?: string): Promise<string[]> {
  const then = knownOn === undefined ? '' : `&knownOn=${encodeURIComponent(knownOn)}`;
  const { body } = await officer()('GET', `/indicator-values?uscc=${firm(n)}&asOf=${asOf}${then}`);
  return body.items.map(({ value, state }: { value: string; state: string }) => `${value} ${state}`);
}

/** An instant of the database behind all it has written; the service's clock is put to it. */
async function instant(): Promise<string> {
  const { rows } = await service.deps.db.pool.query<{ at: string }>(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from pg_sleep(0.005)`,
  );
  const at = rows[0]?.at ?? '';
  service.clock.set(at);
  return at;
}

describe('a value without an end', () => {
  it('counts until the next one of its source, which ends it', async () => {
    const first = await stating(0, 2022);
    expect([first.status, first.body.validUntil, first.body.succeededBy]).toEqual([201, null, null]);
    const before = await instant();
    const second = await stating(0, 2023);
    expect(second.status).toBe(201);
    const { body } = await officer()('GET', `/indicator-values/${first.body.id}`);
    expect(body).toEqual({
      ...first.body,
      version: 2,
      validUntil: '2023-12-31',
      succeededBy: second.body.id,
    });
    expect(await on(0, '2023-12-31')).toEqual(['2022 VERIFIED']);
    expect(await on(0, '2024-01-01')).toEqual(['2023 VERIFIED']);
    await instant();
    // As known before, the first one went on.
    expect(await on(0, '2024-01-01', before)).toEqual(['2022 VERIFIED']);
    const { rows } = await service.deps.db.pool.query<{ action: string; body: string }>(
      'select action, body from ledger where case_id = $1 order by seq',
      [first.body.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['entered', 'succeeded']);
    expect(rows[1]?.body).toContain(second.body.id);
  });

  it('is laid out anew, and what scores are worked out of is its successor', async () => {
    await stating(1, 2022, { code: 'G3' });
    await stating(1, 2023, { code: 'G3', validUntil: '2024-12-31' });
    const { rows } = await service.deps.db.pool.query<{ known: number; slots: (string | null)[] }>(
      'select slots from input_vector where uscc = $1',
      [firm(1)],
    );
    // After both have ended nothing is known.
    expect((rows[0]?.slots ?? []).filter((slot) => slot !== null)).toEqual([]);
    expect(await on(1, '2024-06-30')).toEqual(['2023 VERIFIED']);
    expect(await on(1, '2025-01-01')).toEqual([]);
  });

  it('that is declared is ended by a declaration, and stays as far examined as it was', async () => {
    const first = await stating(2, 2022, { source: 'declaration' });
    await officer()('POST', `/indicator-values/${first.body.id}/actions/verify`, { body: {} });
    await stating(2, 2023, { source: 'declaration' });
    expect(await on(2, '2023-12-31')).toEqual(['2022 VERIFIED']);
    expect(await on(2, '2024-01-01')).toEqual(['2023 DECLARED']);
    await stating(2, 2024, { source: 'declaration' });
    expect(await on(2, '2024-12-31')).toEqual(['2023 DECLARED']);
    // Another source has days of its own.
    expect((await stating(2, 2021)).status).toBe(201);
    expect(await on(2, '2022-06-30')).toEqual(['2021 VERIFIED']);
  });

  it.each([
    ['begins on the same day', {}, {}],
    ['begins later', {}, { validFrom: '2022-01-01' }],
    ['has an end of its own', { validUntil: '2024-06-30' }, { validFrom: '2024-01-01' }],
  ])('stands in the way where it %s', async (_, standing, change) => {
    const other = await stating(3, 2022, standing);
    const refused = await stating(3, 2022, { value: '1', ...change });
    expect([refused.status, refused.body.type]).toEqual([409, 'urn:qinwu:problem:days-taken']);
    expect(refused.body.other).toBe(other.body.id);
    const kept = await officer()('GET', `/indicator-values/${other.body.id}`);
    expect(kept.body).toEqual(other.body);
    await officer()('POST', `/indicator-values/${other.body.id}/actions/withdraw`, { body: {} });
  });

  it('is ended once where several state the next one at the same time', async () => {
    const first = await stating(4, 2022);
    const replies = await Promise.all(
      Array.from({ length: 6 }, (_, n) => stating(4, 2023, { value: String(n) })),
    );
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
    const { body } = await officer()('GET', `/indicator-values/${first.body.id}/versions`);
    expect(body.items).toHaveLength(2);
  });
});
