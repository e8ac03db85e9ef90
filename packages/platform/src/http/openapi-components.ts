import type { JsonSchema } from './json-schema.ts';
import { PREFERENCE_APPLIED } from './prefer.ts';
import type { RouteSpec } from './route.ts';

const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'RFC 9457 问题详情；不回显请求中的值',
  required: ['type', 'title', 'status', 'instance', 'traceId'],
  properties: {
    type: { type: 'string', description: 'urn:qinwu:problem:<code>，code 稳定不变' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    traceId: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          in: { type: 'string', enum: ['query', 'path', 'header'], description: '缺省为请求体' },
          pointer: { type: 'string', description: 'RFC 6901 JSON 指针' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
};

const PROBLEMS: Readonly<Record<number, string>> = {
  400: '请求无法解析，或不符合接口约定',
  401: '未提供令牌，或令牌无效',
  403: '角色或权限范围不足',
  404: '不存在，或不在数据范围内',
  406: '无法提供所要求的格式',
  408: '请求发送超时',
  409: '与当前状态冲突，或相同请求正在处理',
  412: '版本已变',
  413: '请求过大',
  414: '地址过长',
  415: '内容类型或编码不受支持',
  422: '符合约定但违反业务规则，或幂等键用于不同请求',
  428: '缺少 If-Match',
  429: '请求过于频繁',
  431: '首部过大',
  500: '系统内部错误',
  503: '暂不可用，请按 Retry-After 重试',
};

const RETRIED = new Set([409, 429, 503]);

const PARAMETERS: JsonSchema = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: '幂等键，16 至 255 个字母、数字、下划线或连字符，可加引号；保存 7 天',
    schema: { type: 'string', pattern: '^("[A-Za-z0-9_-]{16,255}"|[A-Za-z0-9_-]{16,255})$' },
    example: '0b0e2f6c-6f0a-4b7e-9a55-4f3f9f0c7a11',
  },
  IfMatchRequired: ifMatch(true),
  IfMatch: ifMatch(false),
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: '已有版本的 ETag；未变时答复 304',
    schema: { type: 'string' },
  },
  Prefer: {
    name: 'Prefer',
    in: 'header',
    description: 'RFC 7240：`return=minimal` 时记录变更的答复不带正文（200 改为 204），仅 ETag 与 Location',
    schema: { type: 'string' },
    example: 'return=minimal',
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    description: '错误说明的语言：zh-CN（缺省）或 en',
    schema: { type: 'string' },
  },
};

function ifMatch(required: boolean): JsonSchema {
  const description = '读取时得到的 ETag';
  return { name: 'If-Match', in: 'header', required, description, schema: { type: 'string' } };
}

const HEADERS: JsonSchema = {
  ETag: { description: '强标签 "<id>-<version>"', schema: { type: 'string' } },
  Location: { description: '新记录的地址', schema: { type: 'string' } },
  Link: { description: 'RFC 8288：first 与 next', schema: { type: 'string' } },
  IdempotentReplayed: { description: '重复请求的答复为 true', schema: { type: 'string', const: 'true' } },
  PreferenceApplied: {
    description: '已按 Prefer 不带正文',
    schema: { type: 'string', const: PREFERENCE_APPLIED['preference-applied'] },
  },
  Traceparent: { description: 'W3C Trace Context', schema: { type: 'string' } },
  RetryAfter: { description: '可重试前的秒数', schema: { type: 'string' } },
};

/** What all operations share: problems, headers, security schemes with every scope in use. */
export function sharedComponents(
  specs: readonly RouteSpec[],
  described: Readonly<Record<string, string>> = {},
): JsonSchema {
  const responses = Object.entries(PROBLEMS).map(([status, description]) => [
    `Problem${status}`,
    {
      description,
      ...(RETRIED.has(Number(status))
        ? { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }
        : {}),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]);
  return {
    parameters: PARAMETERS,
    headers: HEADERS,
    responses: Object.fromEntries(responses),
    schemas: { Problem: PROBLEM_SCHEMA },
    securitySchemes: {
      oauth2: {
        type: 'oauth2',
        description: '第三方系统：OAuth 2.0 客户端凭证',
        flows: { clientCredentials: { tokenUrl: '/oauth/token', scopes: scopesOf(specs, described) } },
      },
      bearer: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: '人员：RFC 9068 访问令牌（OIDC）',
      },
    },
  };
}

function scopesOf(
  specs: readonly RouteSpec[],
  described: Readonly<Record<string, string>>,
): Record<string, string> {
  const used = specs.flatMap(({ access }) => (access === 'public' ? [] : (access.scopes ?? [])));
  const names = [...new Set([...used, ...Object.keys(described)])].sort();
  return Object.fromEntries(names.map((name) => [name, described[name] ?? name]));
}
