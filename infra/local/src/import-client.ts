import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { importView } from '@qinwu/platform/bulk/import/import-view';
import { apiCaller } from './api-caller.ts';
import { plainError } from './plain-error.ts';

/** How an import stands, as the API answers. */
export type ImportView = ReturnType<typeof importView.parse>;

export interface ImportClient {
  upload(file: Blob, name: string, options: object): Promise<ImportView>;
  look(id: string): Promise<ImportView>;
  /** The refused rows in their own columns with what is wrong with each, as CSV, written to the file. */
  saveReport(view: ImportView, file: string): Promise<void>;
}

/** Kinds that are not the grievance service's. */
const SERVICE_OF: Readonly<Record<string, string>> = {
  cases: 'mediation',
  'injury-applications': 'mediation',
  enterprises: 'credit',
  'indicator-values': 'credit',
};

/** The public import API of the service that keeps this kind of record, as any other client calls it. */
export function importClient(origin: string, token: string, kind: string): ImportClient {
  const address = `${origin}/${SERVICE_OF[kind] ?? 'grievance'}/v1/imports`;
  const ask = apiCaller(origin, token);
  const call = async (url: string, init: Parameters<typeof ask>[1]): Promise<ImportView> =>
    importView.parse(await (await ask(url, init)).json());

  return {
    upload: (file, name, options) => {
      const form = new FormData();
      form.set('options', JSON.stringify(options));
      form.set('file', file, name);
      return call(address, { method: 'POST', body: form, headers: { 'idempotency-key': randomUUID() } });
    },
    look: (id) => call(`${address}/${id}`, {}),
    saveReport: async ({ reportUrl }, file) => {
      const { body } = await ask(`${origin}${reportUrl}`, {});
      await writeFile(file, body ?? '').catch(() => {
        throw plainError(`The report cannot be written to ${file}: name another place with --report FILE.`);
      });
    },
  };
}
