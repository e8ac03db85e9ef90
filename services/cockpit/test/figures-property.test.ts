import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@qinwu/domain/id';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import fc from 'fast-check';
import type { Computation, FigureDefinition } from '../src/rules/figure-definition.ts';
import { type FactVersion, writeFacts } from '../src/store/write-facts.ts';
import { listRecords } from '../src/use-cases/list-records.ts';
import { readFigure } from '../src/use-cases/read-figure.ts';
import { type CockpitDatabase, cockpitDatabase } from './cockpit-database.ts';

const now = new Date('2999-01-01T00:00:00Z');
const period = { from: '2025-02-01', to: '2025-03-31' };
const figure = 'test.figure';

let store: CockpitDatabase;
beforeAll(async () => {
  store = await cockpitDatabase();
});
afterAll(() => store.drop());

const day = fc.integer({ min: 0, max: 130 }).map((offset) => {
  return new Date(Date.UTC(2025, 0, 1 + offset)).toISOString().slice(0, 10);
});

type Version = Omit<FactVersion, 'park' | 'recordId' | 'sequence' | 'sourceEvent'>;

const version: fc.Arbitrary<Version> = fc
  .record({
    on: day,
    until: fc.option(day),
    amount: fc.option(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })),
    distinctKey: fc.option(fc.constantFrom('a', 'b', 'c')),
    withdrawn: fc.boolean(),
    metOn: fc.option(day),
    mode: fc.option(fc.constantFrom('police-grid', 'tea-table')),
  })
  .map(({ until, metOn, mode, ...rest }) => ({
    ...rest,
    until: until !== null && until < rest.on ? null : until,
    figure,
    service: 'grievance',
    kind: 'grievance',
    dims: { note: '“引号”', ...(metOn !== null && { metOn }), ...(mode !== null && { mode }) },
  }));

interface Delivery {
  readonly versions: readonly FactVersion[];
}

/** Records with up to four versions each, delivered 1–3 times in any order and in batches of any size. */
const deliveries: fc.Arbitrary<Delivery[]> = fc
  .array(fc.array(version, { minLength: 1, maxLength: 4 }), { maxLength: 12 })
  .map((records) =>
    records.flatMap((versions, record) =>
      versions.map(
        (one, index): FactVersion => ({
          ...one,
          park: '',
          recordId: `record-${record}`,
          sequence: index + 1,
          sourceEvent: newId(),
        }),
      ),
    ),
  )
  .chain((all) =>
    fc
      .array(fc.array(fc.constantFrom(...(all.length > 0 ? all : [null])), { maxLength: 8 }), {
        maxLength: 3,
      })
      .chain((extra) =>
        fc.shuffledSubarray(all, { minLength: all.length }).chain((shuffled) =>
          fc.integer({ min: 1, max: 7 }).map((size) => {
            const batches = extra.map((batch) => batch.filter((one) => one !== null));
            for (let at = 0; at < shuffled.length; at += size) batches.push(shuffled.slice(at, at + size));
            return batches.map((versions) => ({ versions }));
          }),
        ),
      ),
  );

function newest(versions: readonly FactVersion[]): FactVersion[] {
  const byRecord = new Map<string, FactVersion>();
  for (const one of versions) {
    if ((byRecord.get(one.recordId)?.sequence ?? 0) < one.sequence) byRecord.set(one.recordId, one);
  }
  return [...byRecord.values()];
}

function model(kind: 'flow' | 'level', versions: readonly FactVersion[]): FactVersion[] {
  return newest(versions).filter(({ withdrawn, on, until }) => {
    if (withdrawn || on > period.to) return false;
    return kind === 'flow' ? on >= period.from : until === null || until >= period.to;
  });
}

interface Counted {
  readonly amount: unknown;
  readonly distinctKey: string | null;
  readonly dims: Readonly<Record<string, string>>;
}

/** Half up, away from zero, in whole tenths: the naive way, with exact whole numbers. */
function tenths(dividend: bigint, divisor: bigint): number {
  const size = dividend < 0n ? -dividend : dividend;
  const whole = (size * 10n) / divisor;
  const rest = (size * 10n) % divisor;
  const up = rest * 2n >= divisor ? whole + 1n : whole;
  return Number(dividend < 0n ? -up : up) / 10 + 0;
}

