import { randomBytes } from 'node:crypto';
import { openKeyring } from '@qinwu/platform/crypto/keyring';
import { createAnnouncer } from '@qinwu/platform/events/publisher';
import { createVerifier } from '@qinwu/platform/http/auth';
import type { Http } from '@qinwu/platform/http/http';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { createMetrics } from '@qinwu/platform/telemetry/metrics';
import { closeServer } from '@qinwu/testkit/close-server';
import { createMovableClock, type MovableClock } from '@qinwu/testkit/movable-clock';
import { createTestIssuer, type TestIssuer, type TokenClaims } from '@qinwu/testkit/tokens';
import { type App, createApp } from '../src/app.ts';
import type { Deps } from '../src/deps.ts';
import { titleKinds } from '../src/rules/titles/title-kinds.ts';
import { type CockpitDatabase, cockpitDatabase } from './cockpit-database.ts';

/** A reply with its JSON body. */
export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever member it expects, and fails where it is missing
  body: any;
}

export interface Sent {
  body?: unknown;
  /** A multipart form in place of a JSON body. */
  form?: FormData;
  headers?: Record<string, string>;
}

export interface CockpitServer extends CockpitDatabase {
  readonly deps: Deps;
  readonly app: App;
  readonly http: Http;
  readonly issuer: TestIssuer;
  readonly clock: MovableClock;
  readonly baseUrl: string;
  /** Somebody who calls: `as({ roles: 'officer' })('GET', '/titles')`. */
  as(claims: TokenClaims): (method: string, path: string, sent?: Sent) => Promise<Reply>;
  close(): Promise<void>;
}

const key = Buffer.alloc(32, 7).toString('base64');

const SCOPES = ['cockpit:read', 'cockpit:write', 'cockpit:admin'];

async function send(
  url: string,
  method: string,
  authorization: string,
  { body, form, headers }: Sent,
): Promise<Reply> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const keyed = method === 'POST' ? { 'idempotency-key': randomBytes(16).toString('hex') } : {};
  const answer = await fetch(url, {
    method,
    headers: { authorization, ...json, ...keyed, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(form === undefined ? {} : { body: form }),
  });
  const text = await answer.text();
  const isJson = text !== '' && /\bjson\b/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

export interface CockpitServerOptions {
  readonly serviceUrls?: Parameters<typeof createApp>[0]['config']['SERVICE_URLS'];
}

/** The cockpit's HTTP edge on a free port over a database of its own; the clock stands at 2025-09-24 12:00. */
export async function cockpitServer({ serviceUrls = [] }: CockpitServerOptions = {}): Promise<CockpitServer> {
  const database = await cockpitDatabase();
  const issuer = await createTestIssuer();
  const clock = createMovableClock('2025-09-24T04:00:00Z');
  const deps: Deps = {
    config: { NODE_ENV: 'test', SERVICE_URLS: serviceUrls, LIMITS: { maxEventLoopDelayMs: 0 } },
    log: createLogger('cockpit', 'silent'),
    metrics: createMetrics('cockpit', { process: 'without' }),
    db: database.db,
    keyring: openKeyring({ dataKey: key, indexKey: key, eventKey: key }),
    verifier: createVerifier(issuer.verifierOptions),
    clock,
    announce: createAnnouncer('cockpit'),
    titles: titleKinds([]),
  };
  const app = await createApp(deps);
  const { http } = app;
  const baseUrl = await http.app.listen({ port: 0, host: '127.0.0.1' });
  return {
    ...database,
    deps,
    app,
    http,
    issuer,
    clock,
    baseUrl,
    as: (claims) => async (method, path, sent) =>
      send(
        `${baseUrl}/cockpit/v1${path}`,
        method,
        await issuer.bearer({ scopes: SCOPES, ...claims }),
        sent ?? {},
      ),
    close: async () => {
      await closeServer(http.app);
      await database.drop();
    },
  };
}
