import type { FieldError, Text } from '@qinwu/domain/errors';

/** Faults of the transport itself; faults of the domain carry a kind instead. */
const FAULTS = {
  'request-malformed': [400, '请求格式有误', 'The request is malformed'],
  'request-invalid': [400, '请求内容不符合接口约定', 'The request does not match the interface'],
  'host-missing': [400, '缺少 Host 首部', 'The Host header is missing'],
  'header-repeated': [400, '首部重复出现', 'A header that must be single is repeated'],
  'header-invalid': [400, '请求首部有误', 'A request header is invalid'],
  'idempotency-key-missing': [400, '缺少 Idempotency-Key 首部', 'The Idempotency-Key header is missing'],
  'idempotency-key-malformed': [400, 'Idempotency-Key 格式有误', 'The Idempotency-Key is malformed'],
  'token-missing': [401, '未提供访问令牌', 'No access token was given'],
  'token-refused': [401, '访问令牌无效或已过期', 'The access token is not valid'],
  'role-insufficient': [403, '无权执行此操作', 'Not allowed for this role or scope'],
  'route-missing': [404, '没有这个地址', 'There is nothing at this address'],
  'method-not-allowed': [405, '此地址不支持该方法', 'The method is not allowed here'],
  'not-acceptable': [406, '无法提供所要求的格式', 'None of the accepted formats can be given'],
  'request-timeout': [408, '请求发送超时', 'The request took too long to arrive'],
  'key-in-progress': [409, '相同的请求正在处理', 'The same request is being processed'],
  'stale-version': [412, '记录已被他人修改', 'The record was changed in the meantime'],
  'body-too-large': [413, '请求内容过大', 'The request is too large'],
  'uri-too-long': [414, '请求地址过长', 'The address is too long'],
  'media-type-unsupported': [415, '不支持的内容类型或编码', 'The content type or charset is not supported'],
  'expectation-failed': [417, '不支持的 Expect 首部', 'The expectation cannot be met'],
  'answer-erased': [409, '原答复所含个人信息已依法删除', 'The kept answer was erased with its personal data'],
  'idempotency-key-reused': [
    422,
    '同一幂等键用于不同的请求',
    'The Idempotency-Key was used for another request',
  ],
  'if-match-missing': [428, '缺少 If-Match 首部', 'The If-Match header is required'],
  'rate-limited': [429, '请求过于频繁', 'Too many requests'],
  'headers-too-large': [431, '请求首部过大', 'The request headers are too large'],
  'internal-error': [500, '系统内部错误', 'Internal error'],
  'service-unavailable': [503, '服务暂不可用，请稍后再试', 'The service is unavailable; try again soon'],
  'handler-timeout': [503, '处理超时，请稍后再试', 'The request took too long; try again soon'],
} as const satisfies Record<string, readonly [number, string, string]>;

export type FaultCode = keyof typeof FAULTS;

/** A field error that may point at the query, path or headers instead of the body. */
export interface LocatedError extends FieldError {
  in?: 'query' | 'path' | 'header';
}

/** Everything a problem document and its headers are made of. */
export interface Fault {
  status: number;
  code: string;
  title: Text;
  detail?: Text | undefined;
  errors?: readonly LocatedError[];
  extra?: Readonly<Record<string, unknown>>;
  headers?: Readonly<Record<string, string>>;
}

export type FaultMore = Pick<Fault, 'detail' | 'errors' | 'headers'>;

/** The fault of a code of the transport. */
export function faultOfCode(code: FaultCode, more: FaultMore = {}): Fault {
  const [status, zh, en] = FAULTS[code];
  return { status, code, title: { zh, en }, ...more };
}

const brand = Symbol.for('qinwu.http-fault');

/** Makes an error to throw that carries a transport fault. */
export function httpFault(code: FaultCode, more?: FaultMore): Error {
  return Object.assign(new Error(code), { [brand]: faultOfCode(code, more) });
}

/** The fault an error of `httpFault` carries, else null. */
export function carriedFault(error: unknown): Fault | null {
  if (typeof error !== 'object' || error === null) return null;
  const fault: unknown = Reflect.get(error, brand);
  return fault === undefined ? null : (fault as Fault);
}
