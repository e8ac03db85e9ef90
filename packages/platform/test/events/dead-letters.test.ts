import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@qinwu/testkit/database';
import { sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../../src/db/database.ts';
import {
  countForged,
  type DeadLetter,
  dismissDeadLetter,
  listDeadLetters,
  redrive,
} from '../../src/events/dead-letters.ts';
import { notYet } from '../../src/events/event-handler.ts';
import { count, effectDatabase, effectHandler, log, registered } from './bus-fixture.ts';

const PARK = 'hefei';

describe('a dead letter', () => {
  let database: TestDatabase;
  let db: Database;
  const faulty = new Map<string, Error>();
  const handler = effectHandler((subject) => faulty.get(subject) ?? null);
  beforeAll(async () => {
    database = await effectDatabase();
    db = openDatabase({ url: database.url, max: 4, log });
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  const bury = async (reason: string, change: Record<string, unknown> = {}): Promise<string> => {
    const [row] = registered();
    if (row === undefined) throw new Error('nobody listens');
    const envelope = JSON.stringify({ ...JSON.parse(row.envelope), ...change });
    await db.orm.execute(sql`
      insert into dead_letter (event_id, producer, type, park_id, envelope, error, attempts, reason)
      values (${row.eventId}, 'grievance', ${row.type}, ${reason === 'forged' ? null : PARK}, ${envelope}, '', 0, ${reason})`);
    return row.eventId;
  };
  const all = async (forged: boolean): Promise<DeadLetter[]> => {
    const found: DeadLetter[] = [];
    let cursor: string | undefined;
    do {
      const page = await listDeadLetters(db, { park: PARK, forged, limit: 3, cursor });
      found.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return found;
  };
  const drive = (eventId: string) => redrive(db, [handler], { park: PARK, eventId });

  it('is found behind any number of forged ones, page after page', async () => {
    await db.orm.execute(sql`
      insert into dead_letter (event_id, producer, type, envelope, error, attempts, reason)
      select gen_random_uuid(), 'unknown', 'unknown', 'junk', '', 0, 'forged' from generate_series(1, 7)`);
    const real: string[] = [];
    for (let at = 0; at < 7; at++) real.push(await bury('failed'));
    expect((await all(false)).map((letter) => letter.eventId)).toEqual(real);
    expect(await all(true)).toHaveLength(7);
    expect(await countForged(db)).toBe(7);
  });

  it('is put away by a person, once, of the own park alone', async () => {
    for (const eventId of [await bury('too-old'), await bury('forged')]) {
      const dismiss = (park: string) => dismissDeadLetter(db, { park, eventId, actor: 'admin-1' });
      await dismiss(PARK);
      await expect(dismiss(PARK)).rejects.toMatchObject({ code: 'dead-letter-not-found' });
      await expect(drive(eventId)).rejects.toMatchObject({ code: 'dead-letter-not-found' });
    }
    const other = await bury('failed');
    await expect(
      dismissDeadLetter(db, { park: 'elsewhere', eventId: other, actor: 'admin-1' }),
    ).rejects.toMatchObject({ code: 'dead-letter-not-found' });
    expect((await all(false)).map((letter) => letter.eventId)).toContain(other);
  });

  it.each(['forged', 'too-old'])('is not driven again where it may not be applied: %s', async (reason) => {
    const effects = await count(db, 'effect');
    await expect(drive(await bury(reason))).rejects.toMatchObject({
      kind: 'rule',
      code: `dead-letter-${reason}`,
    });
    expect(await count(db, 'effect')).toBe(effects);
  });

  const failing: readonly (readonly [string, string, Record<string, unknown>, Error | null])[] = [
    ['its payload does not fit', 'bad-payload', { data: {} }, null],
    ['another service announces it', 'malformed', { source: '/credit' }, null],
    ['nobody handles it', 'unknown-type', { type: 'qinwu.grievance.sung.v1' }, null],
    ['its handler fails', 'failed', { subject: 'broken' }, new Error('of 李四')],
    [
      'its handler has no file',
      'failed',
      { subject: 'lost' },
      Object.assign(new Error(), { code: 'ENOENT' }),
    ],
    ['its handler waits', 'not-yet', { subject: 'early' }, notYet('nothing there')],
  ];
  it.each(failing)('is refused with its reason and kept where %s', async (_, reason, change, fault) => {
    if (fault !== null) faulty.set(String(change.subject), fault);
    const eventId = await bury('failed', change);
    await expect(drive(eventId)).rejects.toMatchObject({
      kind: 'rule',
      code: 'dead-letter-fails',
      extra: { reason },
    });
    expect((await all(false)).map((letter) => letter.eventId)).toContain(eventId);
  });

  it('that was applied meanwhile under its own id is not applied again', async () => {
    const applied = registered()[0];
    const eventId = await bury('malformed', { id: applied?.eventId });
    await db.orm.execute(
      sql`insert into inbox (event_id, producer) values (${applied?.eventId}, 'grievance')`,
    );
    const effects = await count(db, 'effect');
    await drive(eventId);
    expect(await count(db, 'effect')).toBe(effects);
  });
});
