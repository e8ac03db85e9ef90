import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Fault, faultOfCode } from './fault.ts';
import { pathOf } from './problem.ts';
import { readOut } from './read-out.ts';
import { stateOf } from './request-state.ts';
import { SECURITY_HEADERS, STRICT_TRANSPORT } from './security-headers.ts';
import { sendFault } from './send-fault.ts';

const MAX_URL = 4_096;
/** Node keeps the first or joins the rest; either way two readers could see two requests. */
const SINGLE_HEADERS = new Set([
  'authorization',
  'content-type',
  'content-length',
  'host',
  'idempotency-key',
  'if-match',
]);

export interface AdmissionOptions {
  production: boolean;
  unreadTimeoutMs: number;
  isClosing: () => boolean;
  /** Methods of the routes at a path; empty where there is none. */
  methodsAt: (path: string) => readonly string[];
}

/** Looks at every request before its body is read, and answers itself what no route should see. */
export function admitRequests(app: FastifyInstance, options: AdmissionOptions): void {
  const fixed = Object.entries({ ...SECURITY_HEADERS, ...(options.production ? STRICT_TRANSPORT : {}) });
  app.addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of fixed) reply.header(name, value);
    reply.header('traceparent', stateOf(request.raw).trace.traceparent);
    const fault = admissionFault(request, options);
    if (fault === null) done();
    else sendFault(fault, request, reply);
  });
  app.addHook('onResponse', ({ raw }, _reply, done) => {
    if (!raw.complete) readOut(raw, options.unreadTimeoutMs);
    done();
  });
}

function admissionFault(request: FastifyRequest, options: AdmissionOptions): Fault | null {
  const { url = '', rawHeaders, headers, httpVersion } = request.raw;
  if (options.isClosing()) return faultOfCode('service-unavailable', { headers: { 'retry-after': '1' } });
  if (url.length > MAX_URL) return faultOfCode('uri-too-long');
  if (!url.startsWith('/')) return faultOfCode('request-malformed');
  if (headers.host === undefined && httpVersion !== '1.0') return faultOfCode('host-missing');
  if (hasRepeated(rawHeaders, headers)) return faultOfCode('header-repeated');
  if (isEncoded(headers['content-encoding'])) return faultOfCode('media-type-unsupported', PLAIN_ONLY);
  return request.is404 ? pathFault(options.methodsAt(pathOf(url))) : null;
}

function pathFault(methods: readonly string[]): Fault {
  if (methods.length === 0) return faultOfCode('route-missing');
  return faultOfCode('method-not-allowed', { headers: { allow: methods.join(', ') } });
}

/** A body is read as it stands: one that has to be unpacked first has no length anybody could check. */
const PLAIN_ONLY = { headers: { 'accept-encoding': 'identity' } };

function isEncoded(encoding: string | undefined): boolean {
  return encoding !== undefined && !/^\s*(identity)?\s*$/i.test(encoding);
}

function hasRepeated(rawHeaders: readonly string[], headers: object): boolean {
  // As many names as lines: nothing is repeated, which is how nearly every request comes.
  if (Object.keys(headers).length * 2 === rawHeaders.length) return false;
  let seen = '';
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!SINGLE_HEADERS.has(name)) continue;
    if (seen.includes(`${name},`)) return true;
    seen += `${name},`;
  }
  return false;
}
