import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '@qinwu/platform/db/database';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { runLedgerVerify } from '@qinwu/platform/ledger/cli';
import { type ChainHead, makeEntry } from '@qinwu/platform/ledger/entry';
import { exportLedger } from '@qinwu/platform/ledger/export';
import { type Sealer, startSealer } from '@qinwu/platform/ledger/sealer';
import { verifyExport } from '@qinwu/platform/ledger/verify';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import { type PlatformDatabase, platformDatabase } from '../db/platform-database.ts';
import { entriesOf, keys, ledgerKey } from './sealed-ledger.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const NEVER_MS = 3_600_000;

let test: PlatformDatabase;
let folder: string;
let file: string;
let sealer: Sealer;

beforeAll(async () => {
  test = await platformDatabase();
  folder = await mkdtemp(join(tmpdir(), 'checkpoints-'));
  file = join(folder, 'disk', 'checkpoints.jsonl');
  sealer = sealerTo(file);
});
afterAll(async () => {
  await sealer.close();
  await test.drop();
  await rm(folder, { recursive: true });
});

function sealerTo(checkpointFile: string): Sealer {
  const options = { db: test.db, service: 'test', ledgerKey, checkpointFile, log: silent };
  return startSealer({ ...options, now: () => new Date(), everyMs: NEVER_MS });
}

const append = (entries: ReturnType<typeof entriesOf>, db: Database = test.db) =>
  inTransaction(db, (tx) => writeEntries(tx, entries));

async function exported(): Promise<string[]> {
  const blocks = await Readable.from(exportLedger(test.db, { now: new Date() })).toArray();
  return blocks.join('').trimEnd().split('\n');
}

const fileLines = async () => (await readFile(file, 'utf8')).trimEnd().split('\n');
const report = async () => verifyExport(await exported(), await fileLines(), keys.publicKey);

