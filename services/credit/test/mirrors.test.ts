import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { titleGranted, titleRevoked } from '@qinwu/contracts/events/cockpit';
import { type Milestone, milestoneReached } from '@qinwu/contracts/events/investment';
import { certificateIssued } from '@qinwu/contracts/events/talent';
import { newId } from '@qinwu/domain/id';
import { addDays, addYears, localDateOf } from '@qinwu/domain/local-date';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import * as tables from '../src/store/mirrors/tables.ts';
import { type CreditService, startCreditService } from './credit-service.ts';
import { type CreditWork, startCreditWork } from './credit-work.ts';
import { type ForeignService, startForeignService } from './foreign-service.ts';
import { enterFirm, enterTax, firm, publishModel } from './run-park.ts';

// Events that are too old are put aside: this test lives today.
const TODAY = localDateOf(new Date());
const ENTERED = 9;

let service: CreditService;
let work: CreditWork;
let cockpit: ForeignService;
let talent: ForeignService;
let investment: ForeignService;
const officer = () => service.as({ roles: 'officer', sub: 'officer' });
const owner = (n: number) => service.as({ roles: 'enterprise', sub: `owner-${n}`, org: firm(n) });

beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(new Date().toISOString());
  await publishModel(service, 'local-1000');
  for (let n = 1; n <= ENTERED; n++) await enterFirm(service, n);
  const redisUrl = await testRedisUrl();
  work = await startCreditWork(service, redisUrl);
  cockpit = await startForeignService('cockpit', service, redisUrl);
  talent = await startForeignService('talent', service, redisUrl);
  investment = await startForeignService('investment', service, redisUrl);
});
afterAll(async () => {
  for (const one of [cockpit, talent, investment, work, service]) await one.close();
});

interface Title {
  n: number;
  titleId?: string;
  code?: string;
  level?: 'NATIONAL' | 'PROVINCE' | 'CITY' | 'PARK';
  from?: string;
  until?: string | null;
  park?: string;
}

function titleOf({ n, titleId = newId(), code = 'hnte', level = 'NATIONAL', ...term }: Title) {
  const name = { zh: '高新技术企业', en: 'high and new technology enterprise' };
  const { from = addYears(TODAY, -1), until = addYears(TODAY, 2) } = term;
  return { titleId, uscc: firm(n), code, name, level, from, until, document: 'GR202435000123' };
}

function granted({ park, ...title }: Title) {
  const data = titleOf(title);
  const place = park === undefined ? {} : { park };
  return cockpit.event(titleGranted, { subject: data.titleId, sequence: 1, data, ...place });
}

function revoked(title: Title, revokedOn: string) {
  const data = { ...titleOf(title), revokedOn };
  return cockpit.event(titleRevoked, { subject: data.titleId, sequence: 2, data });
}

interface Certificate {
  n: number | null;
  certificateId?: string;
  level?: number;
  issuedOn?: string;
  validUntil?: string | null;
  valid?: boolean;
  sequence?: number;
}

function issued({ n, certificateId = newId(), sequence = 1, ...more }: Certificate) {
  const { level = 3, issuedOn = addYears(TODAY, -1), validUntil = null, valid = true } = more;
  const facts = { certificateId, number: 'S000035000000253000001', occupation: '6-18-01-01' };
  const data = { ...facts, uscc: n === null ? null : firm(n), level, issuedOn, validUntil, valid };
  return talent.event(certificateIssued, { subject: certificateId, sequence, data });
}

