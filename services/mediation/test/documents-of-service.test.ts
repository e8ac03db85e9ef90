import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { INNER_ACTIONS } from '../src/rules/action-bodies.ts';
import { injuryBodies } from '../src/rules/injury/action-bodies.ts';
import { lifecycle } from '../src/rules/lifecycle.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const WINDOW = { roles: 'dispatcher', sub: 'window-1' } as const;
const ADMIN = { roles: 'admin', sub: 'admin-1' } as const;

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
});
afterAll(() => service?.close());

interface Described {
  tags: { name: string; description?: string }[];
  paths: Record<string, Record<string, { tags?: string[]; requestBody?: unknown }>>;
  components: {
    securitySchemes: { oauth2: { flows: { clientCredentials: { scopes: Record<string, string> } } } };
  };
}

async function described(): Promise<Described> {
  const response = await fetch(`${service.url}/mediation/openapi.json`);
  return (await response.json()) as Described;
}

/** The README without the blanks a formatter puts in. */
const squeeze = (text: string): string => text.replace(/\s+/g, ' ');

/** Every table of the code, by its name in the database. */
async function tablesOfCode(): Promise<Map<string, PgTable>> {
  const folder = new URL('../src/store/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(files.map((name) => import(new URL(name, folder).href)));
  const tables = modules.flatMap((module) => Object.values(module)).filter((value) => is(value, PgTable));
  return new Map(tables.map((table) => [getTableName(table), table]));
}

/** The tables that the service's own migrations make. */
async function tablesOfMigrations(): Promise<string[]> {
  const folder = new URL('../migrations/', import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql'));
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/create table (\w+)/gi)].map(([, name = '']) => name));
}

/** Written in SQL alone, or known to its one file. */
const NO_SHARED_TABLE = ['archive_number', 'disclosure', 'imported_record'];

describe('what is written down', () => {
  it('shows the lifecycle of the table in the README', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const moves = lifecycle
      .mermaid()
      .split('\n')
      .filter((line) => !/^ {2}(\w+) --> \1:/.test(line));
    expect(moves.length).toBeGreaterThan(30);
    expect(squeeze(readme)).toContain(squeeze(moves.join('\n')));
  });

  it('has one route per action in the OpenAPI document, each with an example', async () => {
    const { paths } = await described();
    const inner: readonly string[] = INNER_ACTIONS;
    const wanted = [
      ...lifecycle.actionNames
        .filter((action) => !inner.includes(action))
        .map((action) => `cases/{id}/actions/${action}`),
      ...Object.keys(injuryBodies).map((action) => `injury-applications/{id}/actions/${action}`),
    ];
    const hasExample = (path: string): boolean =>
      JSON.stringify(paths[`/mediation/v1/${path}`]?.post?.requestBody ?? '').includes('"example"');
    expect(wanted.filter((path) => !hasExample(path))).toEqual([]);
    for (const action of inner)
      expect(paths).not.toHaveProperty([`/mediation/v1/cases/{id}/actions/${action}`]);
  });

  it('has an example for every body but that of an unknown action', () => {
    const bare = service.app.http.routes.filter(
      (route) => route.body !== undefined && route.example === undefined,
    );
    expect(bare.map(({ url }) => url).filter((url) => !url.endsWith('/:action'))).toEqual([]);
  });

  it('describes every tag and every scope, and uses no other', async () => {
    const { tags, paths, components } = await described();
    const names = tags.map(({ name }) => name);
    expect(tags.filter(({ description }) => description === undefined)).toEqual([]);
    expect(names.filter((name) => !/^[\u4e00-\u9fff]+ [a-z ]+$/.test(name))).toEqual([]);
    expect(names.at(-1)).toBe('接口文档 documents');
    const used = Object.values(paths).flatMap((path) =>
      Object.values(path).flatMap((each) => each.tags ?? []),
    );
    expect([...new Set(used)].sort()).toEqual(names.toSorted());
    const { scopes } = components.securitySchemes.oauth2.flows.clientCredentials;
    expect(Object.keys(scopes)).toEqual(
      expect.arrayContaining([
        'mediation:read',
        'mediation:write',
        'mediation:admin',
        'import:history',
        'pii:read',
      ]),
    );
    expect(Object.entries(scopes).filter(([name, text]) => name === text)).toEqual([]);
  });

  it.each(['registerCase', 'receiveInjuryApplication'])(
    'has an example of %s that works as it stands',
    async (id) => {
      service.clock.set('2025-09-02T02:00:00Z');
      const spec = service.app.http.routes.find((route) => route.operationId === id);
      const path = spec?.url.replace('/mediation/v1', '') ?? '';
      const reply = await service.as(WINDOW)('POST', path, { body: spec?.example });
      expect(reply).toMatchObject({ status: 201, body: { version: 1, allowedActions: expect.any(Array) } });
    },
  );

  it('has the columns of the migrations in the tables of the code', async () => {
    const { rows } = await service.deps.db.pool.query<{ name: string; columns: string }>(
      `select table_name as name, string_agg(column_name || ' ' || is_nullable, ', ' order by column_name) as columns
       from information_schema.columns where table_schema = 'public' group by table_name`,
    );
    const stored = new Map(rows.map((row) => [row.name, row.columns]));
    const tables = await tablesOfCode();
    const columnsOf = (table: PgTable): string =>
      Object.values(getTableColumns(table))
        .map((column) => `${column.name} ${column.notNull ? 'NO' : 'YES'}`)
        .sort()
        .join(', ');
    const inCode = [...tables].map(([name, table]) => [name, columnsOf(table)]);
    expect(inCode).toEqual([...tables.keys()].map((name) => [name, stored.get(name)]));
    expect([...tables.keys(), ...NO_SHARED_TABLE].sort()).toEqual((await tablesOfMigrations()).sort());
  });

  it('keeps the park in every table of its own', async () => {
    const { rows } = await service.deps.db.pool.query<{ name: string }>(
      `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'park_id'`,
    );
    const withPark = rows.map(({ name }) => name);
    expect((await tablesOfMigrations()).filter((name) => !withPark.includes(name))).toEqual([]);
  });
});

describe('an operator', () => {
  it('takes the whole ledger of the own park out line by line, and nothing of another', async () => {
    await service.as(WINDOW)('POST', '/cases', {
      body: service.app.http.routes.find((route) => route.operationId === 'registerCase')?.example,
    });
    const linesOf = async (park: string): Promise<{ park: string }[]> => {
      const reply = await service.as({ ...ADMIN, park })('GET', '/ledger-export');
      expect(reply.headers.get('content-type')).toMatch(/jsonl/);
      const [header = '', ...lines] = String(reply.body).trim().split('\n');
      expect(JSON.parse(header)).toMatchObject({ format: 'qinwu-ledger-1', park });
      return lines.map((line) => JSON.parse(line));
    };
    expect((await linesOf('jinjiang')).length).toBeGreaterThan(0);
    expect((await linesOf('elsewhere')).filter(({ park }) => park === 'jinjiang')).toEqual([]);
  });

  it('sees dead letters, and 404 for one that is not there', async () => {
    const call = service.as(ADMIN);
    expect(await call('GET', '/dead-letters')).toMatchObject({ status: 200, body: { items: [] } });
    const none = '0199f0f0-0000-7000-8000-000000000000';
    expect(await call('POST', `/dead-letters/${none}/redrive`)).toMatchObject({ status: 404 });
  });
});