describe('the sealer', () => {
  it('seals what there is, and the export verifies', async () => {
    await append(entriesOf(100, 5));
    expect(await sealer.sealNow()).toBe(500);
    expect(await sealer.sealNow()).toBe(0);
    await append(entriesOf(10, 3));
    expect(await report()).toMatchObject({ fault: null, entries: 530, sealed: 500, checkpoints: 1 });
  });

  it('skips nothing that commits late, and never seals a case out of order', async () => {
    await sealer.sealNow();
    const [first, second, third] = entriesOf(1, 3);
    if (!first || !second || !third) throw new Error('three entries');
    const late = await test.db.pool.connect();
    await late.query('begin');
    // Takes its transaction number now, long before the entries that are committed first.
    await late.query('select pg_current_xact_id()');
    await append(entriesOf(20, 2));
    await append([first, second]);
    expect(await sealer.sealNow()).toBe(42);
    await append(entriesOf(5, 1));
    expect(await sealer.sealNow()).toBe(5);
    await late.query(
      `insert into ledger (park_id, case_kind, case_id, seq, at, actor, action, body, prev_hash, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[third.park, third.caseKind, third.caseId, third.seq, third.at.toISOString(), third.actor],
        ...[third.action, third.body, third.prevHash, third.hash],
      ],
    );
    await late.query('commit');
    late.release();
    expect(await sealer.sealNow()).toBe(1);
    const { rows } = await test.db.pool.query(
      `select count(*)::int as open from ledger l
        where not exists (select from ledger_leaf f where f.case_id = l.case_id and f.seq = l.seq)`,
    );
    expect(rows[0].open).toBe(0);
    expect(await report()).toMatchObject({ fault: null });
  });

  it('seals each entry once, however many sealers run and however many entries come meanwhile', async () => {
    const sealers = Array.from({ length: 3 }, () => sealerTo(file));
    const writing = Promise.all(Array.from({ length: 20 }, () => append(entriesOf(10, 2))));
    let sealed = 0;
    for (let round = 0; round < 3; round++) {
      for (const count of await Promise.all(sealers.map((one) => one.sealNow()))) sealed += count;
    }
    await writing;
    sealed += await sealer.sealNow();
    await Promise.all(sealers.map((one) => one.close()));
    expect(sealed).toBe(400);
    expect(await report()).toMatchObject({ fault: null });
  });

  it('splits a backlog into checkpoints of 10,000', async () => {
    const before = (await fileLines()).length;
    await append(entriesOf(2_500, 10));
    expect(await sealer.sealNow()).toBe(25_000);
    const added = (await fileLines()).slice(before).map((line) => JSON.parse(line).entries);
    expect(added).toEqual([10_000, 10_000, 5_000]);
    expect(await report()).toMatchObject({ fault: null });
  });

  it('heals a lost or torn file, and refuses one that tells another story', async () => {
    const lines = await fileLines();
    await writeFile(file, `${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 100)}`);
    await sealer.sealNow();
    expect(await fileLines()).toEqual(lines);
    await rm(file);
    await sealer.sealNow();
    expect(await fileLines()).toEqual(lines);
    await writeFile(file, `${lines[0]?.replace('"service":"test"', '"service":"tost"')}\n`);
    await expect(sealer.sealNow()).rejects.toThrow('restored or tampered with');
    await writeFile(file, `${lines.join('\n')}\n`);
  });

  it('goes on in a database restored where transactions are counted anew', async () => {
    await test.db.pool.query('alter table ledger_checkpoint disable trigger all');
    await test.db.pool.query(`update ledger_checkpoint set watermark = '999999999999'`);
    await test.db.pool.query('alter table ledger_checkpoint enable trigger all');
    await append(entriesOf(5, 2));
    expect(await report()).toMatchObject({ fault: null, sealed: (await report()).entries - 10 });
    expect(await sealer.sealNow()).toBe(10);
    await append(entriesOf(1, 1));
    expect(await sealer.sealNow()).toBe(1);
    expect(await report()).toMatchObject({ fault: null });
  });

  it('names what a superuser changed behind the triggers', async () => {
    const { rows } = await test.db.pool.query(
      'select case_id, seq from ledger_leaf where checkpoint = 2 order by position offset 7 limit 1',
    );
    const { case_id: caseId, seq } = rows[0];
    await test.db.pool.query(`alter table ledger disable trigger all`);
    await test.db.pool.query(`update ledger set actor = 'nobody' where case_id = $1 and seq = $2`, [
      caseId,
      seq,
    ]);
    expect((await report()).fault).toEqual({ kind: 'altered', caseId, seq });
    await test.db.pool.query(`update ledger set actor = 'officer-1' where case_id = $1 and seq = $2`, [
      caseId,
      seq,
    ]);
    expect((await report()).fault).toBeNull();
    await test.db.pool.query('delete from ledger where case_id = $1 and seq = $2', [caseId, seq]);
    expect((await report()).fault).toEqual({ kind: 'missing', caseId, seq });
  });

  it('tells the same on the command line', async () => {
    const path = join(folder, 'export.jsonl');
    const key = join(folder, 'key.pem');
    await writeFile(path, `${(await exported()).join('\n')}\n`);
    await writeFile(key, keys.publicKey.export({ format: 'pem', type: 'spki' }));
    let printed = '';
    const output = { write: (text: string) => (printed += text) };
    expect(await runLedgerVerify([path, '--checkpoints', file, '--key', key], output)).toBe(1);
    expect(printed).toContain('缺失 / first fault');
    expect(await runLedgerVerify([], output)).toBe(2);
    expect(await runLedgerVerify(['--nonsense', path], output)).toBe(2);
  });
});

describe('the ledger', () => {
  it('keeps one entry per place', async () => {
    const caseId = '0198f000-0000-7000-8000-000000000001';
    const step = { park: 'p', caseKind: 'k', caseId, at: new Date(), actor: 'a', action: 'b', change: {} };
    const start: ChainHead | null = null;
    await append([makeEntry(step, start)]);
    await expect(append([makeEntry(step, start)])).rejects.toThrow();
  });
});
