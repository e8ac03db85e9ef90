import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isDomainError } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { commit, defineCommit, retryStale, StaleError } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import { sql } from 'drizzle-orm';
import { type PlatformDatabase, platformDatabase, testKeyring } from './platform-database.ts';
import { creation, delivery, keptAnswer, renaming } from './thing.ts';

let test: PlatformDatabase;

beforeAll(async () => {
  test = await platformDatabase();
});
afterAll(() => test.drop());

/** Rows in every table that a commit touches, for one case. */
async function rowsOf(id: string, key: string): Promise<Record<string, number>> {
  const { rows } = await test.db.pool.query(
    `select (select version from thing where id = $1) as version,
      (select count(*)::int from thing_note where thing_id = $1) as notes,
      (select count(*)::int from ledger where case_id = $1) as entries,
      (select count(*)::int from outbox) as deliveries,
      (select count(*)::int from idempotency where key = $2) as answers,
      (select count(*)::int from record_key where record_id = $1) as keys`,
    [id, key],
  );
  return rows[0];
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return isDomainError(error) ? `${error.kind} ${error.code}` : String(error);
}

describe('commit', () => {
  it('writes the row, the entry, the deliveries, the answer and the key together', async () => {
    const created = creation('whole');
    const { wrapped } = testKeyring().newRecordKey(created.id);
    let pokes = 0;
    test.db.onCommit = () => {
      pokes++;
    };
    const before = await rowsOf(created.id, 'key-whole');
    await commit(test.db, {
      ...created.change,
      events: [delivery('cockpit'), delivery('credit')],
      answer: keptAnswer('key-whole'),
      recordKey: { recordId: created.id, wrapped },
    });
    const { deliveries, ...rest } = await rowsOf(created.id, 'key-whole');
    expect(rest).toEqual({ version: 1, notes: 0, entries: 1, answers: 1, keys: 1 });
    expect(deliveries).toBe(Number(before.deliveries) + 2);
    expect(pokes).toBe(1);
  });

  it.each([0, 1, 4, 5, 12])('owes %d deliveries', async (count) => {
    const events = Array.from({ length: count }, (_, n) => delivery(`listener-${n}`));
    await commit(test.db, creation(`deliveries-${count}`, { events }).change);
    const { rows } = await test.db.pool.query(
      'select event_id, listener, type, park_id, envelope from outbox where event_id = any($1) order by 1',
      [events.map((event) => event.eventId)],
    );
    const written = rows.map((row) => ({
      eventId: row.event_id,
      listener: row.listener,
      type: row.type,
      park: row.park_id,
      envelope: row.envelope,
    }));
    expect(written).toEqual(events.toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1)));
  });

  it('writes nothing at all where the version moved', async () => {
    const created = creation('stale');
    await commit(test.db, created.change);
    await commit(test.db, renaming(created.id, created.head, 'stale-2').change);
    const before = await rowsOf(created.id, 'key-stale');
    const late = renaming(created.id, created.head, 'stale-3', {
      events: [delivery()],
      answer: keptAnswer('key-stale'),
      recordKey: { recordId: created.id, wrapped: 'v1.x.y' },
    });
    await expect(commit(test.db, late.change)).rejects.toBeInstanceOf(StaleError);
    expect(await rowsOf(created.id, 'key-stale')).toEqual(before);
    expect(before).toMatchObject({ version: 2, notes: 1, entries: 2, answers: 0, keys: 0 });
  });

  it('lets one of 50 concurrent moves win, and the rest stale', async () => {
    const created = creation('race');
    await commit(test.db, created.change);
    const moves = Array.from({ length: 50 }, (_, n) => renaming(created.id, created.head, `race-${n}`));
    const outcomes = await Promise.all(moves.map(({ change }) => refusalOf(commit(test.db, change))));
    expect(outcomes.filter((outcome) => outcome === 'null')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'stale version-stale')).toHaveLength(49);
    expect(await rowsOf(created.id, '')).toMatchObject({ version: 2, notes: 1, entries: 2 });
  });

  it('tells a key taken meanwhile from any other broken constraint', async () => {
    await commit(test.db, creation('keyed', { answer: keptAnswer('key-twice') }).change);
    const again = creation('keyed-again', { answer: keptAnswer('key-twice') });
    expect(await refusalOf(commit(test.db, again.change))).toBe('conflict idempotency-key-taken');
    expect((await rowsOf(again.id, '')).entries).toBe(0);
    const sameName = commit(test.db, creation('keyed').change).catch(constraintOf);
    expect(await sameName).toBe('thing_park_id_name_key');
  });

  it('creates once when 50 identical keyed requests arrive together', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        refusalOf(commit(test.db, creation(`once-${n}`, { answer: keptAnswer('key-once') }).change)),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'null')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'conflict idempotency-key-taken')).toHaveLength(49);
    const { rows } = await test.db.pool.query(
      `select count(*)::int as n from thing where name like 'once-%'`,
    );
    expect(rows[0].n).toBe(1);
  });

  it('reads and decides again where the row moved, eight times at most, and not where the caller is behind', async () => {
    const created = creation('again');
    await commit(test.db, created.change);
    const moved = renaming(created.id, created.head, 'again-2');
    let reads = 0;
    await retryStale(async () => {
      reads++;
      if (reads === 1) await commit(test.db, moved.change);
      const head = reads === 1 ? created.head : moved.head;
      await commit(test.db, renaming(created.id, head, `again-${reads + 2}`).change);
    });
    expect(reads).toBe(2);
    let attempts = 0;
    const never = retryStale(async () => {
      attempts++;
      throw new StaleError();
    });
    expect(await refusalOf(never)).toBe('stale version-stale');
    expect(attempts).toBe(8);
    attempts = 0;
    const behind = retryStale(async () => {
      attempts++;
      ensureVersion({ version: 2 }, 1);
    });
    expect([await refusalOf(behind), attempts]).toEqual(['stale version-stale', 1]);
  });

  it('names a missing value instead of writing null', async () => {
    const { change } = creation('no-name');
    const { name: _, ...values } = change.values;
    await expect(commit(test.db, { ...change, values })).rejects.toThrow('"name"');
  });
});

