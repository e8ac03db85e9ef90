import { fieldRule, fieldRules } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { defineExport } from '@qinwu/platform/bulk/export/export-kind';
import { exportRoutes } from '@qinwu/platform/bulk/export/export-routes';
import { defineImport } from '@qinwu/platform/bulk/import/define-import';
import { importJob } from '@qinwu/platform/bulk/import/import-job';
import { importRoutes } from '@qinwu/platform/bulk/import/import-routes';
import { type Keyring, openKeyring } from '@qinwu/platform/crypto/keyring';
import { type Database, openDatabase } from '@qinwu/platform/db/database';
import { migrate } from '@qinwu/platform/db/migrate';
import { PLATFORM_MIGRATIONS } from '@qinwu/platform/db/migration-files';
import { fileRoutes } from '@qinwu/platform/files/file-routes';
import { type FileStore, openFileStore } from '@qinwu/platform/files/file-store';
import type { S3Options } from '@qinwu/platform/files/s3-blobs';
import { createVerifier } from '@qinwu/platform/http/auth';
import { createHttp } from '@qinwu/platform/http/server';
import { type JobRunner, startJobRunner } from '@qinwu/platform/jobs/run-jobs';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { createMetrics } from '@qinwu/platform/telemetry/metrics';
import { closeServer } from '@qinwu/testkit/close-server';
import { createTestDatabase } from '@qinwu/testkit/database';
import { createTestIssuer } from '@qinwu/testkit/tokens';
import { sql } from 'drizzle-orm';
import { z } from 'zod';

interface Letter {
  number: string;
  title: string;
  text: string | null;
  writtenAt: string | null;
  extension: Record<string, string | number>;
}

const ACCESS = { roles: ['officer'], scopes: ['import:write'] } as const;
const READ = { roles: ['officer'] } as const;

/** Letters: enough of a record to show every outcome. A title 'boom' is refused by the database itself. */
const letters = defineImport<Letter>({
  kind: 'letters',
  access: ACCESS,
  fields: ['number', 'title', 'text', 'writtenAt'],
  presets: {
    petitions: {
      mapping: {
        number: { column: '留言编号', format: 'text' },
        title: '留言主题',
        text: '留言详情',
        writtenAt: { column: '留言时间', format: 'date-time' },
      },
    },
  },
  parseRow({ fields, extension }) {
    const text = (name: string) =>
      fields[name] === null || fields[name] === undefined ? null : String(fields[name]);
    const [number, title] = [text('number'), text('title')];
    if (number === null || title === null) {
      const detail = { zh: '必填', en: 'is required' };
      const missing = [number === null ? '/number' : '', title === null ? '/title' : ''].filter(
        (pointer) => pointer !== '',
      );
      throw fieldRules(missing.map((pointer) => ({ pointer, code: 'required', detail })));
    }
    return { number, title, text: text('text'), writtenAt: text('writtenAt'), extension };
  },
  async commitSlice(tx, rows, { actor, source }) {
    const late = rows.find(({ row }) => row.title === 'late');
    if (late !== undefined) throw fieldRule('/title', 'too-late', { zh: '已过期', en: 'is too late' });
    const column = (value: (row: Letter) => unknown) => sql.param(rows.map(({ row }) => value(row)));
    const { rows: written } = await tx.execute<{
      number: string;
      id: string;
      outcome: 'created' | 'updated';
    }>(sql`
      insert into letter (id, park_id, source, number, title, body, extension)
      select u.id, ${actor.park}, ${source}, u.number, u.title, u.body, u.extension
      from unnest(${sql.param(rows.map(() => newId()))}::uuid[], ${column((row) => row.number)}::text[],
        ${column((row) => row.title)}::text[], ${column((row) => row.text)}::text[],
        ${column((row) => JSON.stringify(row.extension))}::jsonb[]) as u (id, number, title, body, extension)
      on conflict (park_id, source, number) do update set title = excluded.title, body = excluded.body
        where (letter.title, letter.body) is distinct from (excluded.title, excluded.body)
      returning number, id, case when xmax = 0 then 'created' else 'updated' end as outcome`);
    const byNumber = new Map(written.map((row) => [row.number, row]));
    return rows.map(({ line, row }) => {
      const made = byNumber.get(row.number);
      return made === undefined
        ? { line, outcome: 'unchanged' }
        : { line, outcome: made.outcome, id: made.id };
    });
  },
});

