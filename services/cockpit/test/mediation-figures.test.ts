import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  caseBreached,
  caseConcluded,
  casePerformed,
  caseRegistered,
  injuryMoved,
  injuryReceived,
  type MediationOutcome,
} from '@qinwu/contracts/events/mediation';
import { newId } from '@qinwu/domain/id';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import { createAnnouncer } from '@qinwu/platform/events/publisher';
import type { TestDatabase } from '@qinwu/testkit/database';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { z } from 'zod';
import { factHandlers } from '../src/jobs/fact-handlers.ts';
import { producerDatabase, type Side, startSide } from './cockpit-bus.ts';
import { type CockpitServer, cockpitServer } from './cockpit-server.ts';

let server: CockpitServer;
let source: TestDatabase;
let producer: Side;
let consumer: Side;

beforeAll(async () => {
  const redisUrl = await testRedisUrl();
  server = await cockpitServer();
  source = await producerDatabase();
  producer = await startSide('mediation', source.url, { redisUrl });
  consumer = await startSide('cockpit', server.url, { redisUrl, handlers: factHandlers });
});
afterAll(async () => {
  await producer.close();
  await consumer.close();
  await server.close();
  await source.drop();
});

const announce = createAnnouncer('mediation');
const time = new Date();

interface Told {
  readonly park: string;
  readonly subject?: string;
  readonly sequence?: number;
}

function told({ park, subject = newId(), sequence = 1 }: Told) {
  return { park, subject, sequence, time };
}

function about(caseId: string, { mode = 'ordinary', category = 'wage-arrears', labour = true } = {}) {
  return { caseId, mode, category, labour, number: 'MD-20250301-000001' };
}

function concluded(
  at: Told,
  outcome: MediationOutcome,
  change: Partial<Parameters<typeof about>[1]> & { claimed?: string; on?: string } = {},
): OutboxRow[] {
  const { claimed = '0.00', on = '2025-03-11', ...of } = change;
  const fact = told(at);
  const agreed = outcome === 'agreed';
  return announce(caseConcluded, {
    ...fact,
    data: {
      ...about(fact.subject, of),
      outcome,
      registeredOn: '2025-03-01',
      concludedOn: on,
      amountClaimed: claimed,
      amountAgreed: agreed ? claimed : null,
      workers: 1,
      agreementNumber: null,
      effectiveOn: agreed ? on : null,
    },
  });
}

function received(at: Told, receivedOn: string): OutboxRow[] {
  const fact = told(at);
  const data = { applicationId: fact.subject, number: 'WI-20250301-000001', receivedOn };
  return announce(injuryReceived, { ...fact, data });
}

function moved(at: Told, receivedOn: string, transferredOn: string | null): OutboxRow[] {
  const fact = told({ sequence: 2, ...at });
  const movedOn = transferredOn ?? receivedOn;
  const data = { applicationId: fact.subject, state: 'COMPLETE', movedOn, receivedOn, transferredOn };
  return announce(injuryMoved, { ...fact, data });
}

async function commit(...rows: OutboxRow[][]): Promise<void> {
  await inTransaction(producer.db, (tx) =>
    publish(
      tx,
      rows.flat().toSorted(() => Math.random() - 0.5),
    ),
  );
  await eventually(
    async () => {
      const open = `select 1 from outbox where listener = 'cockpit'`;
      expect((await producer.db.pool.query(open)).rowCount).toBe(0);
    },
    { within: 10_000 },
  );
}

const Quotient = z.object({
  value: z.number().nullable(),
  parts: z.object({ numerator: z.number(), denominator: z.number() }).nullable(),
});
const Figure = Quotient.extend({
  unit: z.string(),
  knownAt: z.string(),
  records: z.string(),
  groups: z.array(Quotient.extend({ key: z.string().nullable() })).optional(),
});
const Records = z.object({
  items: z.array(z.object({ id: z.string(), href: z.string(), dims: z.record(z.string(), z.string()) })),
});

async function get(park: string, path: string): Promise<unknown> {
  const authorization = await server.issuer.bearer({ roles: 'supervisor', park });
  const answer = await fetch(`${server.baseUrl}${path}`, { headers: { authorization } });
  expect(answer.status).toBe(200);
  return answer.json();
}

async function figure(park: string, code: string, query = ''): Promise<z.output<typeof Figure>> {
  const period = 'from=2025-01-01&to=2025-06-30';
  return Figure.parse(await get(park, `/cockpit/v1/figures/mediation.${code}?${period}${query}`));
}

