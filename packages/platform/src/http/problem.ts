import type { Fault, LocatedError } from './fault.ts';
import type { Language } from './language.ts';

export const PROBLEM_TYPE = 'application/problem+json';

export interface ProblemContext {
  language: Language;
  /** Path of the request, without its query. */
  path: string;
  traceId: string;
}

/** The text of an RFC 9457 problem document; no input value stands in it. */
export function problemText(fault: Fault, { language, path, traceId }: ProblemContext): string {
  const { status, code, title, detail, errors = [], extra = {} } = fault;
  return JSON.stringify({
    ...extra,
    type: `urn:qinwu:problem:${code}`,
    title: title[language],
    status,
    ...(detail === undefined ? {} : { detail: detail[language] }),
    instance: instanceOf(path),
    traceId,
    ...(errors.length === 0 ? {} : { errors: errors.map((error) => fieldOf(error, language)) }),
  });
}

function fieldOf(error: LocatedError, language: Language): Record<string, string> {
  const { pointer, code, detail } = error;
  return { ...(error.in === undefined ? {} : { in: error.in }), pointer, code, detail: detail[language] };
}

/** The path as sent, unless it holds more than a path needs: an error must not mirror an attack. */
function instanceOf(path: string): string {
  return path.length <= 256 && /^\/[\w\-./~%:]*$/.test(path) ? path : '/';
}

/** The path of a request target. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}
