import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { closeServer } from '@qinwu/testkit/close-server';
import { createTestDatabase } from '@qinwu/testkit/database';
import { createTestIssuer, type TestIssuer } from '@qinwu/testkit/tokens';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { z } from 'zod';
import { openKeyring } from '../../src/crypto/keyring.ts';
import { StaleError } from '../../src/db/commit.ts';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { keepAnswer } from '../../src/db/idempotency.ts';
import { inTransaction } from '../../src/db/in-transaction.ts';
import { migrate } from '../../src/db/migrate.ts';
import { PLATFORM_MIGRATIONS } from '../../src/db/migration-files.ts';
import { createVerifier } from '../../src/http/auth.ts';
import type { Http } from '../../src/http/http.ts';
import type { HttpLimits } from '../../src/http/limits.ts';
import { PAGE_QUERY, pageAnswer, pageSchema } from '../../src/http/page-answer.ts';
import type { Restricted } from '../../src/http/route.ts';
import { createHttp } from '../../src/http/server.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const Child = z.object({ name: z.string().max(20), weight: z.number().min(0).optional() });
const NewThing = z
  .object({
    title: z.string().min(1).max(100),
    amount: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
    tags: z.array(z.string().max(20)).max(5).default([]),
    child: Child.optional(),
    code: z
      .string()
      .trim()
      .refine((text) => text !== 'taken', '编码不可用')
      .optional(),
  })
  .meta({ id: 'NewThing' });
const ThingPatch = z.object({ title: z.string().min(1).max(100) });
const Thing = z
  .object({ id: z.uuid(), title: z.string(), amount: z.int(), note: z.string().nullable(), version: z.int() })
  .meta({ id: 'Thing' });
const ThingPath = z.object({ id: z.uuid() });

const OFFICERS: Restricted = { roles: ['officer'], scopes: ['things:write', 'things:admin'] };
const READERS: Restricted = { roles: ['officer', 'handler'] };
const THING = { description: 'A thing', schema: Thing };

export interface Demo {
  http: Http;
  url: string;
  port: number;
  db: Database;
  issuer: TestIssuer;
  token: string;
  logLines: string[];
  json(path: string, init?: RequestInit): Promise<{ response: Response; body: Record<string, unknown> }>;
  close(): Promise<void>;
}

const key = () => randomBytes(32).toString('base64');

/** A whole service on a port of its own, with a table of things and no unique key but the platform's. */
export async function startDemo(limits: Partial<HttpLimits> = {}): Promise<Demo> {
  const logLines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) });
  const database = await createTestDatabase(migrateDemo, { template: 'platform-http' });
  const db = openDatabase({ url: database.url, max: 8, log });
  const issuer = await createTestIssuer();
  const http = await createHttp({
    service: 'demo',
    title: 'Demo',
    version: '1.2.3',
    db,
    keyring: openKeyring({ dataKey: key(), indexKey: key(), eventKey: key() }),
    verifier: createVerifier(issuer.verifierOptions),
    clock: { now: () => new Date() },
    log,
    metrics: createMetrics('demo', { process: 'without' }),
    limits: { maxEventLoopDelayMs: 0, ...limits },
  });
  addThings(http, db);
  addFaults(http, db);
  await http.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = http.app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const token = await issuer.token({ roles: 'officer', scopes: ['things:write'] });
  return {
    http,
    url,
    port,
    db,
    issuer,
    token,
    logLines,
    async json(path, init = {}) {
      const headers = { authorization: `Bearer ${token}`, ...init.headers };
      const response = await fetch(url + path, { ...init, headers });
      const text = await response.text();
      return { response, body: text === '' ? {} : JSON.parse(text) };
    },
    async close() {
      await closeServer(http.app);
      await db.close();
      await database.drop();
    },
  };
}

async function migrateDemo(url: string): Promise<void> {
  await migrate(url, [PLATFORM_MIGRATIONS]);
  const db = openDatabase({ url, max: 1, log: pino({ level: 'silent' }) });
  await db.orm.execute(sql`create table thing (id uuid, title text, amount bigint, version int)`);
  await db.close();
}

