import type { Socket } from 'node:net';
import { type FaultCode, faultOfCode } from './fault.ts';
import { PROBLEM_TYPE, problemText } from './problem.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { traceOf } from './trace.ts';

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Content Too Large',
  417: 'Expectation Failed',
  431: 'Request Header Fields Too Large',
};

const CODES: Readonly<Record<string, FaultCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** Answers what is not HTTP, or too much or too slow of it, on the bare socket, and closes it. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  // The response the parser was feeding has begun: a second one would be read as an answer to something else.
  if (error.code === 'ECONNRESET' || !socket.writable || hasOpenResponse(socket)) {
    socket.destroy();
    return;
  }
  socket.end(rawProblem(CODES[error.code ?? ''] ?? 'request-malformed'), () => socket.destroy());
}

function hasOpenResponse(socket: Socket): boolean {
  const message: unknown = Reflect.get(socket, '_httpMessage');
  return Reflect.get(Object(message), 'headersSent') === true;
}

/** A whole HTTP/1.1 response with the problem document of a code. */
export function rawProblem(code: FaultCode): string {
  const fault = faultOfCode(code);
  const trace = traceOf(undefined);
  const body = problemText(fault, { language: 'zh', path: '/', traceId: trace.traceId });
  const headers = {
    ...SECURITY_HEADERS,
    traceparent: trace.traceparent,
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${fault.status} ${REASONS[fault.status] ?? ''}\r\n${lines.join('')}\r\n${body}`;
}