describe('defineCommit', () => {
  const guard = sql`update thing set version = version + 1 where id = ${sql.placeholder('id')} returning id`;

  it('refuses a guard that returns nothing and a part that does not select from it', () => {
    expect(() => defineCommit('no-returning', { guard: sql`delete from thing` })).toThrow('must return');
    const loose = sql`insert into thing_note (thing_id, note) values (${sql.placeholder('id')}, 'x')`;
    expect(() => defineCommit('loose', { guard, also: { loose } })).toThrow('must select from "guard"');
    expect(() => defineCommit('taken-name', { guard, also: { ledger_part: guard } })).toThrow('ledger_part');
    expect(() => defineCommit('Bad Name', { guard })).toThrow('does not fit');
  });

  it('would store a success that never happened, were a part not tied to the guard', async () => {
    const id = newId();
    const { text, values } = unguardedAnswer(id, 'key-mutant');
    const { rowCount } = await test.db.pool.query(text, values);
    // The checker of "writes nothing at all where the version moved" fails this mutant.
    expect(rowCount).toBe(0);
    expect((await rowsOf(id, 'key-mutant')).answers).toBe(1);
  });
});

/** The mutant: a stale move whose answer does not select from the guard. */
function unguardedAnswer(id: string, key: string): { text: string; values: unknown[] } {
  const text = `with "guard" as (update thing set version = 2 where id = $1 and version = 1 returning id),
    answer_part as (insert into idempotency (client_id, operation, key, fingerprint, status, headers, body)
      values ('client-1', 'rename-thing', $2, 'f', 200, '{}', '{}'))
    select 1 from "guard"`;
  return { text, values: [id, key] };
}
