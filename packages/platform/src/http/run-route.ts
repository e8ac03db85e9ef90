import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Keyring } from '../crypto/keyring.ts';
import type { Database } from '../db/database.ts';
import type { Clock } from '../process/clock.ts';
import { type AnswerWriter, compileWriter, headersOf } from './answer-writer.ts';
import { withDeadline } from './deadline.ts';
import { noneMatches } from './etag.ts';
import { httpFault } from './fault.ts';
import { keptAnswerOf, mayBeRepeat } from './idempotency.ts';
import { OpenCall } from './open-call.ts';
import {
  compilePathValidator,
  compileQueryValidator,
  type PathValidator,
  type QueryValidator,
} from './query-validator.ts';
import { stateOf } from './request-state.ts';
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
  checkExamples(spec, route.body);
  const timeoutMs = spec.upload ? (spec.upload.timeoutSeconds ?? 120) * 1_000 : spec.handlerTimeoutMs;
  const limitMs = timeoutMs ?? tools.handlerTimeoutMs;

  const read = (request: FastifyRequest) => inputOf(route, request);
  return async (request, reply) => {
    const call = new OpenCall(route, { request, reply, now: tools.clock.now() }, read);
    try {
      const work = handler(call as unknown as Call<never, never, never>);
      const answer = await withDeadline(work, limitMs, () => {
        call.abort();
        return spec.upload
          ? httpFault('request-timeout')
          : httpFault('handler-timeout', { headers: { 'retry-after': '1' } });
      });
      return send(call, answer);
    } catch (error) {
      const { keyed } = call;
      if (keyed === null || tools.store === null || !mayBeRepeat(error)) throw error;
      const found = await keptAnswerOf(keyed, tools.store.db, tools.store.keyring);
      if (found === null) throw error;
      const { status, body, headers } = found;
      reply.code(status).headers({ ...headers, 'idempotent-replayed': 'true' });
      return body === '' ? reply.send() : reply.type(headers['content-type'] ?? JSON_TYPE).send(body);
    }
  };
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** An example that would be refused is a lie in the documentation. */
function checkExamples({ operationId, example, examples = {} }: RouteSpec, body: Validator): void {
  const named = Object.values(examples).map(({ value }) => value);
  try {
    for (const each of example === undefined ? named : [example, ...named]) body.parse(structuredClone(each));
  } catch (error) {
    throw new Error(`${operationId}: its example does not match its body`, { cause: error });
  }
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

function send(call: OpenCall, answer: Answer): FastifyReply {
  const { request, reply } = call;
  if (answer.stream !== undefined) {
    const headers = headersOf(answer, call.pathId);
    return isUnchanged(call, headers) ? sendUnchanged(reply, headers) : sendStream(call, answer, headers);
  }
  const { status, bytes, headers } = call.written(answer);
  if (isUnchanged(call, headers)) return sendUnchanged(reply, headers);
  reply.code(status);
  if (bytes.length > 0) reply.header('content-type', JSON_TYPE);
  // Kept at the client for asking again with If-None-Match, never used unasked.
  if (isRead(request) && headers.etag !== undefined) reply.headers(REVALIDATED);
  for (const name in headers) reply.header(name, headers[name]);
  return reply.send(bytes.length === 0 ? undefined : bytes);
}

/** What somebody reads of a record is theirs: whoever signs in next on the same machine is not answered out of its cache. */
const REVALIDATED = { 'cache-control': 'private, no-cache', vary: 'Authorization, Accept-Language' } as const;

const isRead = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';

function isUnchanged(
  { request, ifNoneMatch }: OpenCall,
  { etag }: Readonly<Record<string, string>>,
): boolean {
  return ifNoneMatch !== null && etag !== undefined && isRead(request) && noneMatches(ifNoneMatch, etag);
}

function sendUnchanged(reply: FastifyReply, { etag }: Readonly<Record<string, string>>): FastifyReply {
  return reply
    .code(304)
    .headers({ etag, ...REVALIDATED })
    .send();
}

function sendStream(
  { request, reply }: OpenCall,
  { status, stream }: Answer,
  headers: Readonly<Record<string, string>>,
): FastifyReply {
  if (isRead(request) && headers.etag !== undefined) reply.headers(REVALIDATED);
  return reply.code(status).headers(headers).send(stream);
}
