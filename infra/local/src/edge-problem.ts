import { type Fault, faultOfCode } from '@qinwu/platform/http/fault';
import { languageOf } from '@qinwu/platform/http/language';
import { PROBLEM_TYPE, pathOf, problemText } from '@qinwu/platform/http/problem';
import { traceOf } from '@qinwu/platform/http/trace';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Answers with a problem document (RFC 9457) as the services do; gives back its trace for the log. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, fault: Fault): string {
  const language = languageOf(request.headers['accept-language']);
  const { traceId, traceparent } = traceOf(request.headers.traceparent);
  // As bytes, since Fastify adds a charset to text, which this media type does not define.
  const body = Buffer.from(problemText(fault, { language, path: pathOf(request.url), traceId }));
  reply
    .code(fault.status)
    .headers({
      ...fault.headers,
      traceparent,
      'content-type': PROBLEM_TYPE,
      'content-language': language === 'zh' ? 'zh-CN' : 'en',
      'cache-control': 'no-store',
    })
    .send(body);
  return traceId;
}

/** The fault of a service that gave no answer: away (503), too slow (504), or broken off or unintelligible (502). */
export function faultOfUpstream(name: string, error: unknown): Fault {
  const codes = chainOf(error).map((link) => String(Reflect.get(Object(link), 'code')));
  if (codes.some((code) => TOO_SLOW.has(code))) {
    const title = { zh: `${name} 未及时答复`, en: `${name} did not answer in time` };
    return { status: 504, code: 'gateway-timeout', title };
  }
  if (codes.some((code) => AWAY.has(code))) {
    const detail = {
      zh: `${name} 暂时没有答复，请稍后重试`,
      en: `${name} does not answer at the moment: try again soon`,
    };
    return faultOfCode('service-unavailable', { detail, headers: { 'retry-after': '1' } });
  }
  return {
    status: 502,
    code: 'bad-gateway',
    title: { zh: `无法转发到 ${name}`, en: `The request could not be passed on to ${name}` },
  };
}

const TOO_SLOW = new Set(['UND_ERR_HEADERS_TIMEOUT', 'FST_REPLY_FROM_GATEWAY_TIMEOUT']);
const AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT']);

/** What went wrong, the innermost cause last: `UND_ERR_SOCKET other side closed`. */
export function causeOf(error: unknown): string {
  const links = chainOf(error);
  // The proxy's own error only wraps what happened.
  const texts = links.slice(links.length > 1 ? 1 : 0).map((link) => {
    const code: unknown = Reflect.get(Object(link), 'code');
    const message = Error.isError(link) ? link.message : String(link);
    return typeof code === 'string' ? `${code} ${message}` : message;
  });
  return [...new Set(texts)].join(' ← ');
}

/** The error, its causes, and the failures one of them gathers (each address of a name that was tried). */
function chainOf(error: unknown): unknown[] {
  const links: unknown[] = [];
  for (let link = error; link !== undefined && links.length < 8; link = Reflect.get(Object(link), 'cause')) {
    links.push(link);
    const gathered: unknown = Reflect.get(Object(link), 'errors');
    if (Array.isArray(gathered)) links.push(...gathered);
  }
  return links;
}