const letterExport = defineExport<{ number: string; title: string; body: string | null }>({
  kind: 'letters',
  summary: '导出来信',
  access: READ,
  query: z.object({ source: z.string().max(100).optional() }),
  columns: [
    { name: 'number', title: '留言编号' },
    { name: 'title', title: '留言主题' },
    { name: 'text', title: '留言详情' },
  ],
  select: (actor, { source }) => sql`
    select number, title, body from letter where park_id = ${actor.park} and (${source ?? null}::text is null or source = ${source ?? null})
    order by number`,
  open: () => (row) => [row.number, row.title, row.body],
});

const key = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');

async function migrateWithLetters(url: string): Promise<void> {
  await migrate(url, [PLATFORM_MIGRATIONS]);
  const db = openDatabase({ url, max: 1, log: createLogger('test', 'silent') });
  await db.pool.query(`create table letter (id uuid primary key, park_id text not null, source text not null,
    number text not null, title text not null check (title <> 'boom'), body text, extension jsonb not null,
    unique (park_id, source, number))`);
  await db.close();
}

export interface BulkService {
  url: string;
  db: Database;
  files: FileStore;
  keyring: Keyring;
  bearer(claims?: Parameters<Awaited<ReturnType<typeof createTestIssuer>>['bearer']>[0]): Promise<string>;
  /** Starts a worker; close it to stop after the slice in hand. */
  work(): { close(): Promise<void> };
  close(): Promise<void>;
}

/** A service with file, import and export routes on a database of its own; no worker until asked for. */
export async function startBulkService(
  options: { s3?: S3Options; maxRows?: number; maxBytes?: number } = {},
): Promise<BulkService> {
  const database = await createTestDatabase(migrateWithLetters, { template: 'platform-letters' });
  const log = createLogger('bulk', 'silent');
  const db = openDatabase({ url: database.url, max: 6, log });
  const keyring = openKeyring({ dataKey: key(), indexKey: key(), eventKey: key() });
  const files = openFileStore(db, keyring, options.s3);
  const issuer = await createTestIssuer();
  const clock = { now: () => new Date() };
  const verifier = createVerifier(issuer.verifierOptions);
  const http = await createHttp({
    service: 'bulk',
    title: 'Bulk',
    version: '1',
    db,
    keyring,
    verifier,
    clock,
    log,
    // A loaded test machine must not shed requests that the test is about.
    limits: { maxEventLoopDelayMs: 0 },
  });
  const limits = { maxRows: options.maxRows ?? 200_000, maxBytes: options.maxBytes ?? 64 * 1024 * 1024 };
  const deps = { files, clock, kinds: [letters], limits };
  const runners: JobRunner[] = [];
  importRoutes(http, deps, { prefix: '/bulk/v1', access: ACCESS, poke: () => runners.at(-1)?.poke() });
  exportRoutes(http, { db, keyring }, { prefix: '/bulk/v1', exports: [letterExport] });
  fileRoutes(http, files, { prefix: '/bulk/v1', upload: READ, download: READ, maxBytes: 1024 * 1024 });
  const url = await http.app.listen({ port: 0, host: '127.0.0.1' });
  const metrics = createMetrics('bulk', { process: 'without' });
  return {
    url,
    db,
    files,
    keyring,
    bearer: (claims = {}) => issuer.bearer({ roles: 'officer', scopes: ['import:write'], ...claims }),
    work() {
      const runner = startJobRunner({ db, definitions: [importJob(deps)], log, metrics, retryMs: 50 });
      runners.push(runner);
      return runner;
    },
    async close() {
      // A test that failed has left its worker running.
      for (const runner of runners) await runner.close();
      await closeServer(http.app);
      await db.close();
      await database.drop();
    },
  };
}
