import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RowReader, RowWriter } from '@qinwu/platform/db/binary-rows';
import { copyIn, copyOut } from '@qinwu/platform/db/copy';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { longStatement } from '@qinwu/platform/db/long-statement';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { type PlatformDatabase, platformDatabase } from './platform-database.ts';

let test: PlatformDatabase;

beforeAll(async () => {
  test = await platformDatabase();
  await test.db.pool.query(
    'create table copied (n integer, name text, total integer, parts integer[], missing smallint[], hash bytea)',
  );
});
afterAll(() => test.drop());

interface Row {
  name: string | null;
  total: number | null;
  parts: number[];
  missing: number[];
  hash: string;
}

const int4 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const row: fc.Arbitrary<Row> = fc.record({
  name: fc.option(fc.stringMatching(/^[A-Za-z0-9._-]{0,30}$/)),
  total: fc.option(int4),
  parts: fc.array(int4, { maxLength: 25 }),
  missing: fc.array(fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }), { maxLength: 25 }),
  hash: fc.stringMatching(/^([0-9a-f]{2}){0,32}$/),
});

it('what is written by COPY is what stands there, however much room it was given', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.nat(300), async (rows, room) => {
      const writer = new RowWriter(room);
      for (const [n, { name, total, parts, missing, hash }] of rows.entries()) {
        writer.row(6);
        writer.int4(n);
        writer.ascii(name);
        writer.int4(total);
        writer.int4Array(parts);
        writer.int2Array(missing);
        writer.hex(hash);
      }
      const stored = await inTransaction(test.db, async (tx) => {
        await tx.execute(sql`truncate copied`);
        expect(await copyIn('copied (n, name, total, parts, missing, hash)', writer.end())).toBe(rows.length);
        const found = await tx.execute(
          sql`select name, total, parts, missing, encode(hash, 'hex') as hash from copied order by n`,
        );
        return found.rows;
      });
      expect(stored).toEqual(rows);
    }),
    { numRuns: 40 },
  );
});

it('what is read by COPY is what stands there', async () => {
  const wide = fc.option(fc.maxSafeInteger(), { nil: null });
  const given = fc.array(fc.record({ name: fc.option(fc.string()), values: fc.option(fc.array(wide)) }), {
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(given, async (raw) => {
      const rows = raw.map(({ name, values }) => ({ name: name?.replaceAll('\0', '') ?? null, values }));
      const bytes = await inTransaction(test.db, () =>
        copyOut(sql`
          select name, (select array_agg(v::bigint order by at) from jsonb_array_elements_text(nullif(vs, 'null')) with
            ordinality as e (v, at)) from jsonb_to_recordset(${JSON.stringify(
              rows.map(({ name, values }, n) => ({ n, name, vs: values })),
            )}::jsonb) as r (n int, name text, vs jsonb) order by n`),
      );
      const reader = new RowReader(bytes);
      const slots = new Float64Array(6);
      const read: unknown[] = [];
      while (reader.next())
        read.push({ name: reader.text(), isThere: reader.int8Array(slots), slots: [...slots] });
      const expected = rows.map(({ name, values }) => {
        const isThere = values !== null && values.length > 0;
        const filled = Array.from({ length: 6 }, (_, at) => values?.[at] ?? Number.NaN);
        return { name, isThere, slots: isThere ? filled : expect.any(Array) };
      });
      expect(read).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

it('COPY leaves no timer of its own behind', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const [before, after] = await inTransaction(test.db, async () => {
    const standing = timers();
    await copyOut(sql`select n from generate_series(1, 100) n`);
    await copyIn('copied (n)', new RowWriter(0).end());
    return [standing, timers()];
  });
  expect(after).toBe(before);
});

it('a long statement may take longer than a request may, and no longer than it was given', async () => {
  const sleep = (seconds: number) =>
    inTransaction(test.db, (tx) =>
      longStatement<{ done: number }>(tx, sql`select 1 as done from pg_sleep(${seconds})`, { seconds: 1 }),
    );
  expect(await sleep(0.1)).toEqual([{ done: 1 }]);
  await expect(sleep(3)).rejects.toThrow();
});

it('COPY outside a transaction is a fault', async () => {
  await expect(copyOut(sql`select 1`)).rejects.toThrow('inTransaction');
});
