import type { FastifyInstance, FastifyRequest } from 'fastify';
import { httpFault } from './fault.ts';
import { stateOf } from './request-state.ts';
import { parseStrictJson } from './strict-json.ts';
import { invalid } from './validator.ts';

/** `application/json` without a charset or with UTF-8; a stray `;` is harmless, another type is not. */
const JSON_TYPE = /^application\/json[\t ]*(;[\t ]*(charset=("utf-8"|utf-8)[\t ]*)?)?$/i;

const DETAILS = {
  'json-empty': { zh: '请求内容为空', en: 'The body is empty' },
  'json-encoding': { zh: '请求内容不是有效的 UTF-8', en: 'The body is not valid UTF-8' },
  'json-syntax': { zh: '请求内容不是有效的 JSON', en: 'The body is not valid JSON' },
  'json-root': { zh: '请求内容应为 JSON 对象', en: 'The body must be a JSON object' },
  'json-depth': { zh: 'JSON 嵌套过深', en: 'The JSON is nested too deeply' },
  'json-keys': { zh: 'JSON 对象的字段过多', en: 'A JSON object has too many members' },
  'json-forbidden-key': { zh: 'JSON 含有禁用的字段名', en: 'The JSON has a member name that is not allowed' },
  'json-duplicate-key': { zh: 'JSON 对象中有重复的字段', en: 'A JSON object repeats a member' },
  'json-number': {
    zh: 'JSON 中有无法精确表示的数字',
    en: 'The JSON has a number that cannot be kept exactly',
  },
  'json-text': { zh: '文本含有无法保存的字符', en: 'A text has characters that cannot be stored' },
} as const;

export interface BodyLimits {
  bodyBytes: number;
  bodyTimeoutMs: number;
}

/**
 * Reads JSON bodies within a size and a time, and parses them strictly. The time is ours because
 * the server's `requestTimeout` is one for all routes and would cut uploads off too.
 */
export function acceptJson(app: FastifyInstance, limits: BodyLimits): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/json/i, (request, _payload, done) => {
    if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
      done(httpFault('media-type-unsupported'));
      return;
    }
    readBody(request, limits, (error, bytes) => {
      if (error !== null) return done(error);
      stateOf(request.raw).bodyBytes = bytes.length;
      const parsed = parseStrictJson(bytes);
      if (parsed.ok) done(null, parsed.value);
      else done(invalid([{ pointer: '', code: parsed.code, detail: DETAILS[parsed.code] }], 'body'));
    });
  });
}

type Read = (error: Error | null, bytes: Buffer) => void;

const NOTHING = Buffer.alloc(0);

function readBody({ raw }: FastifyRequest, { bodyBytes, bodyTimeoutMs }: BodyLimits, read: Read): void {
  if (Number(raw.headers['content-length']) > bodyBytes) {
    read(httpFault('body-too-large'), NOTHING);
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => finish(httpFault('request-timeout')), bodyTimeoutMs);

  function finish(error: Error | null): void {
    clearTimeout(timer);
    raw.removeListener('data', onData).removeListener('end', onEnd).removeListener('error', onError);
    // A stream without a listener would throw the error of the connection we are about to close.
    if (error !== null) raw.on('error', ignore);
    const [first] = chunks;
    const isWhole = chunks.length === 1 && first !== undefined;
    read(error, isWhole ? first : Buffer.concat(chunks, length));
  }
  function onData(chunk: Buffer): void {
    length += chunk.length;
    if (length > bodyBytes) finish(httpFault('body-too-large'));
    else chunks.push(chunk);
  }
  function onEnd(): void {
    finish(null);
  }
  function onError(): void {
    finish(httpFault('request-malformed'));
  }
  raw.on('data', onData).on('end', onEnd).on('error', onError);
}

function ignore(): void {}
