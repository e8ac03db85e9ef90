import { readFile } from 'node:fs/promises';
import type { ServiceName } from '@qinwu/contracts/service-name';
import { z } from 'zod';

const PATIENCE_MS = 2_000;
const LARGEST_BYTES = 8 * 1024 * 1024;

const OpenApi = z.looseObject({
  openapi: z.string().startsWith('3.1'),
  paths: z.record(z.string(), z.unknown()),
});

export type OpenApi = z.output<typeof OpenApi>;

/** Where the committed documents lie: `services/<name>/openapi.json`. */
const services = new URL('../../../', import.meta.url);

/** The OpenAPI document a running service answers with; throws when it cannot be had or is none. */
export async function fetchServiceDocument(service: ServiceName, url: string): Promise<OpenApi> {
  const answer = await fetch(`${url}/${service}/openapi.json`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`${service} answered ${answer.status} for its OpenAPI document`);
  const text = await answer.text();
  if (text.length > LARGEST_BYTES) throw new Error(`${service}'s OpenAPI document is too large`);
  return OpenApi.parse(JSON.parse(text));
}

/** The committed OpenAPI document of a service; throws where the checkout or image does not hold it. */
export async function readCommittedDocument(service: ServiceName): Promise<OpenApi> {
  const text = await readFile(new URL(`${service}/openapi.json`, services), 'utf8');
  return OpenApi.parse(JSON.parse(text));
}
