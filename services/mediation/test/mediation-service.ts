import { randomBytes } from 'node:crypto';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { openKeyring } from '@qinwu/platform/crypto/keyring';
import { openDatabase } from '@qinwu/platform/db/database';
import { lastWritten } from '@qinwu/platform/db/last-written';
import { migrate } from '@qinwu/platform/db/migrate';
import { createAnnouncer } from '@qinwu/platform/events/publisher';
import { createVerifier } from '@qinwu/platform/http/auth';
import { createNumberSource } from '@qinwu/platform/numbers/number-source';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { createMetrics } from '@qinwu/platform/telemetry/metrics';
import { closeServer } from '@qinwu/testkit/close-server';
import { createTestDatabase } from '@qinwu/testkit/database';
import { eventually } from '@qinwu/testkit/eventually';
import { createMovableClock, type MovableClock } from '@qinwu/testkit/movable-clock';
import { createTestIssuer, type TokenClaims } from '@qinwu/testkit/tokens';
import { type App, createApp } from '../src/app.ts';
import type { Deps } from '../src/deps.ts';
import { migrationFolders } from '../src/migrations.ts';

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

/** The service on a database of its own, behind real HTTP, with a clock the test moves. */
export interface MediationService {
  url: string;
  deps: Deps;
  app: App;
  clock: MovableClock;
  /** Somebody who calls: `as({ roles: 'officer', grids: ['G-1'] })('GET', '/grievances')`. */
  as(claims: TokenClaims): (method: string, path: string, sent?: Sent) => Promise<Reply>;
  /** The same for a GET whose answer is read as a stream. */
  open(claims: TokenClaims, path: string): Promise<Response>;
  close(): Promise<void>;
}

const SCOPES = ['mediation:read', 'mediation:write', 'mediation:admin', 'mediation:court'];

/** A fresh idempotency key. */
export function newKey(): string {
  return randomBytes(16).toString('hex');
}

async function send(
  url: string,
  method: string,
  bearer: string,
  { body, form, headers }: Sent,
): Promise<Reply> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const keyed = method === 'POST' ? { 'idempotency-key': newKey() } : {};
  const response = await fetch(url, {
    method,
    headers: { authorization: bearer, ...json, ...keyed, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(form === undefined ? {} : { body: form }),
  });
  const text = await response.text();
  const isJson = text !== '' && /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Starts the service for park `jinjiang`. */
export async function startMediationService(): Promise<MediationService> {
  const database = await createTestDatabase((url) => migrate(url, migrationFolders), {
    template: 'mediation',
  });
  const issuer = await createTestIssuer();
  const clock = createMovableClock();
  const log = createLogger('mediation', 'silent');
  const db = openDatabase({ url: database.url, max: 8, log });
  const key = (): string => randomBytes(32).toString('base64');
  const deps: Deps = {
    production: false,
    // A busy test machine must not turn requests away, nor give them up.
    limits: { maxEventLoopDelayMs: 0, handlerTimeoutMs: 30_000 },
    log,
    metrics: createMetrics('mediation', { process: 'without' }),
    db,
    keyring: openKeyring({ dataKey: key(), indexKey: key(), eventKey: key() }),
    verifier: createVerifier(issuer.verifierOptions),
    clock,
    calendar: chinaCalendar(),
    numbers: createNumberSource(db),
    announce: createAnnouncer('mediation'),
    writtenCases: lastWritten(),
  };
  const app = await createApp(deps);
  const url = await app.http.app.listen({ host: '127.0.0.1', port: 0 });
  const tokens = new Map<string, string>();

  const bearerOf = async (claims: TokenClaims): Promise<string> => {
    const name = JSON.stringify(claims);
    const bearer = tokens.get(name) ?? (await issuer.bearer({ scopes: SCOPES, ...claims }));
    tokens.set(name, bearer);
    return bearer;
  };
  const as: MediationService['as'] = (claims) => async (method, path, sent) =>
    send(`${url}/mediation/v1${path}`, method, await bearerOf(claims), sent ?? {});
  const open: MediationService['open'] = async (claims, path) =>
    fetch(`${url}/mediation/v1${path}`, { headers: { authorization: await bearerOf(claims) } });

  const close = async (): Promise<void> => {
    await closeServer(app.http.app);
    await db.close();
    await database.drop();
  };
  // A process that has just compiled its routes turns requests away until its event loop has caught up.
  const awake = async (): Promise<void> => {
    const { status } = await as({ roles: 'supervisor' })('GET', '/cases');
    if (status !== 200) throw new Error(`the service answered ${status}`);
  };
  try {
    await eventually(awake, { within: 30_000, every: 50 });
  } catch (error) {
    await close();
    throw error;
  }
  return { url, deps, app, clock, as, open, close };
}

/** An application that works as it stands. */
export const INTAKE = {
  category: 'wage-arrears',
  channel: 'window',
  title: '拖欠两个月工资',
  facts: '申请人于2025年3月入职，被申请人自5月起未发工资。',
  parties: [
    { side: 'applicant', kind: 'person', name: '陈晓梅', phone: '13800138000', subject: 'worker-1' },
    { side: 'respondent', kind: 'enterprise', name: '晋江示例鞋业有限公司', uscc: '91350582MA0000015J' },
  ],
  claims: [{ type: '支付工资', amount: '13600.00' }],
} as const;
