import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainError } from './plain-error.ts';
import type { LocalService } from './services.ts';

/** Compares a service's `openapi.json` with what it answers, and writes it unless told only to check; true where they differ. */
export async function refreshDocument(
  { name, port, folder }: Pick<LocalService, 'name' | 'port' | 'folder'>,
  checkOnly: boolean,
): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/${name}/openapi.json`);
  if (!answer.ok) throw plainError(`${name} answers ${answer.status} for its OpenAPI document.`);
  const document = `${JSON.stringify(await answer.json(), null, 2)}\n`;
  const file = join(folder, 'openapi.json');
  const changed = committed(file) !== document;
  if (changed && !checkOnly) writeFileSync(file, document);
  return changed;
}

function committed(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
