import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from '@qinwu/platform/db/database';
import { migrate, migrationsApplied } from '@qinwu/platform/db/migrate';
import { PLATFORM_MIGRATIONS } from '@qinwu/platform/db/migration-files';
import { createTestDatabase, type TestDatabase } from '@qinwu/testkit/database';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ROLE = `app_${process.pid}`;
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase(async () => undefined);
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
});
afterAll(async () => {
  const db = openDatabase({ url: database.url, max: 1, log: silent });
  await db.pool.query(`drop owned by ${ROLE}; drop role ${ROLE}`);
  await db.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

const write = (name: string, text: string) => writeFile(join(folder, name), text);

describe('migrate', () => {
  it('applies what is missing by name, also when an older name arrives later', async () => {
    const db = openDatabase({ url: database.url, max: 2, log: silent });
    expect(await migrationsApplied(db, [folder])).toBe(false);
    await write('0003-c.sql', 'create table c (n int)');
    await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, [PLATFORM_MIGRATIONS, folder])));
    await write('0002-b.sql', 'create table b (n int)');
    expect(await migrationsApplied(db, [folder])).toBe(false);
    await migrate(database.url, [PLATFORM_MIGRATIONS, folder]);
    expect(await migrationsApplied(db, [PLATFORM_MIGRATIONS, folder])).toBe(true);
    const { rows } = await db.pool.query(`select to_regclass('b') as b, to_regclass('c') as c`);
    expect(rows[0]).toEqual({ b: 'b', c: 'c' });
    await db.close();
  });

  it('leaves nothing of a migration that fails, and names it', async () => {
    await write('0004-d.sql', 'create table d (n int); select nonsense');
    await expect(migrate(database.url, [folder])).rejects.toThrow('0004-d.sql');
    const db = openDatabase({ url: database.url, max: 1, log: silent });
    const { rows } = await db.pool.query(`select to_regclass('d') as d`);
    expect(rows[0].d).toBeNull();
    await db.close();
    await rm(join(folder, '0004-d.sql'));
  });

  it('refuses a changed file and two of one name', async () => {
    await write('0003-c.sql', 'create table c (n bigint)');
    await expect(migrate(database.url, [folder])).rejects.toThrow('0003-c.sql');
    await write('0003-c.sql', 'create table c (n int)');
    await expect(migrate(database.url, [folder, folder])).rejects.toThrow('Two migrations');
  });

  it('gives the service role no right to change the ledger', async () => {
    const db = openDatabase({ url: database.url, max: 1, log: silent });
    await db.pool.query(`create role ${ROLE} login`);
    await migrate(database.url, [PLATFORM_MIGRATIONS, folder], { appRole: ROLE });
    await db.pool.query(`set role ${ROLE}`);
    for (const tables of ['ledger', 'ledger_leaf', 'ledger_checkpoint, ledger_leaf']) {
      for (const text of [`delete from ${tables.split(',')[0]}`, `truncate ${tables}`]) {
        await expect(db.pool.query(text)).rejects.toMatchObject({ code: '42501' });
      }
    }
    await expect(db.pool.query(`update ledger set body = ''`)).rejects.toMatchObject({ code: '42501' });
    await db.pool.query('delete from outbox');
    // The owner keeps the right and is stopped by the trigger.
    await db.pool.query('reset role');
    for (const text of ['delete from ledger', `update ledger set body = ''`, 'truncate ledger']) {
      await expect(db.pool.query(text)).rejects.toMatchObject({ code: '42501' });
    }
    await db.close();
  });
});
