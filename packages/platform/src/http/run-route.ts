import type { Actor } from '@qinwu/domain/actor';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Keyring } from '../crypto/keyring.ts';
import type { Database } from '../db/database.ts';
import type { KeptAnswer } from '../db/idempotency.ts';
import type { Clock } from '../process/clock.ts';
import { type AnswerWriter, compileWriter, headersOf } from './answer-writer.ts';
import { ANYONE } from './authorise.ts';
import { withDeadline } from './deadline.ts';
import { ifMatchVersion, noneMatches } from './etag.ts';
import { httpFault } from './fault.ts';
import { clientOf, type KeyedRequest, keptAnswerOf, mayBeRepeat } from './idempotency.ts';
import { fingerprintOf, idempotencyKeyOf } from './idempotency-key.ts';
import {
  compilePathValidator,
  compileQueryValidator,
  type PathValidator,
  type QueryValidator,
} from './query-validator.ts';
import { requestLanguage, stateOf } from './request-state.ts';
import type { Answer, Call, RouteSpec } from './route.ts';
import { compileValidator, type Validator } from './validator.ts';

export interface RouteTools {
  clock: Clock;
  handlerTimeoutMs: number;
  store: { db: Database; keyring: Keyring } | null;
}

interface CompiledRoute {
  spec: RouteSpec;
  tools: RouteTools;
  params: PathValidator;
  query: QueryValidator;
  body: Validator;
  writer: AnswerWriter;
}

/** Any call, as the wrapper sees it. */
export type AnyHandler = (call: Call<never, never, never>) => Promise<Answer>;

/** The Fastify handler of a route: parse, call, write; a repeated request gets its kept answer. */
export function compileRoute(
  spec: RouteSpec,
  handler: AnyHandler,
  tools: RouteTools,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const route: CompiledRoute = {
    spec,
    tools,
    params: compilePathValidator(spec.params),
    query: compileQueryValidator(spec.query),
    body: compileValidator(spec.body ?? z.object({}), 'body'),
    writer: compileWriter(spec),
  };
  checkExample(spec, route.body);
  const timeoutMs = spec.upload ? (spec.upload.timeoutSeconds ?? 120) * 1_000 : spec.handlerTimeoutMs;
  const limitMs = timeoutMs ?? tools.handlerTimeoutMs;

  return async (request, reply) => {
    const abort = abortOf(reply);
    const { call, keyed, kept } = openCall(route, request, reply, abort);
    try {
      const work = handler(call as Call<never, never, never>);
      const answer = await withDeadline(work, limitMs, () => {
        abort.trigger();
        return spec.upload
          ? httpFault('request-timeout')
          : httpFault('handler-timeout', { headers: { 'retry-after': '1' } });
      });
      return send(route, answer, kept, request, reply);
    } catch (error) {
      if (keyed === null || tools.store === null || !mayBeRepeat(error)) throw error;
      const found = await keptAnswerOf(keyed, tools.store.db, tools.store.keyring);
      if (found === null) throw error;
      const headers = { 'content-type': JSON_TYPE, ...found.headers, 'idempotent-replayed': 'true' };
      return reply
        .code(found.status)
        .headers(headers)
        .send(found.body === '' ? undefined : found.body);
    }
  };
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** An example that would be refused is a lie in the documentation. */
function checkExample(spec: RouteSpec, body: Validator): void {
  if (spec.example === undefined) return;
  try {
    body.parse(structuredClone(spec.example));
  } catch (error) {
    throw new Error(`${spec.operationId}: its example does not match its body`, { cause: error });
  }
}

type KeptTexts = Map<Answer, string>;

interface OpenedCall {
  call: Call;
  keyed: KeyedRequest | null;
  kept: KeptTexts;
}

function openCall(
  route: CompiledRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  abort: Abort,
): OpenedCall {
  const { spec, tools, writer } = route;
  const { trace, actor: authorised } = stateOf(request.raw);
  const actor = authorised ?? ANYONE;
  let fingerprint = spec.idempotency ? fingerprintOf(request.method, request.url, request.body) : '';
  const input = inputOf(route, request);
  const pathId = pathIdOf(request);
  const ifMatch = preconditionOf(spec, request, pathId);
  const keyed = keyedRequest(spec, request, actor, () => fingerprint);
  const kept: KeptTexts = new Map();
  const call: Call = {
    ...input,
    actor,
    now: tools.clock.now(),
    language: requestLanguage(request),
    log: request.log,
    traceparent: trace.traceparent,
    ifMatch,
    ifNoneMatch: request.headers['if-none-match'] ?? null,
    get signal() {
      return abort.signal();
    },
    keep(answer, recordId, dek): KeptAnswer | undefined {
      if (keyed === null) return undefined;
      const body = writer.textOf(answer);
      kept.set(answer, body);
      const { clientId, operation, key } = keyed;
      const headers = headersOf(answer, pathId);
      const record = { recordId: recordId ?? null, dek: dek ?? null };
      return { clientId, operation, key, fingerprint, status: answer.status, headers, body, ...record };
    },
    bindFingerprint(text) {
      fingerprint = fingerprintOf(request.method, request.url, text);
    },
    request,
    reply,
  };
  return { call, keyed, kept };
}

function inputOf(route: CompiledRoute, request: FastifyRequest): Pick<Call, 'params' | 'query' | 'body'> {
  const { spec, params, query, body } = route;
  const isBodyless = spec.body === undefined && request.body === undefined;
  const parsed = {
    params: params.parse(request.params as Record<string, string>),
    query: query.parse(rawQueryOf(request.url)),
    body:
      isBodyless || spec.upload !== undefined
        ? undefined
        : body.parse(request.body, stateOf(request.raw).bodyBytes),
  };
  return parsed as Pick<Call, 'params' | 'query' | 'body'>;
}

function rawQueryOf(url: string): string {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at + 1);
}

