import { plainError } from './plain-error.ts';

const ANSWER_WITHIN_MS = 300_000;

/** Calls the cluster's public API as any other client does; what it refuses becomes one clear error. */
export function apiCaller(
  origin: string,
  token: string,
): (
  url: string,
  init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> },
) => Promise<Response> {
  const own = { authorization: `Bearer ${token}`, 'accept-language': languageOfTerminal() };
  return async (url, init) => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const answer = await fetch(url, { ...init, headers: { ...own, ...init.headers }, signal }).catch(() => {
      throw plainError(
        `Nothing answers at ${origin}: start Qinwu with npm start, or name its origin with --origin.`,
      );
    });
    if (!answer.ok) throw plainError(refusal(answer.status, await answer.text()));
    return answer;
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
