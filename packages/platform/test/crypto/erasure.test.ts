import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@qinwu/domain/id';
import { openKeyring } from '@qinwu/platform/crypto/keyring';
import { destroyRecordKey, keepRecordKey, recordKey } from '@qinwu/platform/crypto/record-key';
import { rewrapKeys } from '@qinwu/platform/crypto/rewrap-keys';
import { rewrapSchedule } from '@qinwu/platform/crypto/rewrap-schedule';
import { commit } from '@qinwu/platform/db/commit';
import { findAnswer, keepAnswer } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { entryHash, makeEntry } from '@qinwu/platform/ledger/entry';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { type PlatformDatabase, platformDatabase } from '../db/platform-database.ts';
import { creation, keptAnswer, PARK } from '../db/thing.ts';

const key = () => randomBytes(32).toString('base64');
const config = { dataKey: key(), indexKey: key(), eventKey: key() };
const keyring = openKeyring(config);

let test: PlatformDatabase;

beforeAll(async () => {
  test = await platformDatabase();
});
afterAll(() => test.drop());

/** Creates a thing about a person, with a keyed answer that names them. */
async function personal(name: string, answerKey: string): Promise<string> {
  const created = creation(name);
  const recordId = created.id;
  const { dek, wrapped } = keyring.newRecordKey(recordId);
  const sealed = keyring.sealField(dek, `ledger|person|${recordId}`, '王小明');
  const step = { ...created.change.entry, change: { person: sealed } };
  await commit(test.db, {
    ...created.change,
    entry: makeEntry(step, null),
    answer: { ...keptAnswer(answerKey, '{"person":"王小明"}'), recordId, dek },
    recordKey: { recordId, wrapped },
  });
  return recordId;
}

const answerKey = (name: string) => ({ clientId: 'client-1', operation: 'create-thing', key: name });

describe('the key of a record', () => {
  it('leaves no name in any table, gives the answer back byte for byte, and erases with the key', async () => {
    const recordId = await personal('person', 'answer-of-person');
    const { rows: plain } = await test.db.pool.query(
      `select (select count(*)::int from ledger where body like '%王小明%')
        + (select count(*)::int from idempotency where body like '%王小明%') as hits`,
    );
    expect(plain[0].hits).toBe(0);
    const found = await findAnswer(test.db, keyring, answerKey('answer-of-person'));
    expect(found).toEqual({
      fingerprint: 'f'.repeat(64),
      status: 201,
      headers: { location: '/things/1' },
      body: '{"person":"王小明"}',
      erased: false,
    });
    const erase = () =>
      inTransaction(test.db, (tx) => destroyRecordKey(tx, { park: PARK, recordId, now: new Date() }));
    const otherPark = inTransaction(test.db, (tx) =>
      destroyRecordKey(tx, { park: 'park-2', recordId, now: new Date() }),
    );
    expect(await otherPark).toBe(false);
    expect(await erase()).toBe(true);
    expect(await erase()).toBe(false);
    expect(await recordKey(test.db.orm, keyring, { park: PARK, recordId })).toBeNull();
    expect(await findAnswer(test.db, keyring, answerKey('answer-of-person'))).toMatchObject({
      body: '',
      erased: true,
    });
    const { rows } = await test.db.pool.query(
      'select body, prev_hash, hash from ledger where case_id = $1 order by seq',
      [recordId],
    );
    expect(rows.map((row) => entryHash(row.prev_hash, row.body) === row.hash)).toEqual([true]);
  });

  it('finds no answer for a key never used, and one kept in a transaction', async () => {
    expect(await findAnswer(test.db, keyring, answerKey('never-used-key'))).toBeNull();
    await inTransaction(test.db, (tx) => keepAnswer(tx, keptAnswer('kept-in-transaction')));
    expect(await findAnswer(test.db, keyring, answerKey('kept-in-transaction'))).toMatchObject({
      body: '{"id":1}',
      erased: false,
    });
  });

  it('is wrapped anew in batches, and the old data key is not needed after', async () => {
    const ids = Array.from({ length: 1_200 }, newId);
    await inTransaction(test.db, async (tx) => {
      for (const recordId of ids) {
        await keepRecordKey(tx, { park: PARK, recordId, wrapped: keyring.newRecordKey(recordId).wrapped });
      }
    });
    const dataKey = key();
    const both = openKeyring({ ...config, dataKey, previousDataKeys: [config.dataKey] });
    const first = await rewrapKeys(test.db, both, null);
    expect(first).toEqual({ rewrapped: 500, next: expect.any(String) });
    const period = { start: new Date(), end: new Date() };
    const said: string[] = [];
    const log = createLogger('test', 'info', { write: (line) => void said.push(line) });
    const turn = { signal: new AbortController().signal, stillMine: async () => {} };
    await rewrapSchedule(both, log).run(test.db, period, turn);
    await rewrapSchedule(both, log).run(test.db, period, turn);
    expect(said.map((line) => JSON.parse(line).msg)).toEqual([
      'record keys are now under DATA_KEY',
      'every record key is under DATA_KEY: PREVIOUS_DATA_KEYS can be removed',
    ]);
    const only = openKeyring({ ...config, dataKey });
    for (const recordId of ids) {
      expect(await recordKey(test.db.orm, only, { park: PARK, recordId })).toHaveLength(32);
    }
  });
});
