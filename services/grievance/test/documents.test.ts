import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getTableColumns } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { lifecycle } from '../src/rules/lifecycle.ts';
import { grievanceClock } from '../src/store/clock-table.ts';
import { directoryTables } from '../src/store/directory-commits.ts';
import { grievance } from '../src/store/grievance-table.ts';
import { importedGrievance } from '../src/store/import-grievances.ts';
import { verificationSample, visit, visitProblem } from '../src/store/visit-tables.ts';
import { type GrievanceService, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
beforeAll(async () => {
  service = await startGrievanceService();
});
afterAll(async () => service.close());

interface Operation {
  description: string;
  requestBody: {
    content: Record<string, { example: Record<string, unknown>; encoding?: object } | undefined>;
  };
}

interface Described {
  tags: { name: string; description?: string }[];
  components: {
    securitySchemes: { oauth2: { flows: { clientCredentials: { scopes: Record<string, string> } } } };
  };
}

/** The README without the blanks a formatter puts in. */
const squeeze = (text: string): string => text.replace(/\s+/g, ' ');

describe('what is written down', () => {
  it('shows the lifecycle of the table in the README', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const moves = lifecycle
      .mermaid()
      .split('\n')
      .filter((line) => !/^ {2}(\w+) --> \1:/.test(line));
    expect(squeeze(readme)).toContain(squeeze(moves.join('\n')));
  });

  it('has one route per action in the OpenAPI document, each with an example', async () => {
    const response = await fetch(`${service.url}/grievance/openapi.json`);
    const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> };
    const missing = lifecycle.actionNames.filter(
      (action) =>
        !JSON.stringify(paths[`/grievance/v1/grievances/{id}/actions/${action}`] ?? '').includes('example'),
    );
    expect(missing).toEqual([]);
  });

  it('tells how to import: every kind with its presets and fields, and a form to send', async () => {
    const response = await fetch(`${service.url}/grievance/openapi.json`);
    const { paths } = (await response.json()) as { paths: Record<string, Record<string, Operation>> };
    const start = paths['/grievance/v1/imports']?.post;
    for (const word of [
      '`grievances`（预设 `petitions`）：`externalRef`* `origin`*',
      '`level3`',
      '`servings`',
    ])
      expect(start?.description).toContain(word);
    const form = start?.requestBody.content['multipart/form-data'];
    expect(form?.encoding).toEqual({ options: { contentType: 'text/plain' } });
    const sent = new FormData();
    sent.set('options', JSON.stringify(form?.example.options));
    sent.set('file', new Blob(['code,name\nu-1,物业一部\n']), 'units.csv');
    const reply = await service.as({ roles: 'admin' })('POST', '/imports', { form: sent });
    expect(reply).toMatchObject({ status: 202, body: { kind: 'units', dryRun: true } });
    expect(paths['/grievance/v1/files']?.post?.requestBody.content['multipart/form-data']?.example).toEqual({
      file: expect.any(String),
    });
  });

  it('describes every tag and every scope, the documents last', async () => {
    const response = await fetch(`${service.url}/grievance/openapi.json`);
    const { tags, components } = (await response.json()) as Described;
    expect(tags.filter(({ description }) => description === undefined)).toEqual([]);
    expect(tags.filter(({ name }) => !/^[\u4e00-\u9fff]+ [a-z]+$/.test(name))).toEqual([]);
    expect(tags.at(-1)?.name).toBe('接口文档 documents');
    const { scopes } = components.securitySchemes.oauth2.flows.clientCredentials;
    expect(Object.keys(scopes)).toEqual(
      expect.arrayContaining(['grievance:park', 'grievance:read', 'import:history', 'pii:read']),
    );
    expect(Object.entries(scopes).filter(([name, text]) => name === text)).toEqual([]);
  });

  it('has an intake example that works as it stands', async () => {
    const spec = service.app.http.routes.find((route) => route.operationId === 'registerGrievance');
    const reply = await service.as({ roles: 'citizen' })('POST', '/grievances', { body: spec?.example });
    expect(reply).toMatchObject({ status: 201, body: { unit: 'property', unroutedReason: null } });
  });

  it('has the columns of the migrations in the tables of the code', async () => {
    const tables: Record<string, PgTable> = {
      grievance,
      grievance_clock: grievanceClock,
      imported_grievance: importedGrievance,
      visit,
      visit_problem: visitProblem,
      verification_sample: verificationSample,
      ...directoryTables,
    };
    const { rows } = await service.deps.db.pool.query<{ table_name: string; columns: string }>(
      `select table_name, string_agg(column_name || ' ' || is_nullable, ', ' order by column_name) as columns
       from information_schema.columns where table_schema = 'public' group by table_name`,
    );
    const stored = new Map(rows.map((row) => [row.table_name, row.columns]));
    for (const [name, table] of Object.entries(tables)) {
      const columns = Object.values(getTableColumns(table)).map(
        (column) => `${column.name} ${column.notNull ? 'NO' : 'YES'}`,
      );
      expect(columns.sort().join(', ')).toBe(stored.get(name.replace('-', '_')));
    }
  });
});

describe('an operator', () => {
  it('takes the whole ledger out line by line', async () => {
    const reply = await service.as({ roles: 'admin' })('GET', '/ledger-export');
    expect(reply.headers.get('content-type')).toMatch(/jsonl/);
    const [header, ...lines] = String(reply.body).trim().split('\n');
    expect(JSON.parse(header ?? '')).toMatchObject({ format: 'qinwu-ledger-1' });
    expect(lines.length).toBeGreaterThan(40);
  });

  it('takes out nothing of another park', async () => {
    const reply = await service.as({ roles: 'admin', park: 'elsewhere' })('GET', '/ledger-export');
    const [header, ...lines] = String(reply.body).trim().split('\n');
    expect(JSON.parse(header ?? '')).toMatchObject({ park: 'elsewhere' });
    expect(lines.map((line) => JSON.parse(line).park).filter((park) => park !== 'elsewhere')).toEqual([]);
  });

  it('sees dead letters, and 404 for one that is not there', async () => {
    const call = service.as({ roles: 'admin' });
    expect(await call('GET', '/dead-letters')).toMatchObject({ status: 200, body: { items: [] } });
    const none = '0199f0f0-0000-7000-8000-000000000000';
    expect(await call('POST', `/dead-letters/${none}/redrive`)).toMatchObject({ status: 404 });
  });

  it('may set a park up again and again', async () => {
    const again = await service.as({ roles: 'admin' })('POST', '/setup', { body: {} });
    expect(again.body).toEqual({ units: 0, categories: 0, clockProfiles: 0 });
    const other = await service.as({ roles: 'admin', park: 'elsewhere' })('POST', '/setup', { body: {} });
    expect(other.body.units).toBeGreaterThan(5);
  });
});
