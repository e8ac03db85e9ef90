import { usccOf } from '@qinwu/domain/uscc';
import type { RouteSpec } from '@qinwu/platform/http/route';
import type { Sent } from './grievance-service.ts';

const PREFIX = '/grievance/v1';

/** An enterprise with a valid code. */
export const ENTERPRISE_CODE = usccOf('91350582MA2Y0Y001');

/** Nothing has this id. */
export const MISSING_ID = '0198c5c4-2f6e-7b9a-8f00-00000000dead';

/** `POST /grievances/:id`, without the prefix all routes of the service share. */
export function routeName({ method, url }: Pick<RouteSpec, 'method' | 'url'>): string {
  return `${method} ${url.startsWith(`${PREFIX}/`) ? url.slice(PREFIX.length) : url}`;
}

/** The path of a route with its parameters filled in; what is not named gets a value of the right form. */
export function pathOf(
  { url }: Pick<RouteSpec, 'url'>,
  values: Readonly<Record<string, string>> = {},
): string {
  const defaults: Record<string, string> = {
    id: MISSING_ID,
    code: 'sample',
    uscc: ENTERPRISE_CODE,
    validFrom: '2025-09-01',
    action: 'explode',
  };
  return url.slice(PREFIX.length).replace(/:(\w+)/g, (_, name: string) => {
    const value = values[name] ?? defaults[name];
    if (value === undefined) throw new Error(`no sample for the parameter ${name} of ${url}`);
    return value;
  });
}

/** What `fetch` sends: the route's own example, or a form with a file where it takes one. */
export function sampleOf({ method, example, upload, operationId }: RouteSpec): Sent {
  if (upload !== undefined) return { form: sampleForm(operationId) };
  if (example !== undefined) return { body: structuredClone(example) };
  return method === 'GET' ? {} : { body: {} };
}

/** The smallest picture there is. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function sampleForm(operationId: string): FormData {
  const form = new FormData();
  if (operationId === 'startImport') {
    form.set('options', JSON.stringify({ kind: 'grievances', source: 'sample', format: 'jsonl' }));
    form.set('file', new Blob(['{"title":"路灯坏了"}']), 'rows.jsonl');
  } else {
    form.set('file', new Blob([PIXEL]), 'photo.png');
  }
  return form;
}

/** True for a route that writes. */
export function isWrite({ method }: Pick<RouteSpec, 'method'>): boolean {
  return method !== 'GET';
}