function total(computation: Computation, rows: readonly Counted[]): number | null {
  const amounts = rows.flatMap(({ amount }) => (amount === null ? [] : BigInt(String(amount))));
  const sum = amounts.reduce((so, far) => so + far, 0n);
  switch (computation.of) {
    case 'count':
      return rows.length;
    case 'distinct':
      return new Set(rows.flatMap((row) => row.distinctKey ?? [])).size;
    case 'sum':
      return Number(sum);
    case 'average':
      return amounts.length === 0 ? null : tenths(sum, BigInt(amounts.length));
    case 'ratio': {
      const met = rows.filter(({ dims }) => dims.metOn !== undefined && dims.metOn <= period.to);
      return rows.length === 0 ? null : tenths(BigInt(met.length) * 100n, BigInt(rows.length));
    }
  }
}

/** The rows apart by their mode, those without one last. */
function apart(
  computation: Computation,
  rows: readonly Counted[],
): { key: string | null; value: number | null }[] {
  return ['police-grid', 'tea-table', null].flatMap((key) => {
    const own = rows.filter(({ dims }) => (dims.mode ?? null) === key);
    return own.length === 0 ? [] : [{ key, value: total(computation, own) }];
  });
}

const computations: readonly Computation[] = [
  { of: 'count' },
  { of: 'distinct' },
  { of: 'sum', amountPerUnit: 1n, decimals: 0 },
  { of: 'ratio', decimals: 1 },
  { of: 'average', amountPerUnit: 1n, decimals: 1 },
];
const definitions: readonly FigureDefinition[] = computations.flatMap((computation) =>
  (['flow', 'level'] as const).map((kind) => ({
    id: 'T',
    code: figure,
    version: 1,
    zh: '试',
    en: 'test',
    unit: '件',
    kind,
    computation,
    groups: ['mode'] as const,
    source: 'test',
  })),
);

interface Shown {
  readonly value: number | null;
  readonly rows: number | null;
  readonly groups: readonly { key: string | null; value: number | null }[];
  readonly groupRows: readonly { key: string | null; value: number | null }[];
  readonly records: readonly string[];
  readonly knownAt: string;
}

async function show(park: string, definition: FigureDefinition, knownAt?: string): Promise<Shown> {
  const question = { park, definition, now, ...period, ...(knownAt === undefined ? {} : { knownAt }) };
  const answer = await readFigure(store.db.orm, { ...question, groupBy: 'mode' });
  const rows = [];
  let cursor: string | undefined;
  do {
    const page = await listRecords(store.db.orm, {
      ...question,
      knownAt: answer.knownAt.toISOString(),
      cursor,
      limit: 3,
    });
    rows.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return {
    value: answer.value,
    rows: total(definition.computation, rows),
    groups: answer.groups?.map(({ key, value }) => ({ key, value })) ?? [],
    groupRows: apart(definition.computation, rows),
    records: rows.map((row) => row.recordId).sort(),
    knownAt: answer.knownAt.toISOString(),
  };
}

describe('a figure', () => {
  it('is what its rows add up to, whatever arrives twice or late, and stays what it was known to be', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, fc.constantFrom(...definitions), async (batches, definition) => {
        const park = newId();
        const half = Math.floor(batches.length / 2);
        const deliver = async (part: readonly Delivery[]): Promise<void> => {
          for (const { versions } of part) {
            await inTransaction(store.db, (tx) =>
              writeFacts(
                tx,
                versions.map((one) => ({ ...one, park })),
              ),
            );
          }
        };
        const shownFor = (part: readonly Delivery[]): readonly FactVersion[] =>
          model(
            definition.kind,
            part.flatMap(({ versions }) => versions),
          );

        await deliver(batches.slice(0, half));
        const before = await show(park, definition);
        expect(before.value).toBe(total(definition.computation, shownFor(batches.slice(0, half))));
        expect(before.rows).toBe(before.value);
        expect(before.groupRows).toEqual(before.groups);

        await deliver(batches.slice(half));
        const after = await show(park, definition);
        expect(after.value).toBe(total(definition.computation, shownFor(batches)));
        expect(after.rows).toBe(after.value);
        expect(after.groups).toEqual(apart(definition.computation, shownFor(batches)));
        expect(after.groupRows).toEqual(after.groups);
        expect(after.records).toEqual(
          shownFor(batches)
            .map((one) => one.recordId)
            .sort(),
        );

        const anyKnown = batches.slice(0, half).some(({ versions }) => versions.length > 0);
        if (anyKnown) expect(await show(park, definition, before.knownAt)).toEqual(before);
      }),
      { numRuns: 120 },
    );
  });
});
