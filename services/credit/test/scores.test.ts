import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usccOf } from '@qinwu/domain/uscc';
import { type CreditService, startCreditService } from './credit-service.ts';

const type = (code: string) => `urn:qinwu:problem:${code}`;
const FIRM = usccOf('91350582MA0000001');
const OTHER = usccOf('91350582MA0000002');
const SCORE = `/enterprises/${FIRM}/score`;

let service: CreditService;
/** The value of T1, to be corrected. */
let research = '';

const officer = () => service.as({ roles: 'officer', sub: 'officer' });
const firm = (org: string) => service.as({ roles: 'enterprise', sub: 'owner', org });

function figure(code: string, value: string, unit: string, source: string) {
  const year = { periodFrom: '2024-01-01', periodTo: '2024-12-31', validFrom: '2025-01-01' };
  return { body: { uscc: FIRM, code, value, unit, source, ...year } };
}

/** An instant of the database behind all it has written; the service's clock, which stands still, is put to it. */
async function instantOfDatabase(): Promise<string> {
  const { rows } = await service.deps.db.pool.query<{ at: string }>(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from pg_sleep(0.002)`,
  );
  const at = rows[0]?.at ?? '';
  service.clock.set(at);
  return at;
}

beforeAll(async () => {
  service = await startCreditService();
  for (const uscc of [FIRM, OTHER]) {
    await officer()('PUT', `/enterprises/${uscc}`, { body: { name: '某某科技有限公司', industry: '39' } });
  }
});
afterAll(() => service.close());

describe('the score of an enterprise', () => {
  it('needs a model in force, and the value its stage hangs on', async () => {
    const without = await officer()('GET', SCORE);
    expect([without.status, without.body.type]).toEqual([409, type('no-model-in-force')]);
    const author = service.as({ roles: 'admin', sub: 'author' });
    const { body } = await author('POST', '/models', { body: { from: 'national-18' } });
    await author('POST', `/models/${body.id}/actions/submit`, { body: {} });
    const reviewer = service.as({ roles: 'admin', sub: 'reviewer' });
    expect((await reviewer('POST', `/models/${body.id}/actions/publish`, { body: {} })).status).toBe(200);
    const unscored = await officer()('GET', SCORE);
    expect([unscored.status, unscored.body.type]).toEqual([409, type('stage-unknown')]);
  });

  it('is worked out of verified values alone, each with its source', async () => {
    for (const sent of [
      figure('T3', '10', '%', 'tax'),
      figure('T5', '2', '件', 'ip-office'),
      figure('G3', '800', '万元', 'tax'),
    ]) {
      expect((await officer()('POST', '/indicator-values', sent)).status).toBe(201);
    }
    const stated = await officer()('POST', '/indicator-values', figure('T1', '150', '万元', 'tax'));
    research = stated.body.id;
    // What the enterprise declares itself neither counts before it is verified nor goes before what tax states.
    await firm(FIRM)('POST', '/indicator-values', figure('T1', '300', '万元', 'declaration'));
    await firm(FIRM)('POST', '/indicator-values', figure('T4', '50', '%', 'declaration'));
    const { status, body } = await firm(FIRM)('GET', SCORE);
    expect(status).toBe(200);
    // 5 × 150/300 + 10 × 10/20 + 10 × 2/5 + 3 × 800/2000
    expect(body).toMatchObject({ total: '12.7', stage: 'startup', grade: 'B', uscc: FIRM });
    expect(body.inputs.map(({ code, source }: Record<string, string>) => `${code} ${source}`)).toEqual([
      'G3 tax',
      'T1 tax',
      'T3 tax',
      'T5 ip-office',
    ]);
    expect(body.missing).toContain('T4');
  });

  it('says what would raise it to what a product asks for', async () => {
    const admin = service.as({ roles: 'admin' });
    await admin('PUT', '/products/kechuang', { body: { name: '科创贷', eligibility: { atLeast: '15' } } });
    const { body } = await officer()('GET', `${SCORE}?product=kechuang`);
    expect(body.raise).toMatchObject({ target: '15', reachable: true });
    expect((await officer()('GET', `${SCORE}?product=nobody`)).status).toBe(404);
    expect((await officer()('GET', `${SCORE}?product=kechuang&target=20`)).status).toBe(422);
  });

  it('of a day and an instant stays the same whatever is entered later', async () => {
    const then = encodeURIComponent(await instantOfDatabase());
    const asked = `${SCORE}?asOf=2025-06-30&knownOn=${then}`;
    const before = await officer()('GET', asked);
    expect(before.body.total).toBe('12.7');
    await officer()('POST', `/indicator-values/${research}/actions/withdraw`, { body: {} });
    await officer()('POST', '/indicator-values', figure('T1', '300', '万元', 'tax'));
    expect((await officer()('GET', `${SCORE}?asOf=2025-06-30`)).body.total).toBe('15.2');
    const again = await officer()('GET', asked);
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(before.body));
  });

  it('of a day before its values count is not known', async () => {
    const early = await officer()('GET', `${SCORE}?asOf=2024-12-31`);
    expect(early.status).toBe(409);
  });

  it.each([
    ['a day to come', 'asOf=2098-01-01', 422],
    ['an instant to come', 'knownOn=2098-01-01T00:00:00Z', 422],
    ['a target that is no decimal', 'target=1e3', 400],
    ['a day that does not exist', 'asOf=2025-02-30', 400],
    ['a question nobody knows', 'as_of=2025-01-01', 400],
  ])('is refused for %s', async (_, query, status) => {
    expect((await officer()('GET', `${SCORE}?${query}`)).status).toBe(status);
  });

  it('is shown to the park and to the enterprise itself', async () => {
    expect((await firm(OTHER)('GET', SCORE)).status).toBe(404);
    expect((await service.as({ roles: 'admin', park: 'elsewhere' })('GET', SCORE)).status).toBe(404);
    for (const roles of ['bank', 'citizen', 'party'] as const) {
      expect((await service.as({ roles })('GET', SCORE)).status).toBe(403);
    }
    for (const roles of ['supervisor', 'statistician', 'admin', 'client'] as const) {
      expect((await service.as({ roles })('GET', SCORE)).status).toBe(200);
    }
  });
});