describe('the figures of mediation, through the queue', () => {
  it('F09 and F10 count labour cases with a result and sum what those with an agreement were about', async () => {
    const park = newId();
    // 89 cases of the published half-year, 60 of them agreed, 1,406,800 yuan in dispute: 59 times 23,446.67 and the rest.
    const claims = Array.from({ length: 60 }, (_, at) => (at === 0 ? '23446.47' : '23446.67'));
    const agreed = claims.map((claimed) => concluded({ park }, 'agreed', { claimed }));
    const results = (['failed', 'refused', 'timed-out'] as const).flatMap((outcome, at) =>
      Array.from({ length: at === 0 ? 9 : 10 }, () => concluded({ park }, outcome, { claimed: '99.00' })),
    );
    const others = [
      concluded({ park }, 'withdrawn', { claimed: '7.00' }),
      concluded({ park }, 'not-accepted', { claimed: '7.00' }),
      concluded({ park }, 'agreed', { labour: false, category: 'contract', claimed: '7.00' }),
      concluded({ park }, 'agreed', { on: '2025-07-01', claimed: '7.00' }),
      concluded({ park: newId() }, 'agreed', { claimed: '7.00' }),
    ];
    await commit(...agreed, ...results, ...others);
    expect(await figure(park, 'labour-disputes-closed')).toMatchObject({
      value: 89,
      unit: '起',
      parts: null,
    });
    expect(await figure(park, 'amount-resolved')).toMatchObject({ value: 140.68, unit: '万元' });
  });

  it('F11 and F12 count what was received, and what of it was transferred by the last day', async () => {
    const park = newId();
    const rows = Array.from({ length: 192 }, (_, at) => {
      const subject = newId();
      const on = '2025-04-01';
      // 170 by the last day; the others after it, or not at all.
      const transferredOn = at < 170 ? '2025-06-30' : at < 180 ? '2025-07-01' : null;
      return [...received({ park, subject }, on), ...moved({ park, subject }, on, transferredOn)];
    });
    await commit(...rows, received({ park }, '2025-07-01'), received({ park }, '2024-12-31'));
    expect(await figure(park, 'injury-applications')).toMatchObject({ value: 192, unit: '起' });
    const rate = await figure(park, 'injury-transfer-rate');
    expect(rate).toMatchObject({ value: 88.5, unit: '%', parts: { numerator: 170, denominator: 192 } });
    const { items } = Records.parse(await get(park, `${rate.records}&limit=100`));
    expect(items).toHaveLength(100);
    for (const item of items) expect(item.href).toBe(`/mediation/v1/injury-applications/${item.id}`);
    // Ten more were transferred a day later.
    const later = await get(
      park,
      '/cockpit/v1/figures/mediation.injury-transfer-rate?from=2025-04-01&to=2025-07-01',
    );
    expect(Figure.parse(later).parts).toEqual({ numerator: 180, denominator: 193 });
  });

  it.each([
    ['closed for another one of the accident', (other: string) => ({ duplicateOf: other })],
    ['closed as opened in error', () => ({ openedInError: true as const })],
  ])('F11 and F12 fall by an application that is %s', async (_, over) => {
    const park = newId();
    const [subject, other, on] = [newId(), newId(), '2025-04-01'];
    const closed = announce(injuryMoved, {
      ...told({ park, subject: other, sequence: 2 }),
      data: {
        applicationId: other,
        state: 'NOT_TRANSFERRED',
        movedOn: on,
        receivedOn: on,
        transferredOn: null,
        ...over(subject),
      },
    });
    const own = [received({ park, subject }, on), moved({ park, subject }, on, '2025-04-02')];
    await commit(...own, received({ park, subject: other }, on));
    expect(await figure(park, 'injury-applications')).toMatchObject({ value: 2 });
    expect((await figure(park, 'injury-transfer-rate')).parts).toEqual({ numerator: 1, denominator: 2 });
    await commit(closed);
    expect(await figure(park, 'injury-applications')).toMatchObject({ value: 1 });
    expect((await figure(park, 'injury-transfer-rate')).parts).toEqual({ numerator: 1, denominator: 1 });
  });

  it('follow a case to its newest word, whichever arrives last, and stay what they were known to be', async () => {
    const park = newId();
    const subject = newId();
    await commit(concluded({ park, subject, sequence: 5 }, 'agreed', { claimed: '20000.00' }));
    const before = await figure(park, 'amount-resolved');
    expect(before.value).toBe(2);
    expect((await figure(park, 'success-rate')).value).toBe(100);
    await commit(concluded({ park, subject, sequence: 4 }, 'failed'));
    expect((await figure(park, 'amount-resolved')).value).toBe(2);
    await commit(concluded({ park, subject, sequence: 6 }, 'withdrawn', { claimed: '20000.00' }));
    expect((await figure(park, 'amount-resolved')).value).toBe(0);
    expect((await figure(park, 'labour-disputes-closed')).value).toBe(0);
    expect(await figure(park, 'success-rate')).toMatchObject({
      value: null,
      parts: { numerator: 0, denominator: 0 },
    });
    const known = `&knownAt=${encodeURIComponent(before.knownAt)}`;
    expect((await figure(park, 'amount-resolved', known)).value).toBe(2);
    expect((await figure(park, 'success-rate', known)).parts).toEqual({ numerator: 1, denominator: 1 });
  });

  it('rate success and performance and mean the days, apart by mode and by category', async () => {
    const park = newId();
    const table = { mode: 'tea-table' };
    const police = { mode: 'police-grid', category: 'severance' };
    const [kept, cured, broken] = [newId(), newId(), newId()];
    const end = { park, sequence: 9 };
    const breached = (caseId: string, sequence: number, isCured: boolean) =>
      announce(caseBreached, {
        ...told({ park, subject: caseId, sequence }),
        data: { ...about(caseId, table), breachedOn: '2025-04-01', cured: isCured },
      });
    const performed = (caseId: string, sequence: number, isWithdrawn: boolean) =>
      announce(casePerformed, {
        ...told({ park, subject: caseId, sequence }),
        data: {
          ...about(caseId, table),
          ...{ performedOn: '2025-04-02', onTime: true, ...(isWithdrawn ? { withdrawn: true } : {}) },
        },
      });
    // Payments that were voided: one case is on its way again, the other one in breach.
    const [onItsWay, inBreach] = [newId(), newId()];
    const registration = newId();
    await commit(
      announce(caseRegistered, {
        ...told({ park, subject: registration }),
        data: { ...about(registration, table), registeredOn: '2025-03-01' },
      }),
      concluded(end, 'agreed', { ...table, on: '2025-03-06' }),
      concluded(end, 'agreed', { ...table, on: '2025-03-12' }),
      concluded(end, 'failed', { ...police, on: '2025-03-16' }),
      concluded(end, 'timed-out', { ...police, on: '2025-03-17' }),
      concluded(end, 'agreed', { category: 'contract', labour: false, on: '2025-03-03' }),
      performed(kept, 12, false),
      breached(kept, 11, false),
      performed(onItsWay, 11, false),
      performed(onItsWay, 12, true),
      performed(inBreach, 11, false),
      breached(inBreach, 12, false),
      breached(cured, 11, false),
      breached(cured, 12, true),
      breached(broken, 11, false),
    );
    expect(await figure(park, 'success-rate', '&groupBy=mode')).toMatchObject({
      value: 75,
      parts: { numerator: 3, denominator: 4 },
      groups: [
        { key: 'ordinary', value: 100, parts: { numerator: 1, denominator: 1 } },
        { key: 'police-grid', value: 0, parts: { numerator: 0, denominator: 1 } },
        { key: 'tea-table', value: 100, parts: { numerator: 2, denominator: 2 } },
      ],
    });
    expect(await figure(park, 'days-to-conclude', '&groupBy=category')).toMatchObject({
      // 5 + 11 + 15 + 16 + 2 days of five cases.
      value: 9.8,
      groups: [
        { key: 'contract', value: 2 },
        { key: 'severance', value: 15.5 },
        { key: 'wage-arrears', value: 8 },
      ],
    });
    expect(await figure(park, 'performance-rate', '&groupBy=mode')).toMatchObject({
      value: 33.3,
      groups: [{ key: 'tea-table', value: 33.3, parts: { numerator: 1, denominator: 3 } }],
    });
    expect(await figure(park, 'labour-disputes-closed', '&groupBy=mode')).toMatchObject({
      value: 4,
      groups: [
        { key: 'police-grid', value: 2, parts: null },
        { key: 'tea-table', value: 2, parts: null },
      ],
    });
  });

  it('tell no mode apart where a case had none', async () => {
    const park = newId();
    const subject = newId();
    const [row] = concluded({ park, subject }, 'agreed');
    if (row === undefined) throw new Error('no row');
    await commit([{ ...row, envelope: row.envelope.replace('"mode":"ordinary"', '"mode":null') }]);
    const closed = await figure(park, 'labour-disputes-closed', '&groupBy=mode');
    expect(closed.groups).toEqual([{ key: null, value: 1, parts: null }]);
  });
});
