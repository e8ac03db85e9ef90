import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { importView } from '@qinwu/platform/bulk/import/import-view';
import { plainError } from './plain-error.ts';

/** How an import stands, as the API answers. */
export type ImportView = ReturnType<typeof importView.parse>;

export interface ImportClient {
  upload(file: Blob, name: string, options: object): Promise<ImportView>;
  look(id: string): Promise<ImportView>;
  /** The refused rows in their own columns with what is wrong with each, as CSV, written to the file. */
  saveReport(view: ImportView, file: string): Promise<void>;
}

const ANSWER_WITHIN_MS = 300_000;

/** Kinds that are not the grievance service's. */
const SERVICE_OF: Readonly<Record<string, string>> = {
  cases: 'mediation',
  'injury-applications': 'mediation',
};

/** The public import API of the service that keeps this kind of record, as any other client calls it. */
export function importClient(origin: string, token: string, kind: string): ImportClient {
  const address = `${origin}/${SERVICE_OF[kind] ?? 'grievance'}/v1/imports`;
  const headers = { authorization: `Bearer ${token}`, 'accept-language': languageOfTerminal() };

  const ask = async (url: string, init: RequestInit): Promise<Response> => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const answer = await fetch(url, { ...init, signal }).catch(() => {
      throw plainError(
        `Nothing answers at ${origin}: start Qinwu with npm start, or name its origin with --origin.`,
      );
    });
    if (!answer.ok) throw plainError(refusal(answer.status, await answer.text()));
    return answer;
  };
  const call = async (url: string, init: RequestInit): Promise<ImportView> =>
    importView.parse(await (await ask(url, init)).json());

  return {
    upload: (file, name, options) => {
      const form = new FormData();
      form.set('options', JSON.stringify(options));
      form.set('file', file, name);
      return call(address, {
        method: 'POST',
        body: form,
        headers: { ...headers, 'idempotency-key': randomUUID() },
      });
    },
    look: (id) => call(`${address}/${id}`, { headers }),
    saveReport: async ({ reportUrl }, file) => {
      const { body } = await ask(`${origin}${reportUrl}`, { headers });
      await writeFile(file, body ?? '').catch(() => {
        throw plainError(`The report cannot be written to ${file}: name another place with --report FILE.`);
      });
    },
  };
}

/** This command speaks English; what the server says follows the terminal where that is Chinese. */
function languageOfTerminal(): string {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('zh') ? 'zh-CN' : 'en';
}

/** The problem document as a person reads it: title, detail, and each field that is wrong. */
function refusal(status: number, text: string): string {
  const body = problemOf(text);
  const errors = Array.isArray(body.errors) ? (body.errors as { pointer?: string; detail?: string }[]) : [];
  const lines = errors.map(({ pointer, detail }) => `  ${pointer ?? ''} ${detail ?? ''}`);
  return [`${status} ${String(body.title ?? '')} ${String(body.detail ?? '')}`.trim(), ...lines].join('\n');
}

function problemOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { title: text.slice(0, 200) };
  }
}
