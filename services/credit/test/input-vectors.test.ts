import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDateOf } from '@qinwu/domain/local-date';
import { usccOf } from '@qinwu/domain/uscc';
import fc from 'fast-check';
import { effectiveValues } from '../src/rules/inputs/effective-values.ts';
import { shippedCatalogue } from '../src/rules/model/shipped-indicators.ts';
import { readInputs } from '../src/store/input-vectors.ts';
import { listEffective } from '../src/store/values.ts';
import { type CreditService, startCreditService } from './credit-service.ts';

const park = 'jinjiang';
const TODAY = '2025-07-15';

let service: CreditService;
beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(`${TODAY}T04:00:00.000Z`);
});
afterAll(() => service.close());

const officer = () => service.as({ roles: 'officer', sub: 'officer' });

interface Step {
  code: string;
  source: string;
  value: number;
  from: string;
  until: string | null;
  /** A value entered before, to be withdrawn in place of entering one. */
  withdraw: number | null;
}

async function take(uscc: string, step: Step, ids: string[]): Promise<void> {
  const before = step.withdraw === null ? undefined : ids[step.withdraw];
  if (before !== undefined) {
    await officer()('POST', `/indicator-values/${before}/actions/withdraw`, { body: {} });
    return;
  }
  const unit = step.code === 'G6' ? '%' : '万元';
  const { body, status } = await officer()('POST', '/indicator-values', {
    body: {
      uscc,
      code: step.code,
      value: String(step.value),
      unit,
      // The net return alone is stated by more than one.
      source: step.code === 'G6' ? step.source : 'tax',
      periodFrom: '2024-01-01',
      periodTo: '2024-12-31',
      validFrom: step.from,
      validUntil: step.until,
    },
  });
  if (status === 201) ids.push(body.id);
  else expect(status).toBe(409);
}

/** The kept row and the versions, for days on which the row says it holds. */
async function compare(uscc: string, days: readonly string[]): Promise<number> {
  let held = 0;
  for (const asOf of days) {
    const [kept] = await readInputs(service.deps.db.orm, { park, usccs: [uscc], asOf, precedence: 0 });
    if (kept === undefined) throw new Error('no row');
    if (!kept.exact) continue;
    held += 1;
    const found = effectiveValues(
      await listEffective(service.deps.db.orm, { park, usccs: [uscc], asOf, knownOn: kept.updatedAt }),
      shippedCatalogue,
    );
    const versions = shippedCatalogue.map(({ code }) => found.get(code)?.value ?? null);
    expect([...kept.slots, ...versions.map(() => null)].slice(0, versions.length)).toEqual(versions);
  }
  return held;
}

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2025-07-${String(n).padStart(2, '0')}`);
const step: fc.Arbitrary<Step> = fc
  .record({
    code: fc.constantFrom('T1', 'G6', 'G3'),
    source: fc.constantFrom('tax', 'bank'),
    value: fc.nat(99),
    from: day,
    until: fc.option(day, { nil: null }),
    withdraw: fc.option(fc.nat(3), { nil: null, freq: 3 }),
  })
  .map((one) => (one.until !== null && one.until < one.from ? { ...one, until: null } : one));

describe('what is kept of an enterprise', () => {
  it('says on every day it holds for what the versions say', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        n += 1;
        const uscc = usccOf(`91350582MA${String(n).padStart(7, '0')}`);
        await officer()('PUT', `/enterprises/${uscc}`, { body: { name: '某某科技有限公司' } });
        const ids: string[] = [];
        for (const one of steps) await take(uscc, one, ids);
        const days = Array.from({ length: 30 }, (_, at) => `2025-07-${String(at + 1).padStart(2, '0')}`);
        expect(await compare(uscc, days)).toBeGreaterThan(0);
      }),
      { numRuns: 25 },
    );
  });

  it('is laid out anew where a value has run out', async () => {
    const uscc = usccOf('91350582MB0000001');
    await officer()('PUT', `/enterprises/${uscc}`, { body: { name: '某某科技有限公司' } });
    const short = {
      code: 'T1',
      source: 'tax',
      value: 5,
      from: '2025-07-01',
      until: '2025-07-16',
      withdraw: null,
    };
    await take(uscc, short, []);
    service.clock.set('2025-07-17T04:00:00.000Z');
    const today = localDateOf(service.clock.now());
    const of = { park, usccs: [uscc], asOf: today, precedence: 0 };
    expect((await readInputs(service.deps.db.orm, of))[0]?.exact).toBe(false);
    const [refresh] = service.app.schedules;
    const turn = { signal: new AbortController().signal, stillMine: async () => {} };
    await refresh?.run(service.deps.db, { start: new Date(), end: new Date() }, turn);
    const [kept] = await readInputs(service.deps.db.orm, of);
    expect({ exact: kept?.exact, T1: kept?.slots[0] }).toEqual({ exact: true, T1: null });
  });
});
