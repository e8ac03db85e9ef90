import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from './fault.ts';
import { PROBLEM_TYPE, pathOf, problemText } from './problem.ts';
import { requestLanguage, stateOf } from './request-state.ts';

/** Answers with a problem document. */
export function sendFault(fault: Fault, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = requestLanguage(request);
  const { traceId } = stateOf(request.raw).trace;
  const text = problemText(fault, { language, path: pathOf(request.url), traceId });
  // As bytes, since Fastify adds a charset to text, which this media type does not define.
  return reply
    .code(fault.status)
    .headers({
      ...fault.headers,
      'content-type': PROBLEM_TYPE,
      'content-language': language === 'zh' ? 'zh-CN' : 'en',
      'cache-control': 'no-store',
    })
    .send(Buffer.from(text));
}
