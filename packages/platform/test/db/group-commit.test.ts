import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isDomainError } from '@qinwu/domain/errors';
import { type Change, commit } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import { gather } from '@qinwu/platform/db/gather';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { eventually } from '@qinwu/testkit/eventually';
import { type PlatformDatabase, platformDatabase } from './platform-database.ts';
import { creation, renaming } from './thing.ts';

let test: PlatformDatabase;

beforeAll(async () => {
  test = await platformDatabase();
});
afterAll(() => test.drop());

const MANY = 40;
const many = <T>(make: (n: number) => T): T[] => Array.from({ length: MANY }, (_, n) => make(n));

/** What became of a call: `written`, the code of its refusal, or the constraint it broke. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'written';
  } catch (error) {
    return isDomainError(error) ? error.code : (constraintOf(error) ?? String(error));
  }
}

const allOf = (changes: readonly Change[]): Promise<string[]> =>
  Promise.all(changes.map((change) => outcomeOf(commit(test.db, change))));

/** Things of this name, and the transactions that wrote them. */
async function thingsLike(name: string): Promise<{ things: number; transactions: number }> {
  const { rows } = await test.db.pool.query(
    'select count(*)::int as things, count(distinct xmin::text)::int as transactions from thing where name like $1',
    [`${name}-%`],
  );
  return rows[0];
}

describe('commits that wait at the same moment', () => {
  it('are written by a few transactions, every one of them whole', async () => {
    const created = many((n) => creation(`crowd-${n}`));
    expect(new Set(await allOf(created.map(({ change }) => change)))).toEqual(new Set(['written']));
    const { things, transactions } = await thingsLike('crowd');
    expect(things).toBe(MANY);
    expect(transactions).toBeLessThan(MANY / 3);
    const { rows } = await test.db.pool.query(
      `select count(*)::int as n from ledger l join thing t on t.id = l.case_id
        where t.name like 'crowd-%' and l.hash = t.ledger_hash`,
    );
    expect(rows[0].n).toBe(MANY);
  });

  it('hear of their own fault alone', async () => {
    await commit(test.db, creation('taken').change);
    const created = many((n) => creation(n % 10 === 3 ? 'taken' : `faulty-${n}`));
    const outcomes = await allOf(created.map(({ change }) => change));
    expect(outcomes).toEqual(many((n) => (n % 10 === 3 ? 'thing_park_id_name_key' : 'written')));
    expect((await thingsLike('faulty')).things).toBe(MANY - 4);
  });

  it('write nothing for those whose record moved, and all for the rest', async () => {
    const created = many((n) => creation(`moved-${n}`));
    await allOf(created.map(({ change }) => change));
    const late = created.filter((_, n) => n % 4 === 1);
    await allOf(late.map(({ id, head }, n) => renaming(id, head, `ahead-${n}`).change));
    const renamed = created.map(({ id, head }, n) => renaming(id, head, `after-${n}`).change);
    expect(await allOf(renamed)).toEqual(many((n) => (n % 4 === 1 ? 'version-stale' : 'written')));
    expect((await thingsLike('after')).things).toBe(MANY - late.length);
    const { rows } = await test.db.pool.query(
      `select count(*)::int as n from thing t where (t.name like 'after-%' or t.name like 'ahead-%')
        and (select count(*) from ledger where case_id = t.id) = 2
        and (select count(*) from thing_note where thing_id = t.id) = 1`,
    );
    expect(rows[0].n).toBe(MANY);
  });

  it('are each told that the outcome is unknown where the connection is lost, and those behind go on', async () => {
    const holder = await test.db.pool.connect();
    await holder.query('begin');
    await holder.query('lock table thing in access exclusive mode');
    const outcomes = allOf(many((n) => creation(`lost-${n}`).change));
    await eventually(async () => {
      const { rowCount } = await holder.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where wait_event_type = 'Lock' and query like '%thing%' and datname = current_database()`,
      );
      expect(rowCount).toBeGreaterThan(0);
    });
    await holder.query('commit');
    holder.release();
    const told = await outcomes;
    const unknown = told.filter((outcome) => outcome === 'outcome-unknown').length;
    expect(unknown).toBeGreaterThan(0);
    expect(told.filter((outcome) => outcome === 'written')).toHaveLength(MANY - unknown);
    expect((await thingsLike('lost')).things).toBe(MANY - unknown);
  });

  it('are refused inside a transaction, whose connection they would not use', async () => {
    const inside = inTransaction(test.db, () => commit(test.db, creation('inside').change));
    await expect(inside).rejects.toThrow('inside a transaction');
  });
});

describe('the checker of their own fault alone', () => {
  it('finds the innocent refused where a refused statement is not taken apart', async () => {
    const mutant = gather<null, Change, boolean>({
      atOnce: 1,
      keyOf: () => '',
      sizeOf: (waiting) => waiting,
      async run(db, _shared, changes) {
        for (const change of changes) await commit(db, change);
        return changes.map(() => ({ status: 'fulfilled', value: true }));
      },
    });
    const changes = many((n) => creation(n === 5 ? 'taken' : `mutant-${n}`).change);
    const outcomes = await Promise.all(changes.map((change) => outcomeOf(mutant(test.db, null, change))));
    const innocent = outcomes.filter((outcome, n) => n !== 5 && outcome !== 'written');
    expect(innocent.length).toBeGreaterThan(0);
  });
});
