import type { Readable } from 'node:stream';
import type { Actor, Role } from '@qinwu/domain/actor';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { KeptAnswer } from '../db/idempotency.ts';
import type { Language } from './language.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call: any one of the roles and, where scopes are named, any one of those too. */
export interface Restricted {
  roles: readonly Role[];
  scopes?: readonly string[];
}

/** A route without access is refused at registration: deny by default. */
export type Access = 'public' | Restricted;

export interface ResponseSpec {
  description: string;
  /** null: the answer has no JSON body (204, a stream, a file). */
  schema: z.ZodType | null;
  /** Media type of an answer that is not JSON, as documented. */
  contentType?: string;
}

/** Limits of a multipart upload; larger is 413. */
export interface UploadSpec {
  maxBytes: number;
  maxFiles: number;
  /** Seconds the whole upload may take; 120 by default. */
  timeoutSeconds?: number;
  /** Shown in the OpenAPI document: the form's text fields. */
  fields?: z.ZodObject;
  /** Name of the form's file field; `file` by default. */
  fileField?: string;
  /** The form's text fields as they work when sent as they stand. */
  example?: Readonly<Record<string, unknown>>;
}

/** A request body among others, and whose it is. */
export interface NamedExample {
  summary: string;
  value: unknown;
}

type ObjectShape = z.ZodObject | undefined;
type AnyShape = z.ZodType | undefined;
type Parsed<S extends AnyShape> = S extends z.ZodType ? z.output<S> : undefined;

export interface RouteSpec<
  P extends ObjectShape = ObjectShape,
  Q extends ObjectShape = ObjectShape,
  B extends AnyShape = AnyShape,
> {
  method: HttpMethod;
  /** Whole path with its service prefix: `/grievance/v1/grievances/:id`. */
  url: string;
  operationId: string;
  summary: string;
  description?: string;
  tags?: readonly string[];
  access: Access;
  params?: P;
  query?: Q;
  body?: B;
  responses: Readonly<Record<number, ResponseSpec>>;
  /** `Idempotency-Key` is required on every POST that creates or moves. */
  idempotency?: 'required';
  /** `If-Match` is required on PUT and PATCH, optional on actions. */
  ifMatch?: 'required' | 'optional';
  /** Its answer is a part without an address of its own, or nothing that can be read again: it comes whole all the same. */
  answersWhole?: true;
  /** What it reads changes without its record, with the day or with others: it is never told that nothing has changed. */
  changesUnversioned?: true;
  /** A request body that works when sent as it stands. */
  example?: unknown;
  /** Shown in its place where no one body works for everybody who may call: each works for some, the first is shown first. */
  examples?: Readonly<Record<string, NamedExample>>;
  upload?: UploadSpec;
  /** Media types the route can answer with; JSON by default. */
  produces?: readonly string[];
  /** Milliseconds until 503 for this route; the server's by default, 0 for streams of events. */
  handlerTimeoutMs?: number;
}

/** True of routes that make or change a record with a version, which the caller can read where it stands. */
export function hearsPrefer({ method, idempotency, ifMatch, answersWhole }: RouteSpec): boolean {
  return method !== 'GET' && (idempotency !== undefined || ifMatch !== undefined) && answersWhole !== true;
}

/** What a use case needs of a request besides its input. */
export interface CallContext {
  /** For public routes an actor without park, roles and scopes. */
  actor: Actor;
  now: Date;
  language: Language;
  log: FastifyRequest['log'];
  /** Of this request's own span; events carry it on. */
  traceparent: string;
  /**
   * The version of If-Match; null when the header is absent; -1 when it can match no version. On a path without
   * `:id` every tag is -1: ask `ifMatchVersion` once the record is known.
   */
  ifMatch: number | null;
  ifNoneMatch: string | null;
  /** The caller wants no copy of a changed record (`Prefer: return=minimal`): its answer may leave `body` out. */
  isMinimal: boolean;
  /** Aborted when the client is gone or the handler took too long. */
  signal: AbortSignal;
  /**
   * The answer as it is stored in the same commit as its effect; undefined on routes without
   * Idempotency-Key. With a record's key the body is stored as ciphertext under it. A repeat gets it byte for byte,
   * so it must show nothing that hangs on the caller's scopes: those may be fewer by then.
   */
  keep(answer: Answer, recordId?: string, dek?: Buffer): KeptAnswer | undefined;
  /** For uploads: what else of the input belongs to the fingerprint (hash of the file, options). */
  bindFingerprint(input: string): void;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface Call<
  P extends ObjectShape = ObjectShape,
  Q extends ObjectShape = ObjectShape,
  B extends AnyShape = AnyShape,
> extends CallContext {
  params: Parsed<P>;
  query: Parsed<Q>;
  body: Parsed<B>;
}

/** What a handler returns: `body` through the response schema, or `text`, or `stream`. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Becomes the strong ETag `"<id>-<version>"`; the id is `id`, else that of the body, else of the path. */
  version?: number;
  id?: string;
  location?: string;
  /** Already serialised; with its content-type in `headers` when not JSON. */
  text?: string;
  stream?: Readable;
}

export type Handler<P extends ObjectShape, Q extends ObjectShape, B extends AnyShape> = (
  call: Call<P, Q, B>,
) => Promise<Answer>;
