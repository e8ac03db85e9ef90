/** One refused request of a test file, as it went over the wire. */
interface Refusal {
  request: string;
  status: number;
  headers: Headers;
  text: string;
}

/** What a problem document must never let out: stacks, SQL, paths, products and their versions. */
const LEAKS =
  /node_modules|file:\/\/|\.[cm]?[jt]s:\d|\bat [\w.<>]+ \(|\b(select|insert|update|delete)\b[^"]* (from|into|set)\b|duplicate key|relation \\?"|constraint|postgres|fastify|node\.js|ajv|zod|drizzle|\bv?\d+\.\d+\.\d+\b|\/(usr|home|var|work|tmp)\//i;
const POINTER = /^(\/([^~/]|~[01])*)*$/;
const CODE = /^[a-z][a-z0-9-]*$/;

/** Keeps every 4xx and 5xx answer that passes through `fetch` in this test file from now on. */
export function recordRefusals(): Refusal[] {
  const refusals: Refusal[] = [];
  const plainFetch = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const response = await plainFetch(input, init);
    if (response.status >= 400) {
      const { status, headers } = response;
      const request = `${init?.method ?? 'GET'} ${new URL(String(input)).pathname}`;
      refusals.push({ request, status, headers, text: await response.clone().text() });
    }
    return response;
  };
  return refusals;
}

/** What is wrong with a refusal as an RFC 9457 problem document; empty where nothing is. */
export function faultsOf({ request, status, headers, text }: Refusal): string[] {
  const problem = parsed(text);
  if (problem === null) return [`${request} answered ${status} without a problem document`];
  const { type, title, instance, traceId, errors = [] } = problem;
  const rules: [boolean, string][] = [
    [headers.get('content-type') === 'application/problem+json', 'has another content type'],
    [/^urn:qinwu:problem:[a-z][a-z0-9-]*$/.test(String(type)), 'has no type'],
    [typeof title === 'string' && title !== '', 'has no title'],
    [problem.status === status, 'says another status'],
    [typeof instance === 'string' && instance.startsWith('/'), 'has no instance'],
    [/^[0-9a-f]{32}$/.test(String(traceId)), 'has no traceId'],
    [
      Array.isArray(errors) && errors.every(isFieldError),
      'has a field error without pointer, code and words',
    ],
    [!LEAKS.test(withoutInstance(problem)), 'lets something out that it should not'],
    [status !== 500 && status !== 502 && status !== 504, 'is a failure of ours'],
    [status !== 401 || headers.has('www-authenticate'), 'has no WWW-Authenticate'],
    [status !== 405 || headers.has('allow'), 'has no Allow'],
    [(status !== 429 && status !== 503) || headers.has('retry-after'), 'has no Retry-After'],
    [headers.get('x-content-type-options') === 'nosniff', 'has no nosniff'],
    [!headers.has('server') && !headers.has('x-powered-by'), 'names its product'],
  ];
  return rules.flatMap(([holds, fault]) => (holds ? [] : [`${request}: the ${status} ${fault}: ${text}`]));
}

function isFieldError(error: unknown): boolean {
  const { pointer, code, detail } = Object(error);
  return POINTER.test(pointer) && CODE.test(code) && typeof detail === 'string' && detail !== '';
}

// The instance is the path the caller sent, and a path may be called anything.
function withoutInstance({ instance: _instance, ...problem }: Record<string, unknown>): string {
  return JSON.stringify(problem);
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