function addThings(http: Http, db: Database): void {
  http.route(
    {
      method: 'POST',
      url: '/demo/v1/things',
      operationId: 'createThing',
      summary: 'Creates a thing',
      access: OFFICERS,
      body: NewThing,
      idempotency: 'required',
      example: { title: '路灯不亮', amount: 3 },
      responses: { 201: { ...THING, description: 'Created' } },
    },
    async (call) => {
      const { title, amount, code } = call.body;
      const view = { id: newId(), title, amount, note: code ?? null, version: 1 };
      const answer = { status: 201, body: view, version: 1, location: `/demo/v1/things/${view.id}` };
      await inTransaction(db, async (tx) => {
        await tx.execute(sql`insert into thing values (${view.id}, ${title}, ${amount}, 1)`);
        const kept = call.keep(answer);
        if (kept !== undefined) await keepAnswer(tx, kept);
      });
      return answer;
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/demo/v1/things',
      operationId: 'listThings',
      summary: 'Lists things',
      access: READERS,
      query: z.object({
        ...PAGE_QUERY,
        page: z.int().min(1).optional(),
        sort: z.enum(['title', 'amount']).optional(),
        open: z.boolean().optional(),
        ids: z.array(z.string()).optional(),
      }),
      responses: { 200: { description: 'A page', schema: pageSchema('ThingPage', Thing) } },
    },
    async (call) => pageAnswer(call, { items: [], next: call.query.cursor === undefined ? 'abc' : null }),
  );
  http.route(
    {
      method: 'GET',
      url: '/demo/v1/things/:id',
      operationId: 'getThing',
      summary: 'Gets a thing',
      access: READERS,
      params: ThingPath,
      responses: { 200: THING },
    },
    async ({ params }) => {
      const body = { id: params.id, title: 'T', amount: 1, note: null, secret: 'never shown', version: 7 };
      return { status: 200, body, version: 7 };
    },
  );
  http.route(
    {
      method: 'PATCH',
      url: '/demo/v1/things/:id',
      operationId: 'changeThing',
      summary: 'Changes a thing',
      access: OFFICERS,
      params: ThingPath,
      body: ThingPatch,
      ifMatch: 'required',
      example: { title: '路灯已修' },
      responses: { 200: THING },
    },
    async ({ params, body, ifMatch }) => {
      if (ifMatch !== 7) throw new StaleError();
      const view = { id: params.id, title: body.title, amount: 1, note: null, version: 8 };
      return { status: 200, body: view, version: 8 };
    },
  );
}

const FAULT_PATH = z.object({ fault: z.enum(['throw', 'sql', 'conflict', 'rule', 'unavailable', 'slow']) });

function addFaults(http: Http, db: Database): void {
  http.route(
    {
      method: 'POST',
      url: '/demo/v1/echo',
      operationId: 'echo',
      summary: 'Takes a body from anyone',
      access: 'public',
      body: ThingPatch,
      responses: { 204: { description: 'Taken', schema: null } },
    },
    async () => ({ status: 204 }),
  );
  http.route(
    {
      method: 'GET',
      url: '/demo/v1/faults/:fault',
      operationId: 'fail',
      summary: 'Fails',
      access: 'public',
      params: FAULT_PATH,
      handlerTimeoutMs: 300,
      responses: { 200: { description: 'Never', schema: null } },
    },
    async ({ params: { fault } }) => {
      const title = { zh: '不可以', en: 'Not possible' };
      if (fault === 'throw') throw new Error('secret path /srv/app.ts');
      if (fault === 'sql') await db.orm.execute(sql`select * from no_such_table where name = ${'secret'}`);
      if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, 1_000).unref());
      const kind = fault === 'conflict' || fault === 'unavailable' ? fault : 'rule';
      throw refuse(kind, `demo-${fault}`, title, { extra: { allowedActions: ['accept'] } });
    },
  );
}
