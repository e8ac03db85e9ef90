import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isDomainError } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { commit } from '@qinwu/platform/db/commit';
import { domainErrorOf } from '@qinwu/platform/db/database-error';
import { durabilityFaults } from '@qinwu/platform/db/durability';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { publish } from '@qinwu/platform/db/publish';
import { eventually } from '@qinwu/testkit/eventually';
import { sql } from 'drizzle-orm';
import { type PlatformDatabase, platformDatabase } from './platform-database.ts';
import { creation, delivery, renaming } from './thing.ts';

let test: PlatformDatabase;

beforeAll(async () => {
  test = await platformDatabase();
});
afterAll(() => test.drop());

/** The refusal that work ends in, or what else it was. */
async function refusalOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => domainErrorOf(reason) ?? reason,
  );
  if (!isDomainError(error)) return error;
  return { kind: error.kind, code: error.code, retryAfter: error.extra.retryAfter };
}

const unavailable = { kind: 'unavailable', code: 'database-unavailable', retryAfter: 1 };
const unknown = { kind: 'unavailable', code: 'outcome-unknown', retryAfter: 1 };

describe('a database that fails', () => {
  it('sets the limits of every session', async () => {
    const { rows } = await test.db.pool.query(`select name, setting from pg_settings where name = any($1)`, [
      ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'TimeZone', 'jit'],
    ]);
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
      statement_timeout: '5000',
      lock_timeout: '2000',
      idle_in_transaction_session_timeout: '5000',
      TimeZone: 'UTC',
      jit: 'off',
    });
  });

  it('names the settings that would lose commits', async () => {
    const soft = test.open({ max: 1 });
    await soft.pool.query('set synchronous_commit = off');
    expect(await durabilityFaults(soft)).toContain('synchronous_commit');
  });

  it('survives the end of idle connections', async () => {
    const db = test.open({ name: 'idle-victim' });
    await db.pool.query('select 1');
    await test.db.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'idle-victim'`,
    );
    await eventually(() => expect(db.pool.totalCount).toBe(0));
    await expect(refusalOf(commit(db, creation('after-idle').change))).resolves.toBeNull();
  });

  it('says that the outcome is unknown where the connection breaks under a statement', async () => {
    const db = test.open({ name: 'busy-victim' });
    const sleeping = refusalOf(db.pool.query('select pg_sleep(4)'));
    await terminate('busy-victim', 'pg_sleep');
    expect(await sleeping).toEqual(unknown);
    const other = test.open({ name: 'transaction-victim' });
    const inside = refusalOf(inTransaction(other, (tx) => tx.execute(sql`select pg_sleep(4)`)));
    await terminate('transaction-victim', 'pg_sleep');
    expect(await inside).toEqual(unknown);
    for (const pool of [db, other]) expect((await pool.pool.query('select 1')).rowCount).toBe(1);
  });

  it('is unavailable where nobody listens, and where no connection comes free in two seconds', async () => {
    const nobody = test.open({ url: 'postgres://127.0.0.1:1/none' });
    expect(await refusalOf(commit(nobody, creation('nobody').change))).toEqual(unavailable);
    const full = test.open({ max: 1 });
    const held = await full.pool.connect();
    const started = performance.now();
    expect(await refusalOf(full.orm.execute(sql`select 1`))).toEqual(unavailable);
    expect(performance.now() - started).toBeLessThan(3_000);
    held.release();
  });

  it('gives up on a row that stays locked, and on a query that runs too long', async () => {
    const created = creation('locked');
    await commit(test.db, created.change);
    const holder = await test.db.pool.connect();
    await holder.query('begin');
    await holder.query('select 1 from thing where id = $1 for update', [created.id]);
    const late = refusalOf(commit(test.db, renaming(created.id, created.head, 'locked-2').change));
    expect(await late).toEqual({ kind: 'conflict', code: 'record-busy', retryAfter: 1 });
    await holder.query('rollback');
    holder.release();
    const quick = test.open({ statementTimeoutMs: 50 });
    expect(await refusalOf(quick.pool.query('select pg_sleep(1)'))).toMatchObject({ code: 'query-timeout' });
  });
});

describe('inTransaction', () => {
  it('tries a serialisation failure again', async () => {
    const [left, right] = [creation('left'), creation('right')];
    await commit(test.db, left.change);
    await commit(test.db, right.change);
    let runs = 0;
    // Each reads both versions and writes one: a write skew that only one may commit at once.
    const skew = (id: string) =>
      inTransaction(
        test.db,
        async (tx) => {
          runs++;
          const total = await tx.execute<{ n: number }>(
            sql`select sum(version)::int as n from thing where name in ('left', 'right')`,
          );
          await tx.execute(sql`select pg_sleep(0.05)`);
          await tx.execute(sql`update thing set version = ${total.rows[0]?.n ?? 0} where id = ${id}`);
        },
        { isolation: 'serializable' },
      );
    await Promise.all([skew(left.id), skew(right.id)]);
    expect(runs).toBeGreaterThan(2);
    const { rows } = await test.db.pool.query(
      `select version from thing where name in ('left', 'right') order by version`,
    );
    expect(rows.map((row) => row.version)).toEqual([2, 3]);
  });

  it('refuses the pool inside a transaction on it, at once', async () => {
    const inside = inTransaction(test.db, () => test.db.orm.execute(sql`select 1`));
    await expect(inside).rejects.toThrow();
    const nested = inTransaction(test.db, () => inTransaction(test.db, async () => undefined));
    await expect(nested).rejects.toThrow('inside a transaction');
    const commits = inTransaction(test.db, () => commit(test.db, creation('inside').change));
    await expect(commits).rejects.toThrow('inside a transaction');
  });

  it('serves 50 transactions at once from two connections', async () => {
    const db = test.open({ max: 2 });
    const done = await Promise.all(
      Array.from({ length: 50 }, () => inTransaction(db, (tx) => tx.execute(sql`select 1`))),
    );
    expect(done).toHaveLength(50);
  });

  it('pokes the relay after the commit, and not after a rollback', async () => {
    const db = test.open();
    const seen: number[] = [];
    const row = delivery();
    db.onCommit = () => {
      seen.push(1);
    };
    await expect(
      inTransaction(db, async (tx) => {
        await publish(tx, [delivery()]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(seen).toHaveLength(0);
    await inTransaction(db, (tx) => publish(tx, [row, { ...row, listener: 'credit' }]));
    expect(seen).toHaveLength(1);
    const { rows } = await db.pool.query('select listener from outbox where event_id = $1 order by 1', [
      row.eventId,
    ]);
    expect(rows.map((r) => r.listener)).toEqual(['cockpit', 'credit']);
    await inTransaction(db, (tx) => tx.execute(sql`select ${newId()}`));
    expect(seen).toHaveLength(1);
  });
});

/** Ends the connections of one application once they run the given statement. */
async function terminate(name: string, statement: string): Promise<void> {
  for (;;) {
    const { rowCount } = await test.db.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = $1 and state = 'active' and query like '%' || $2 || '%'`,
      [name, statement],
    );
    if (rowCount) return;
  }
}
