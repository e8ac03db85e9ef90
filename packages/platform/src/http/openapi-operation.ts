import { isSchema, type JsonSchema } from './json-schema.ts';
import type { SchemaShelf } from './openapi-schemas.ts';
import { hearsPrefer, type ResponseSpec, type Restricted, type RouteSpec } from './route.ts';

const REF = (section: string, name: string): JsonSchema => ({ $ref: `#/components/${section}/${name}` });

/** One operation of the OpenAPI document, from the same spec the route runs on. */
export function operationOf(spec: RouteSpec, shelf: SchemaShelf): JsonSchema {
  const { operationId, summary, tags, access } = spec;
  const parameters = parametersOf(spec, shelf);
  const requestBody = requestBodyOf(spec, shelf);
  return {
    operationId,
    summary,
    description: descriptionOf(spec),
    ...(tags === undefined ? {} : { tags }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(requestBody === null ? {} : { requestBody }),
    responses: responsesOf(spec, shelf),
    security: access === 'public' ? [] : securityOf(access),
  };
}

function descriptionOf({ description, access, idempotency, ifMatch }: RouteSpec): string {
  const lines = [
    description,
    access === 'public' ? '公开接口，无需令牌。' : accessLine(access),
    idempotency === undefined ? undefined : '须带 `Idempotency-Key`；重复请求原样返回首次的答复。',
    ifMatch === 'required' ? '须带 `If-Match`，值为读取时得到的 `ETag`。' : undefined,
    ifMatch === 'optional' ? '可带 `If-Match`；版本已变时答复 412。' : undefined,
  ];
  return lines.filter((line) => line !== undefined).join('\n\n');
}

function accessLine({ roles, scopes = [] }: Restricted): string {
  const names = (list: readonly string[]): string => list.map((name) => `\`${name}\``).join('、');
  const scopeText = scopes.length === 0 ? '' : `；权限范围（任一）：${names(scopes)}`;
  return `角色（任一）：${names(roles)}${scopeText}。`;
}

/** Any one of the scopes is enough, so each stands in a requirement of its own. */
function securityOf({ scopes = [] }: Restricted): JsonSchema[] {
  const byScope = scopes.length === 0 ? [{ oauth2: [] }] : scopes.map((scope) => ({ oauth2: [scope] }));
  return [...byScope, { bearer: [] }];
}

function parametersOf(spec: RouteSpec, shelf: SchemaShelf): JsonSchema[] {
  const parameters = [
    ...(spec.params === undefined ? [] : parametersIn('path', shelf.input(spec.params))),
    ...(spec.query === undefined ? [] : parametersIn('query', shelf.input(spec.query))),
  ];
  if (spec.idempotency !== undefined) parameters.push(REF('parameters', 'IdempotencyKey'));
  if (spec.ifMatch === 'required') parameters.push(REF('parameters', 'IfMatchRequired'));
  if (spec.ifMatch === 'optional') parameters.push(REF('parameters', 'IfMatch'));
  if (hearsIfNoneMatch(spec)) parameters.push(REF('parameters', 'IfNoneMatch'));
  if (hearsPrefer(spec)) parameters.push(REF('parameters', 'Prefer'));
  parameters.push(REF('parameters', 'AcceptLanguage'));
  return parameters;
}

function parametersIn(place: 'path' | 'query', { properties, required }: JsonSchema): JsonSchema[] {
  const names = Array.isArray(required) ? required : [];
  return Object.entries(isSchema(properties) ? properties : {}).map(([name, property]) => {
    const { description, ...schema } = isSchema(property) ? property : {};
    return {
      name,
      in: place,
      required: place === 'path' || names.includes(name),
      ...(description === undefined ? {} : { description }),
      // A list is one parameter with commas, since a repeated parameter is refused.
      ...(schema.type === 'array' ? { style: 'form', explode: false } : {}),
      schema,
    };
  });
}

function isVersionedRead({ method, params }: RouteSpec): boolean {
  return method === 'GET' && params !== undefined;
}

function hearsIfNoneMatch(spec: RouteSpec): boolean {
  return isVersionedRead(spec) && spec.changesUnversioned !== true;
}

function requestBodyOf(spec: RouteSpec, shelf: SchemaShelf): JsonSchema | null {
  if (spec.upload !== undefined) return uploadBodyOf(spec, shelf);
  if (spec.body === undefined) return null;
  const schema = shelf.input(spec.body);
  return { required: true, content: { 'application/json': { schema, ...examplesOf(spec) } } };
}

/** A media type has one example or several, never both. */
function examplesOf({ example, examples }: RouteSpec): JsonSchema {
  if (examples !== undefined) return { examples };
  return example === undefined ? {} : { example };
}

function uploadBodyOf({ upload }: RouteSpec, shelf: SchemaShelf): JsonSchema {
  const { fields, fileField = 'file', maxBytes = 0, maxFiles = 1, example = {} } = upload ?? {};
  const form = fields === undefined ? {} : shelf.input(fields);
  const file = { type: 'string', format: 'binary', description: `至多 ${maxBytes} 字节` };
  const files = maxFiles === 1 ? file : { type: 'array', maxItems: maxFiles, items: file };
  const properties = { ...(isSchema(form.properties) ? form.properties : {}), [fileField]: files };
  const required = [...(Array.isArray(form.required) ? form.required : []), fileField];
  const schema = { type: 'object', properties, required };
  // An object in a form counts as application/json unless it says otherwise; ours are read as text.
  const texts = Object.keys(fields?.shape ?? {}).map((name) => [name, { contentType: 'text/plain' }]);
  const encoding = texts.length === 0 ? {} : { encoding: Object.fromEntries(texts) };
  const whole = { ...example, [fileField]: '（文件内容）' };
  return { required: true, content: { 'multipart/form-data': { schema, ...encoding, example: whole } } };
}

function responsesOf(spec: RouteSpec, shelf: SchemaShelf): JsonSchema {
  const responses: JsonSchema = {};
  for (const status of problemStatuses(spec)) responses[status] = REF('responses', `Problem${status}`);
  if (hearsIfNoneMatch(spec)) responses['304'] = { description: '未变：与 If-None-Match 相符' };
  if (hearsPrefer(spec) && spec.responses[200] !== undefined) {
    responses['204'] = { description: '已按 Prefer 不带正文', headers: responseHeaders(spec, 204) };
  }
  for (const [status, response] of Object.entries(spec.responses)) {
    responses[status] = responseOf(spec, response, Number(status), shelf);
  }
  return responses;
}

function responseOf(spec: RouteSpec, response: ResponseSpec, status: number, shelf: SchemaShelf): JsonSchema {
  const { description, schema, contentType } = response;
  if (status >= 400) return { description, content: { 'application/problem+json': { schema: PROBLEM } } };
  const headers = responseHeaders(spec, status);
  const content =
    schema === null
      ? contentType && { [contentType]: { schema: { type: 'string' } } }
      : { [contentType ?? 'application/json']: { schema: shelf.output(schema) } };
  return { description, headers, ...(content ? { content } : {}) };
}

const PROBLEM = REF('schemas', 'Problem');

function responseHeaders(spec: RouteSpec, status: number): JsonSchema {
  const isVersioned = isVersionedRead(spec) || spec.ifMatch !== undefined || status === 201;
  return {
    traceparent: REF('headers', 'Traceparent'),
    ...(isVersioned ? { ETag: REF('headers', 'ETag') } : {}),
    ...(status === 201 || status === 202 ? { Location: REF('headers', 'Location') } : {}),
    ...(spec.idempotency === undefined
      ? {}
      : { 'Idempotent-Replayed': REF('headers', 'IdempotentReplayed') }),
    ...(hearsPrefer(spec) ? { 'Preference-Applied': REF('headers', 'PreferenceApplied') } : {}),
    ...(takesCursor(spec) ? { Link: REF('headers', 'Link') } : {}),
  };
}

function takesCursor({ query }: RouteSpec): boolean {
  return query !== undefined && 'cursor' in query.shape;
}

/** Every status the wrapper and the domain can answer with on this route. */
function problemStatuses(spec: RouteSpec): number[] {
  const { access, body, idempotency, ifMatch, method, params, upload } = spec;
  const changes = method !== 'GET';
  const reads = body !== undefined || upload !== undefined;
  const statuses: (number | false)[] = [
    400,
    access !== 'public' && 401,
    access !== 'public' && 403,
    params !== undefined && 404,
    406,
    reads && 408,
    changes && 409,
    (changes || ifMatch !== undefined) && 412,
    reads && 413,
    414,
    reads && 415,
    (changes || idempotency !== undefined) && 422,
    // A PUT makes or replaces: only the replaced record has a version to match.
    (ifMatch === 'required' || (ifMatch === 'optional' && method === 'PUT')) && 428,
    429,
    431,
    500,
    503,
  ];
  return statuses.filter((status) => status !== false);
}
