import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import type { BulkService } from './bulk-service.ts';

export interface ImportBody {
  id: string;
  state: string;
  progress: Record<string, number>;
  [member: string]: unknown;
}

export interface Sent {
  status: number;
  body: ImportBody;
  headers: Headers;
}

export interface Send {
  file: string | Buffer;
  name?: string;
  options?: unknown;
  key?: string;
  scopes?: string[];
  park?: string;
}

export interface BulkClient {
  send(request: Send): Promise<Sent>;
  get(path: string, claims?: { park?: string }): Promise<Response>;
  json<T>(path: string, claims?: { park?: string }): Promise<T>;
  ended(id: string): Promise<ImportBody>;
  /** Sends an import that must be taken, and waits for its end. */
  run(request: Send): Promise<ImportBody>;
}

/** A client of the test service, as an officer who may import. */
export function bulkClient(service: () => BulkService): BulkClient {
  async function send({
    file,
    name = 'letters.csv',
    options,
    key = randomUUID(),
    scopes,
    park,
  }: Send): Promise<Sent> {
    const form = new FormData();
    form.append('options', JSON.stringify(options ?? { kind: 'letters', source: '台账' }));
    form.append('file', new Blob([new Uint8Array(Buffer.from(file))]), name);
    const authorization = await service().bearer({
      ...(scopes ? { scopes } : {}),
      ...(park ? { park } : {}),
    });
    const headers = { authorization, 'idempotency-key': key };
    const answer = await fetch(`${service().url}/bulk/v1/imports`, { method: 'POST', headers, body: form });
    return { status: answer.status, body: JSON.parse(await answer.text()), headers: answer.headers };
  }

  async function get(path: string, claims: { park?: string } = {}): Promise<Response> {
    const authorization = await service().bearer(claims);
    return await fetch(`${service().url}/bulk/v1${path}`, { headers: { authorization } });
  }

  async function json<T>(path: string, claims: { park?: string } = {}): Promise<T> {
    return JSON.parse(await (await get(path, claims)).text());
  }

  async function ended(id: string): Promise<ImportBody> {
    const look = async () => {
      const state = await json<ImportBody>(`/imports/${id}`);
      expect(['DONE', 'FAILED', 'CANCELLED']).toContain(state.state);
      return state;
    };
    return await eventually(look, { within: 20_000 });
  }

  async function run(request: Send): Promise<ImportBody> {
    const { status, body } = await send(request);
    expect([status, body]).toEqual([202, expect.objectContaining({ id: expect.any(String) })]);
    return await ended(body.id);
  }

  return { send, get, json, ended, run };
}

/** Letters as CSV, numbered from `from` on. */
export function lettersCsv(rows: number, from = 1): string {
  const lines = Array.from({ length: rows }, (_, i) => `N${i + from},标题 ${i + from},正文,附 ${i}`);
  return `number,title,text,备注\n${lines.join('\n')}\n`;
}
