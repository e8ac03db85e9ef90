import { openDatabase } from '@qinwu/platform/db/database';
import { createVerifier } from '@qinwu/platform/http/auth';
import { createNumberSource } from '@qinwu/platform/numbers/number-source';
import { createMetrics } from '@qinwu/platform/telemetry/metrics';
import { closeServer } from '@qinwu/testkit/close-server';
import { createTestIssuer, type TokenClaims } from '@qinwu/testkit/tokens';
import { createApp } from '../src/app.ts';
import type { Deps } from '../src/deps.ts';
import { createParkDirectories } from '../src/use-cases/park-directories.ts';
import { type GrievanceService, newKey, type Sent } from './grievance-service.ts';

/** A reply as it came over the wire. */
export interface RawReply {
  status: number;
  headers: Headers;
  text: string;
  /** The text read as JSON; an empty object where it is none. */
  json: Record<string, unknown>;
}

/** What is sent; `raw` as it stands. */
type RawSent = Sent & { raw?: string | Uint8Array<ArrayBuffer> };

export type RawCall = (method: string, path: string, sent?: RawSent) => Promise<RawReply>;

/** The same service once more on the same database: own pool, own number blocks, own directory, own tokens. */
export interface SecondProcess {
  url: string;
  deps: Deps;
  /** Somebody who calls; null is somebody without a token. Paths are below `/grievance/v1`. */
  as(claims: TokenClaims | null): RawCall;
  close(): Promise<void>;
}

const SCOPES = ['grievance:read', 'grievance:write', 'grievance:admin'];

/** Starts a process beside the service, with as many connections to the database as told, under that name there. */
export async function startSecondProcess(
  { deps: shared }: GrievanceService,
  { connections = 8, name = 'qinwu' }: { connections?: number; name?: string } = {},
): Promise<SecondProcess> {
  const issuer = await createTestIssuer();
  const url = shared.db.pool.options.connectionString ?? '';
  const db = openDatabase({ url, max: connections, name, log: shared.log });
  const deps: Deps = {
    ...shared,
    metrics: createMetrics('grievance', { process: 'without' }),
    db,
    verifier: createVerifier(issuer.verifierOptions),
    numbers: createNumberSource(db),
    directories: createParkDirectories(db),
  };
  const { http } = await createApp(deps);
  const origin = await http.app.listen({ host: '127.0.0.1', port: 0 });
  const bearers = new Map<string, Promise<string>>();

  const bearerOf = (claims: TokenClaims): Promise<string> => {
    const name = JSON.stringify(claims);
    const known = bearers.get(name) ?? issuer.bearer({ scopes: SCOPES, ...claims });
    bearers.set(name, known);
    return known;
  };

  const as: SecondProcess['as'] =
    (claims) =>
    async (method, path, sent = {}) => {
      const authorization = claims === null ? {} : { authorization: await bearerOf(claims) };
      const key = method === 'POST' ? { 'idempotency-key': newKey() } : {};
      const { type, content } = contentOf(sent);
      const response = await fetch(`${origin}/grievance/v1${path}`, {
        method,
        headers: { ...authorization, ...key, ...type, ...sent.headers },
        ...content,
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: jsonOf(response, text) };
    };

  return {
    url: origin,
    deps,
    as,
    async close() {
      await closeServer(http.app);
      await db.close();
    },
  };
}

interface Content {
  type: Record<string, string>;
  content: { body?: NonNullable<RequestInit['body']> };
}

function contentOf({ body, form, raw }: RawSent): Content {
  if (form !== undefined) return { type: {}, content: { body: form } };
  if (raw === undefined && body === undefined) return { type: {}, content: {} };
  return { type: { 'content-type': 'application/json' }, content: { body: raw ?? JSON.stringify(body) } };
}

function jsonOf({ headers }: Response, text: string): Record<string, unknown> {
  const isJson = /^application\/(problem\+)?json(;|$)/.test(headers.get('content-type') ?? '');
  return isJson && text !== '' ? JSON.parse(text) : {};
}
