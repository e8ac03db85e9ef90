import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { integer, numeric, pgTable, text, timestamp, uuid, varchar } from 'drizzle-orm/pg-core';
import { type PlatformDatabase, platformDatabase } from './platform-database.ts';
import { thing } from './thing.ts';

let test: PlatformDatabase;

beforeAll(async () => {
  test = await platformDatabase();
});
afterAll(() => test.drop());

describe('schemaDrift', () => {
  it('is empty where code and database agree', async () => {
    await test.db.pool.query(
      'create table many (n numeric(12,3) not null, v varchar(4), t timestamptz not null, a text[])',
    );
    const many = pgTable('many', {
      n: numeric('n', { precision: 12, scale: 3 }).notNull(),
      v: varchar('v', { length: 4 }),
      t: timestamp('t', { withTimezone: true }).notNull(),
      a: text('a').array(),
    });
    expect(await schemaDrift(test.db, [thing, many])).toEqual([]);
  });

  it('names every column that differs', async () => {
    const drifted = pgTable('thing', {
      id: uuid('id').primaryKey(),
      park: text('park_id'),
      name: integer('name').notNull(),
      version: integer('version').notNull(),
      colour: text('colour'),
    });
    expect(await schemaDrift(test.db, [drifted])).toEqual([
      'thing.park_id: nullable in code',
      'thing.name: integer in code, text in the database',
      'thing.colour: not in the database',
      'thing.ledger_hash: not in the code',
    ]);
    expect(await schemaDrift(test.db, [pgTable('nowhere', { id: uuid('id') })])).toEqual([
      'nowhere.id: not in the database',
    ]);
  });
});
