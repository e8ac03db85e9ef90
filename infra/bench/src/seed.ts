import { sealReporter } from '@qinwu/grievance/use-cases/reporter-secrets';
import { openKeyring } from '@qinwu/platform/crypto/keyring';
import type pg from 'pg';
import type { ServiceKeys } from './servers.ts';

const DAYS = 730;

/**
 * Fills a grievance database up to so many records by SQL, each with its clock, record key, ledger entry and kept
 * answer, copies of the first record spread over two years. Returns ids of records that can be read as a client
 * reads them: their personal fields are sealed under real keys.
 */
export async function seedGrievances(
  client: pg.Client,
  { rows, readable, keys }: { rows: number; readable: number; keys: ServiceKeys },
): Promise<string[]> {
  // A first half of hexadecimal digits that rises with time, as in UUIDv7: inserts go to the end of the index.
  await client.query(
    `create temporary table s as
    select n, now() - (1 - n::float8 / $1::int) * interval '${DAYS} days' - interval '1 minute' as at,
      (lpad(to_hex(1600000000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8'
        || substr(md5(n::text), 4, 15))::uuid as id
    from generate_series(1, $1::int) as n`,
    [rows],
  );
  await copyFirst(client, 'grievance', {
    id: 's.id',
    number: `'SEED-' || s.n`,
    state: `(array['REGISTERED','DISPATCHED','IN_PROGRESS','REPLIED','CLOSED','WRITTEN_OFF'])[1 + s.n % 6]`,
    filed_by: `'citizen-' || (s.n % 5000)`,
    registered_at: 's.at',
    recorded_at: 's.at',
  });
  await copyFirst(client, 'grievance_clock', { grievance_id: 's.id', next_light_at: 'null' });
  await copyFirst(client, 'record_key', { record_id: 's.id' });
  await copyFirst(client, 'ledger', { case_id: 's.id', at: 's.at' }, `where case_kind = 'grievance'`);
  await copyFirst(client, 'idempotency', { key: 'md5(s.n::text)', record_id: 's.id' });
  const ids = await makeReadable(client, readable, keys);
  await client.query('drop table s');
  // Settle now what autovacuum would do in the middle of a measurement.
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
  return ids;
}

/** Copies the first row of a table once for each row of `s`, with some columns of their own. */
async function copyFirst(
  client: pg.Client,
  table: string,
  changed: Readonly<Record<string, string>>,
  where = '',
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  );
  const names = rows.map(({ name }) => name);
  await client.query(`insert into ${table} (${names.join(', ')})
    select ${names.map((name) => changed[name] ?? `t.${name}`).join(', ')}
    from s, (select * from ${table} ${where} limit 1) as t order by s.n`);
}

async function makeReadable(client: pg.Client, count: number, keys: ServiceKeys): Promise<string[]> {
  const keyring = openKeyring(keys);
  const { rows } = await client.query<{ id: string }>('select id from s order by random() limit $1', [count]);
  const fields = { name: '陈晓梅', phone: '13800138000', idNumber: null, address: null };
  for (const { id } of rows) {
    const { dek, wrapped } = keyring.newRecordKey(id);
    const { reporterName, reporterPhone } = sealReporter(keyring, dek, id, fields);
    await client.query('update record_key set wrapped = $2 where record_id = $1', [id, wrapped]);
    await client.query('update grievance set reporter_name = $2, reporter_phone = $3 where id = $1', [
      id,
      reporterName,
      reporterPhone,
    ]);
  }
  return rows.map(({ id }) => id);
}
