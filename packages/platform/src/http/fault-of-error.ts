import { type DomainError, type ErrorKind, isDomainError } from '@qinwu/domain/errors';
import { postgresFault } from '../db/constraint.ts';
import { domainErrorOf } from '../db/database-error.ts';
import { carriedFault, type Fault, type FaultCode, faultOfCode } from './fault.ts';

/** The one place that turns a kind of domain error into an HTTP status. */
export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  rule: 422,
  unavailable: 503,
};

export const CHALLENGE = 'Bearer realm="qinwu", error="invalid_token"';
const RETRY = { 'retry-after': '1' };

const CODES_OF_FASTIFY: Readonly<Record<string, FaultCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unsupported',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_MAX_PARAM_LENGTH: 'uri-too-long',
  FST_ERR_BAD_URL: 'request-malformed',
  FST_REQ_FILE_TOO_LARGE: 'body-too-large',
  FST_FILES_LIMIT: 'body-too-large',
  FST_PARTS_LIMIT: 'body-too-large',
  FST_FIELDS_LIMIT: 'body-too-large',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'media-type-unsupported',
  FST_INVALID_JSON_FIELD_ERROR: 'media-type-unsupported',
  FST_PROTO_VIOLATION: 'request-malformed',
  FST_MP_PREMATURE_CLOSE: 'request-malformed',
};

/** SQLSTATEs that say "not now": no resources, retries spent, a server that became a replica, its disk. */
const UNAVAILABLE_STATE = /^(53...|40001|40P01|25006|58...)$/;
/** Text the database cannot store, should one pass the parsers. */
const UNSTORABLE_STATE = /^(22021|22P05)$/;

/** Turns anything thrown into a fault; an unknown error becomes a bare 500. */
export function faultOfError(error: unknown): Fault {
  const carried = carriedFault(error);
  if (carried !== null) return carried;
  if (isDomainError(error)) return faultOfDomain(error);
  return faultOfFramework(error) ?? faultOfDatabase(error) ?? faultOfCode('internal-error');
}

function faultOfDomain({ kind, code, title, detail, errors, extra }: DomainError): Fault {
  const { retryAfter, ...members } = extra;
  const headers = headersOfKind(kind, retryAfter);
  return { status: STATUS_OF_KIND[kind], code, title, detail, errors, extra: members, headers };
}

function headersOfKind(kind: ErrorKind, retryAfter: unknown): Record<string, string> {
  if (kind === 'unauthenticated') return { 'www-authenticate': CHALLENGE };
  if (typeof retryAfter === 'number') return { 'retry-after': String(retryAfter) };
  return kind === 'unavailable' ? RETRY : {};
}

function faultOfFramework(error: unknown): Fault | null {
  const code: unknown = Reflect.get(Object(error), 'code');
  if (typeof code !== 'string' || !code.startsWith('FST_')) return null;
  const known = CODES_OF_FASTIFY[code];
  if (known !== undefined) return faultOfCode(known);
  return code.startsWith('FST_ERR_CTP_') ? faultOfCode('request-malformed') : null;
}

function faultOfDatabase(error: unknown): Fault | null {
  const known = domainErrorOf(error) ?? domainErrorOf(firstOf(error));
  if (known !== null) return faultOfDomain(known);
  const state = postgresFault(error)?.code ?? '';
  if (UNSTORABLE_STATE.test(state)) return faultOfCode('request-invalid');
  return UNAVAILABLE_STATE.test(state) ? faultOfCode('service-unavailable', { headers: RETRY }) : null;
}

/** A connection refused at several addresses comes as an AggregateError. */
function firstOf(error: unknown): unknown {
  const errors: unknown = Reflect.get(Object(error), 'errors');
  return Array.isArray(errors) ? errors[0] : undefined;
}
