import type { importView } from '@qinwu/platform/bulk/import/import-view';
import { startJobRunner } from '@qinwu/platform/jobs/run-jobs';
import { eventually } from '@qinwu/testkit/eventually';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import type { z } from 'zod';
import type { MediationService, Reply } from './mediation-service.ts';

/** Everything one needs to send a register with its history. */
export const HISTORY: TokenClaims = {
  roles: ['admin', 'client'],
  sub: 'importer',
  scopes: ['mediation:read', 'mediation:write', 'mediation:admin', 'import:history'],
};

export interface FileSent {
  kind: string;
  source?: string;
  preset?: string;
  mapping?: object;
  dryRun?: boolean;
  name?: string;
  bytes: Uint8Array<ArrayBuffer> | string;
}

/** Rows as JSON Lines. */
export function jsonl(rows: readonly object[]): string {
  return rows.map((row) => JSON.stringify(row)).join('\n');
}

/** The rows of an export, as somebody gets them. */
export async function exportedRows(
  service: MediationService,
  who: TokenClaims,
  kind: 'cases' | 'injury-applications',
): Promise<Record<string, unknown>[]> {
  const text = await (await service.open(who, `/exports/${kind}?format=jsonl`)).text();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** An export as the file that people get. */
export async function exportedFile(
  service: MediationService,
  who: TokenClaims,
  kind: 'cases' | 'injury-applications',
  format: 'csv' | 'xlsx',
): Promise<Pick<FileSent, 'kind' | 'name' | 'bytes'>> {
  const answer = await service.open(who, `/exports/${kind}?format=${format}`);
  return { kind, name: `rows.${format}`, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

export type ImportView = z.output<typeof importView>;

/** Sends files and waits until they are imported. */
export interface ImportClient {
  send(file: FileSent, claims?: TokenClaims): Promise<Reply>;
  /** Sends, waits, and gives back how it ended. */
  run(file: FileSent, claims?: TokenClaims): Promise<ImportView>;
  report(id: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A client of the imports of a service, and a worker that carries them out. */
export function importClient(service: MediationService): ImportClient {
  const { db, log, metrics } = service.deps;
  const runner = startJobRunner({ db, definitions: service.app.jobs, log, metrics });
  const send: ImportClient['send'] = async ({ bytes, name = 'rows.jsonl', ...options }, claims = HISTORY) => {
    const form = new FormData();
    const format = name.endsWith('.jsonl') ? { format: 'jsonl' } : {};
    form.set('options', JSON.stringify({ source: 'test', ...format, ...options }));
    form.set('file', new Blob([bytes]), name);
    const reply = await service.as(claims)('POST', '/imports', { form });
    if (reply.status === 202) runner.poke();
    return reply;
  };
  const get = (path: string) => service.as(HISTORY)('GET', path);
  return {
    send,
    async run(file, claims) {
      const { status, body } = await send(file, claims);
      if (status !== 202) throw new Error(`import answered ${status}: ${JSON.stringify(body)}`);
      return eventually(
        async () => {
          const { body: view } = await service.as(claims ?? HISTORY)('GET', `/imports/${body.id}`);
          if (view.finishedAt === null)
            throw new Error(`import ${view.state}: ${JSON.stringify(view.progress)}`);
          return view;
        },
        { within: 60_000, every: 20 },
      );
    },
    async report(id) {
      const { body } = await get(`/imports/${id}/report?format=jsonl`);
      const lines: string[] = typeof body === 'string' ? body.trim().split('\n') : [JSON.stringify(body)];
      return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
    },
    close: () => runner.close(),
  };
}
