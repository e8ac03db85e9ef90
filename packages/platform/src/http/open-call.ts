import type { Actor } from '@qinwu/domain/actor';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KeptAnswer } from '../db/idempotency.ts';
import { type AnswerWriter, headersOf } from './answer-writer.ts';
import { ANYONE } from './authorise.ts';
import { ifMatchVersion } from './etag.ts';
import { httpFault } from './fault.ts';
import { clientOf, type KeyedRequest } from './idempotency.ts';
import { fingerprintOf, idempotencyKeyOf } from './idempotency-key.ts';
import type { Language } from './language.ts';
import { PREFERENCE_APPLIED, prefersMinimal } from './prefer.ts';
import { requestLanguage, stateOf } from './request-state.ts';
import { type Answer, type Call, hearsPrefer, type RouteSpec } from './route.ts';

const NOTHING = Buffer.alloc(0);

/** What of an answer is on its way already: the bytes and the headers made for the stored copy. */
interface Written {
  answer: Answer;
  status: number;
  /** The body; empty where there is none. Sealed and sent from the same bytes. */
  bytes: Buffer;
  headers: Record<string, string>;
}

/** One request of a route, read and checked: what its handler is called with. */
export class OpenCall implements Call {
  readonly params: Call['params'];
  readonly query: Call['query'];
  readonly body: Call['body'];
  readonly actor: Actor;
  readonly now: Date;
  readonly language: Language;
  readonly log: FastifyRequest['log'];
  readonly traceparent: string;
  readonly ifMatch: number | null;
  readonly ifNoneMatch: string | null;
  readonly isMinimal: boolean;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The `:id` of the path. */
  readonly pathId: string | undefined;
  /** Null on routes without Idempotency-Key. */
  readonly keyed: KeyedRequest | null;
  readonly #writer: AnswerWriter;
  #fingerprint: string;
  #controller: AbortController | undefined;
  #written: Written | undefined;

  constructor(
    { spec, writer }: { spec: RouteSpec; writer: AnswerWriter },
    { request, reply, now }: { request: FastifyRequest; reply: FastifyReply; now: Date },
    read: (request: FastifyRequest) => Pick<Call, 'params' | 'query' | 'body'>,
  ) {
    const { trace, actor } = stateOf(request.raw);
    // Before the input is read: validation fills in defaults.
    this.#fingerprint = spec.idempotency ? fingerprintOf(request.method, request.url, request.body) : '';
    this.#writer = writer;
    const { params, query, body } = read(request);
    this.params = params;
    this.query = query;
    this.body = body;
    this.actor = actor ?? ANYONE;
    this.now = now;
    this.language = requestLanguage(request);
    this.log = request.log;
    this.traceparent = trace.traceparent;
    this.pathId = pathIdOf(request);
    this.ifMatch = preconditionOf(spec, request, this.pathId);
    this.ifNoneMatch = spec.changesUnversioned === true ? null : (request.headers['if-none-match'] ?? null);
    this.isMinimal = hearsPrefer(spec) && prefersMinimal(request.headers.prefer);
    this.request = request;
    this.reply = reply;
    this.keyed =
      spec.idempotency === undefined
        ? null
        : {
            clientId: clientOf(this.actor),
            operation: spec.operationId,
            key: idempotencyKeyOf(request.headers['idempotency-key']),
            fingerprint: () => this.#fingerprint,
          };
  }

  /** Made only for handlers that ask for it. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const made = new AbortController();
      this.reply.raw.once('close', () => made.abort());
      this.#controller = made;
    }
    return this.#controller.signal;
  }

  /** Tells a handler that listens that nobody waits for it any more. */
  abort(): void {
    this.#controller?.abort();
  }

  keep(answer: Answer, recordId?: string, dek?: Buffer): KeptAnswer | undefined {
    if (this.keyed === null) return undefined;
    const written = this.written(answer);
    this.#written = written;
    const { clientId, operation, key } = this.keyed;
    return {
      clientId,
      operation,
      key,
      fingerprint: this.#fingerprint,
      status: written.status,
      headers: written.headers,
      body: written.bytes,
      // An answer without a body has nothing to seal.
      recordId: written.bytes.length === 0 ? null : (recordId ?? null),
      dek: written.bytes.length === 0 ? null : (dek ?? null),
    };
  }

  bindFingerprint(text: string): void {
    const { method, url } = this.request;
    this.#fingerprint = fingerprintOf(method, url, text);
  }

  /** The status, bytes and headers of an answer; those of one that was kept are what was kept. */
  written(answer: Answer): Written {
    if (this.#written?.answer === answer) return this.#written;
    const { status, version, location } = answer;
    const headers = headersOf(answer, this.pathId);
    // What was changed can be read again, where the caller knows it (a PUT names it) or is told its place; the rest cannot.
    const hasPlace = status !== 201 || location !== undefined || this.request.method === 'PUT';
    if (this.isMinimal && version !== undefined && hasPlace) {
      return {
        answer,
        status: status === 200 ? 204 : status,
        bytes: NOTHING,
        headers: { ...headers, ...PREFERENCE_APPLIED },
      };
    }
    return { answer, status, bytes: Buffer.from(this.#writer.textOf(answer)), headers };
  }
}

function pathIdOf({ params }: FastifyRequest): string | undefined {
  const id: unknown = (params as { id?: unknown } | null | undefined)?.id;
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
