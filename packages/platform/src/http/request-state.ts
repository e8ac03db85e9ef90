import type { IncomingMessage } from 'node:http';
import type { Actor } from '@qinwu/domain/actor';
import type { FastifyRequest } from 'fastify';
import { type Language, languageOf } from './language.ts';
import { type Trace, traceOf } from './trace.ts';

/** What we know of a request besides Fastify's own. */
export interface RequestState {
  trace: Trace;
  /** Set once the request is authorised; null on public routes. */
  actor: Actor | null;
  /** Length of the JSON body as it came, 0 without one. */
  bodyBytes: number;
}

// On the message itself: a WeakMap of what lives for a millisecond is what the garbage collector likes least.
const STATE = Symbol('request state');

interface Carrier {
  [STATE]?: RequestState;
}

/** The state of a request, begun with its trace when first asked for. */
export function stateOf(raw: IncomingMessage): RequestState {
  const carrier: Carrier = raw as Carrier;
  const known = carrier[STATE];
  if (known !== undefined) return known;
  const state = { trace: traceOf(raw.headers.traceparent), actor: null, bodyBytes: 0 };
  carrier[STATE] = state;
  return state;
}

/** The language the answer is written in. */
export function requestLanguage(request: FastifyRequest): Language {
  return languageOf(request.headers['accept-language']);
}
