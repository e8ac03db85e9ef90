import { type DomainError, isDomainError, refuse } from '@qinwu/domain/errors';
import { postgresFault } from './constraint.ts';

const LOST_CODES = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '08006', '08003', '25P03']);
const REFUSED_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  '57P03',
  '53300',
  '08001',
  '08004',
]);
const LOST_MESSAGE = /^(Connection terminated|Query read timeout|Client has encountered a connection error)/;
const REFUSED_MESSAGE =
  /timeout exceeded when trying to connect|Connection terminated due to connection timeout/;
const LOCK_NOT_AVAILABLE = '55P03';
const QUERY_CANCELED = '57014';

/** Seconds after which asking again makes sense. */
const RETRY_AFTER = 1;

/**
 * What a database failure means to a caller: `unavailable` where the database could not be reached
 * (`database-unavailable`) or the reply was lost (`outcome-unknown`), `conflict` where a row stayed locked, all
 * with `extra.retryAfter` in seconds; null where the error is no such failure (a constraint, a fault of ours).
 */
export function domainErrorOf(error: unknown): DomainError | null {
  if (isDomainError(error)) return error;
  const fault = postgresFault(error);
  if (!fault) return null;
  const code = fault.code ?? '';
  if ((fault.fromDatabase && REFUSED_CODES.has(code)) || REFUSED_MESSAGE.test(fault.message))
    return unavailable();
  if (isLost(error)) return outcomeUnknown();
  if (code === LOCK_NOT_AVAILABLE) return busy();
  if (code === QUERY_CANCELED) return tooSlow();
  return null;
}

/** True where the connection is gone and whatever was under way may or may not have been committed. */
export function isLost(error: unknown): boolean {
  const fault = postgresFault(error);
  if (!fault) return false;
  if (REFUSED_MESSAGE.test(fault.message)) return false;
  return (fault.fromDatabase && LOST_CODES.has(fault.code ?? '')) || LOST_MESSAGE.test(fault.message);
}

function unavailable(): DomainError {
  const title = { zh: '数据库暂时不可用，请稍后重试', en: 'The database is unavailable; try again later' };
  return refuse('unavailable', 'database-unavailable', title, { extra: { retryAfter: RETRY_AFTER } });
}

function outcomeUnknown(): DomainError {
  const title = {
    zh: '与数据库的连接中断，结果未知',
    en: 'The connection to the database broke; the outcome is unknown',
  };
  const detail = {
    zh: '请使用相同的 Idempotency-Key 重试，不会重复办理',
    en: 'Repeat the request with the same Idempotency-Key: it is not carried out twice',
  };
  return refuse('unavailable', 'outcome-unknown', title, { detail, extra: { retryAfter: RETRY_AFTER } });
}

function busy(): DomainError {
  const title = { zh: '该记录正在被办理，请稍后重试', en: 'The record is being changed by another request' };
  return refuse('conflict', 'record-busy', title, { extra: { retryAfter: RETRY_AFTER } });
}

function tooSlow(): DomainError {
  const title = { zh: '查询超时，请缩小范围后重试', en: 'The query took too long; narrow it and try again' };
  return refuse('unavailable', 'query-timeout', title, { extra: { retryAfter: RETRY_AFTER } });
}