function reached(
  n: number,
  milestone: Milestone,
  { reachedOn = TODAY, valid = true, sequence = 1, projectId = newId() } = {},
) {
  const data = { projectId, uscc: firm(n), milestone, reachedOn, valid };
  return investment.event(milestoneReached, { subject: projectId, sequence, data });
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever member it expects
type Value = any;

/** The values of an indicator that count on a day. */
async function valuesOn(n: number, code: string, asOf = TODAY): Promise<Value[]> {
  const { body } = await officer()(
    'GET',
    `/indicator-values?uscc=${firm(n)}&code=${code}&state=VERIFIED&asOf=${asOf}`,
  );
  return body.items;
}

const countOn = async (n: number, code: string, asOf = TODAY): Promise<(string | null)[]> =>
  (await valuesOn(n, code, asOf)).map(({ value }) => value);

/** How often the ledger tells of a count of an enterprise. */
async function counted(n: number): Promise<number> {
  const { rows } = await service.deps.db.pool.query<{ count: number }>(
    `select count(*)::int as count from ledger where action = 'counted' and body like '%' || $1 || '%'`,
    [firm(n)],
  );
  return rows[0]?.count ?? -1;
}

it.each(Object.values(tables))('table %# stands as its migration makes it', async (table) => {
  expect(await schemaDrift(service.deps.db, [table])).toEqual([]);
});

describe('titles', () => {
  it('of state and province count, on the days they are in force, with their event as source', async () => {
    const [row] = granted({ n: 1, until: addDays(TODAY, 10) });
    await cockpit.settle(
      row === undefined ? [] : [row],
      granted({ n: 1, code: 'chain-leader', level: 'PARK' }),
    );
    const [value] = await valuesOn(1, 'L3');
    expect(value).toMatchObject({
      value: '1',
      unit: '项',
      source: 'event',
      state: 'VERIFIED',
      eventId: row?.eventId,
      validFrom: addYears(TODAY, -1),
      validUntil: addDays(TODAY, 10),
    });
    expect(value.sourceRef).toBe(`qinwu.cockpit.title-granted.v1 ${JSON.parse(row?.envelope ?? '').subject}`);
    expect(await countOn(1, 'L3', addDays(TODAY, 10))).toEqual(['1']);
    expect(await countOn(1, 'L3', addDays(TODAY, 11))).toEqual(['0']);
    // Before there was any, nothing is known.
    expect(await countOn(1, 'L3', addDays(addYears(TODAY, -1), -1))).toEqual([]);
  });

  it('are laid out for the day on which one runs out', async () => {
    const vector = async () => {
      const { rows } = await service.deps.db.pool.query<{ value: string; exact_until: string }>(
        `select slots[21] as value, exact_until::text from input_vector where uscc = $1`,
        [firm(1)],
      );
      return rows[0];
    };
    expect(await vector()).toEqual({ value: '10000', exact_until: addDays(TODAY, 11) });
    const now = service.clock.now();
    try {
      service.clock.advance({ days: 11 });
      const refresh = service.app.schedules.find(({ name }) => name === 'credit.inputs-refresh');
      const turn = { signal: new AbortController().signal, stillMine: async () => {} };
      await refresh?.run(service.deps.db, { start: new Date(), end: new Date() }, turn);
      expect(await vector()).toMatchObject({ value: '0' });
    } finally {
      service.clock.set(now);
    }
  });

  it('count once, however often and in whichever order their events come', async () => {
    const titleId = newId();
    const grant = granted({ n: 2, titleId });
    const revocation = revoked({ n: 2, titleId }, addDays(TODAY, -30));
    await cockpit.settle(revocation);
    expect(await countOn(2, 'L3')).toEqual(['0']);
    expect(await countOn(2, 'L3', addDays(TODAY, -31))).toEqual(['1']);
    const before = await counted(2);
    await cockpit.settle(grant);
    await cockpit.settle(grant, revocation);
    await cockpit.settle(revocation);
    expect(await countOn(2, 'L3')).toEqual(['0']);
    expect(await countOn(2, 'L3', addDays(TODAY, -31))).toEqual(['1']);
    expect(await counted(2)).toBe(before);
    const [value] = await valuesOn(2, 'L3');
    expect(value.eventId).toBe(revocation[0]?.eventId);
  });

  it('revoked from their first day on were never there', async () => {
    const titleId = newId();
    await cockpit.settle(granted({ n: 3, titleId }));
    expect(await countOn(3, 'L3')).toEqual(['1']);
    await cockpit.settle(revoked({ n: 3, titleId }, addYears(TODAY, -1)));
    expect(await countOn(3, 'L3')).toEqual([]);
    // What was known before is still told.
    const { body } = await officer()('GET', `/indicator-values?uscc=${firm(3)}&code=L3`);
    const versions = await officer()('GET', `/indicator-values/${body.items[0].id}/versions`);
    expect(versions.body.items.map(({ state }: Value) => state)).toEqual(['VERIFIED', 'WITHDRAWN']);
  });

  it('of another park are none of this one’s', async () => {
    await cockpit.settle(granted({ n: 4, park: 'elsewhere' }));
    expect(await countOn(4, 'L3')).toEqual([]);
  });

  it('that come together are counted together', async () => {
    const before = await counted(5);
    await cockpit.settle(...Array.from({ length: 30 }, () => granted({ n: 5 })));
    expect(await countOn(5, 'L3')).toEqual(['30']);
    expect((await counted(5)) - before).toBeLessThan(30);
  });

  it('open products, and are named in what is missing', async () => {
    const admin = service.as({ roles: 'admin', sub: 'admin' });
    const body = { name: '专精特新贷', eligibility: { titles: ['hnte', 'little-giant'] } };
    expect((await admin('PUT', '/products/zjtx', { body })).body.eligibility).toEqual(body.eligibility);
    const offer = async (n: number) => {
      const { body: offers } = await owner(n)('GET', `/enterprises/${firm(n)}/products`);
      return offers.items.find(({ code }: Value) => code === 'zjtx');
    };
    expect(await offer(1)).toMatchObject({ qualifies: true, unmet: [], reasons: [] });
    expect(await offer(2)).toMatchObject({
      qualifies: false,
      unmet: ['titles'],
      reasons: [{ condition: 'titles', zh: expect.stringContaining('hnte、little-giant') }],
    });
  });
});

describe('skill certificates', () => {
  it('of 高级工 and above count while they are valid', async () => {
    await talent.settle(
      issued({ n: 6, level: 1 }),
      issued({ n: 6, level: 3, validUntil: addDays(TODAY, 5) }),
      issued({ n: 6, level: 4 }),
      issued({ n: 6, valid: false }),
      issued({ n: null }),
    );
    expect(await countOn(6, 'L2')).toEqual(['2']);
    expect(await countOn(6, 'L2', addDays(TODAY, 5))).toEqual(['2']);
    expect(await countOn(6, 'L2', addDays(TODAY, 6))).toEqual(['1']);
    const [value] = await valuesOn(6, 'L2');
    expect([value.source, value.sourceRef]).toEqual([
      'event',
      expect.stringMatching(/^qinwu\.talent\.certificate-issued\.v1 /),
    ]);
  });

  it('go with their holder to another employer', async () => {
    const certificateId = newId();
    await talent.settle(issued({ n: 7, certificateId }));
    expect(await countOn(7, 'L2')).toEqual(['1']);
    await talent.settle(issued({ n: 8, certificateId, sequence: 2 }));
    expect([await countOn(7, 'L2'), await countOn(8, 'L2')]).toEqual([[], ['1']]);
    await talent.settle(issued({ n: null, certificateId, sequence: 3 }));
    expect([await countOn(7, 'L2'), await countOn(8, 'L2')]).toEqual([[], []]);
  });

  it('move the score of the enterprise, through the queue', async () => {
    await enterTax(service, 9, { code: 'G3', value: '800', unit: '万元' });
    const SCORE = `/enterprises/${firm(9)}/score?scheme=local-points`;
    const total = async () => Number((await officer()('GET', SCORE)).body.total);
    const before = await total();
    await talent.settle(issued({ n: 9 }));
    expect(await total()).toBeCloseTo(before + 30, 4);
    // Announced to whoever listens, and scored anew by the service itself.
    await eventually(
      async () => {
        const { rows } = await service.deps.db.pool.query<{ total: number }>(
          'select total from rescore where uscc = $1 order by known_on desc limit 1',
          [firm(9)],
        );
        expect(rows[0]?.total).toBe(Math.round((before + 30) * 10_000));
      },
      { within: 10_000 },
    );
  });

  it('a person took out of the score stay out while the count is the same', async () => {
    const [value] = await valuesOn(9, 'L2');
    await officer()('POST', `/indicator-values/${value.id}/actions/withdraw`, { body: {} });
    expect(await countOn(9, 'L2')).toEqual([]);
    await talent.settle(issued({ n: 9, level: 5 }));
    expect(await countOn(9, 'L2')).toEqual([]);
    await talent.settle(issued({ n: 9, level: 2 }));
    expect(await countOn(9, 'L2')).toEqual(['2']);
  });
});

describe('milestones', () => {
  it('count where a project went into production, for three years', async () => {
    const reachedOn = addDays(TODAY, -100);
    await investment.settle(
      reached(6, 'SIGNED'),
      reached(6, 'COMPLETED'),
      reached(6, 'IN_PRODUCTION', { reachedOn }),
      reached(6, 'IN_PRODUCTION', { reachedOn: addYears(TODAY, -4) }),
    );
    expect(await countOn(6, 'L4')).toEqual(['1']);
    expect(await countOn(6, 'L4', addDays(addYears(reachedOn, 3), -1))).toEqual(['1']);
    expect(await countOn(6, 'L4', addYears(reachedOn, 3))).toEqual(['0']);
  });

  it('that were not so after all count no more', async () => {
    const projectId = newId();
    await investment.settle(reached(7, 'IN_PRODUCTION', { projectId }));
    expect(await countOn(7, 'L4')).toEqual(['1']);
    await investment.settle(reached(7, 'IN_PRODUCTION', { projectId, valid: false, sequence: 2 }));
    expect(await countOn(7, 'L4')).toEqual([]);
  });
});

describe('what was announced of an enterprise before it was entered', () => {
  it('counts from its entry on', async () => {
    const [row] = granted({ n: 20 });
    await cockpit.settle(row === undefined ? [] : [row]);
    await talent.settle(issued({ n: 20 }));
    await enterFirm(service, 20);
    expect([await countOn(20, 'L3'), await countOn(20, 'L2'), await countOn(20, 'L4')]).toEqual([
      ['1'],
      ['1'],
      [],
    ]);
    const [value] = await valuesOn(20, 'L3');
    expect(value.eventId).toBe(row?.eventId);
  });

  it('counts once, however its entry and its events race', async () => {
    const firms = Array.from({ length: 12 }, (_, n) => 30 + n);
    await Promise.all(
      firms.flatMap((n) => [
        cockpit.commit(granted({ n })),
        enterFirm(service, n),
        talent.commit(issued({ n })),
      ]),
    );
    await Promise.all([cockpit.settle(), talent.settle()]);
    for (const n of firms) {
      expect({ n, counts: [await countOn(n, 'L3'), await countOn(n, 'L2')] }).toEqual({
        n,
        counts: [['1'], ['1']],
      });
    }
  });
});

describe('who may see a title', () => {
  it('is shown it as a claim of the passport, unless the grade alone is disclosed', async () => {
    await enterTax(service, 1, { code: 'G3', value: '800', unit: '万元' });
    const passport = (disclose: string) =>
      owner(1)('GET', `/enterprises/${firm(1)}/passport?scheme=local-points&disclose=${disclose}`);
    expect((await passport('score')).body.titles.map(({ code }: Value) => code)).toEqual([
      'chain-leader',
      'hnte',
    ]);
    expect((await passport('grade')).body.titles).toBeUndefined();
  });
});