function pathIdOf(request: FastifyRequest): string | undefined {
  const id: unknown = Reflect.get(Object(request.params), 'id');
  return typeof id === 'string' ? id : undefined;
}

function preconditionOf(
  { ifMatch }: RouteSpec,
  request: FastifyRequest,
  id: string | undefined,
): number | null {
  if (ifMatch === undefined) return null;
  const version = ifMatchVersion(request.headers['if-match'], id);
  if (version === null && ifMatch === 'required') throw httpFault('if-match-missing');
  return version;
}

function keyedRequest(
  { idempotency, operationId }: RouteSpec,
  request: FastifyRequest,
  actor: Actor,
  fingerprint: () => string,
): KeyedRequest | null {
  if (idempotency === undefined) return null;
  const key = idempotencyKeyOf(request.headers['idempotency-key']);
  return { clientId: clientOf(actor), operation: operationId, key, fingerprint };
}

function send(
  { writer }: CompiledRoute,
  answer: Answer,
  kept: KeptTexts,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const headers = headersOf(answer, pathIdOf(request));
  const { etag } = headers;
  const ifNoneMatch = request.headers['if-none-match'];
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && etag !== undefined && ifNoneMatch !== undefined && noneMatches(ifNoneMatch, etag)) {
    return reply.code(304).headers({ etag, 'cache-control': 'private, no-cache' }).send();
  }
  // Kept at the client for asking again with If-None-Match, never used unasked.
  if (isRead && etag !== undefined) reply.header('cache-control', 'private, no-cache');
  if (answer.stream !== undefined) return reply.code(answer.status).headers(headers).send(answer.stream);
  const text = kept.get(answer) ?? writer.textOf(answer);
  if (text === '') return reply.code(answer.status).headers(headers).send();
  return reply
    .code(answer.status)
    .headers({ 'content-type': JSON_TYPE, ...headers })
    .send(text);
}

interface Abort {
  signal(): AbortSignal;
  trigger(): void;
}

/** An abort signal made only for handlers that ask for it. */
function abortOf(reply: FastifyReply): Abort {
  let controller: AbortController | undefined;
  return {
    signal() {
      if (controller !== undefined) return controller.signal;
      const made = new AbortController();
      reply.raw.once('close', () => made.abort());
      controller = made;
      return made.signal;
    },
    trigger: () => controller?.abort(),
  };
}
