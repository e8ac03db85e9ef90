import type { RouteSpec } from '@qinwu/platform/http/route';
import { injuryOfItsOwn } from './injury-service.ts';
import type { Sent } from './mediation-service.ts';

const PREFIX = '/mediation/v1';

/** Nothing has this id. */
export const MISSING_ID = '0198c5c4-2f6e-7b9a-8f00-00000000dead';

/** What the parameters of a path are called where they are no ids. */
const NAMED: Readonly<Record<string, string>> = {
  action: 'explode',
  code: 'sample',
  side: 'applicant',
  kind: 'minimum-wage',
  region: '350582',
  // What has begun is not changed any more.
  validFrom: '2026-01-01',
};

/** What a list must be asked with. */
const QUERIES: Readonly<Record<string, string>> = {
  '/sessions': '?from=2025-09-01T00:00:00Z&to=2025-10-01T00:00:00Z',
};

/** `POST /cases/:id`, without the prefix all routes of the service share. */
export function routeName({ method, url }: Pick<RouteSpec, 'method' | 'url'>): string {
  return `${method} ${url.startsWith(`${PREFIX}/`) ? url.slice(PREFIX.length) : url}`;
}

/** The path of a route with its object filled in; every other parameter has the form of its kind. */
export function pathOf({ url }: Pick<RouteSpec, 'url'>, id: string = MISSING_ID): string {
  const document = url.includes('/injury-applications/') ? 'transfer-letter' : 'application';
  const values: Readonly<Record<string, string>> = { ...NAMED, document, id };
  const path = url.slice(PREFIX.length);
  return path.replace(/:(\w+)/g, (_, name: string) => values[name] ?? MISSING_ID) + (QUERIES[path] ?? '');
}

/** What `fetch` sends: the route's own example, or a form with a file where it takes one. */
export function sampleOf(
  { method, example, examples, upload, operationId }: RouteSpec,
  roles: unknown,
): Sent {
  // A system files through a channel of its own.
  if (operationId === 'registerCase' && roles === 'client') return { body: examples?.hotline?.value };
  if (upload !== undefined) return { form: sampleForm(operationId) };
  if (operationId === 'receiveInjuryApplication') {
    // Of the accident of the example there is one application.
    const { subject: _nobodys, ...worker } = injuryOfItsOwn().worker;
    return { body: { ...Object(example), worker } };
  }
  if (example !== undefined) return { body: structuredClone(example) };
  return method === 'GET' ? {} : { body: {} };
}

function sampleForm(operationId: string): FormData {
  const form = new FormData();
  if (operationId === 'startImport') {
    form.set('options', JSON.stringify({ kind: 'cases', source: 'sample', format: 'jsonl' }));
    form.set('file', new Blob(['{"title":"欠薪"}']), 'rows.jsonl');
  } else {
    form.set('file', new Blob(['%PDF-1.4\n%%EOF\n'], { type: 'application/pdf' }), 'proof.pdf');
  }
  return form;
}
