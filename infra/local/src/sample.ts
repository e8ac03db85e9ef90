import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type LoadOptions, loadSamplePark } from '@qinwu/sample-park/load';
import { issuerUrl, signToken } from './issuer.ts';
import { ALL_SCOPES } from './role-scopes.ts';
import type { Secrets } from './secrets.ts';
import type { LocalService } from './services.ts';
import { statePath } from './state.ts';

const ONE_HOUR = 3_600;
const mark = statePath('sample-park');

/** Whether this start has to set the park up: the first one with a service to do it in. */
export function parkIsDue(services: readonly LocalService[]): boolean {
  const intake = services.some(({ name }) => name === 'grievance');
  return intake && !existsSync(mark);
}

/** The months of the sample park, and of the published figures it adds up to. */
export const SAMPLE_PERIOD = 'from=2025-01-01&to=2025-08-31';

/** Whether the park of this state was set up with its sample or without, or is not set up. */
export function parkSetUp(): 'loaded' | 'empty' | undefined {
  if (!existsSync(mark)) return undefined;
  return readFileSync(mark, 'utf8') === 'empty' ? 'empty' : 'loaded';
}

/** Remembers that the park is set up, with its sample or without. */
export function settlePark(how: 'loaded' | 'empty'): void {
  writeFileSync(mark, how);
}

export interface ParkOptions {
  secrets: Secrets;
  origin: string;
}

/** Gives the park its default units, categories and time limits through the public API; what is there stays. */
export async function setUpPark(options: ParkOptions): Promise<void> {
  const headers = {
    authorization: `Bearer ${await adminToken(options)}`,
    'content-type': 'application/json',
  };
  const answer = await fetch(`${options.origin}/grievance/v1/setup`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': randomUUID() },
    body: '{}',
  });
  if (!answer.ok)
    throw new Error(`POST /grievance/v1/setup answers ${answer.status}: ${await answer.text()}`);
}

/** Loads the sample park through the public API; a load that was cut off is repeated by the next start. */
export async function loadSample(options: ParkOptions, onProgress: LoadOptions['onProgress']): Promise<void> {
  const [token, reviewerToken] = [await adminToken(options), await adminToken(options, 'sample-reviewer')];
  await loadSamplePark({ origin: options.origin, token, reviewerToken, onProgress });
}

function adminToken({ secrets, origin }: ParkOptions, sub = 'sample-park'): Promise<string> {
  return signToken(secrets, issuerUrl(origin), {
    sub,
    roles: ['admin', 'client'],
    park: 'jinjiang',
    grids: [],
    unit: null,
    org: null,
    scopes: ALL_SCOPES,
    ttl: ONE_HOUR,
  });
}
