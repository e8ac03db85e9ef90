import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One migration; `hash` is the SHA-256 of its text. */
export interface MigrationFile {
  name: string;
  text: string;
  hash: string;
}

/** The platform's own tables: the first folder of every service's list. */
export const PLATFORM_MIGRATIONS: URL = new URL('../../migrations/', import.meta.url);

const NAME_PATTERN = /^\d{4}-[a-z0-9-]+\.sql$/;

/** The files of the folders, in the order of folders and names; throws where two carry the same name. */
export async function migrationFiles(folders: readonly (URL | string)[]): Promise<MigrationFile[]> {
  const files: MigrationFile[] = [];
  const seen = new Set<string>();
  for (const folder of folders) {
    const path = folder instanceof URL ? fileURLToPath(folder) : folder;
    const names = (await readdir(path)).filter((name) => name.endsWith('.sql')).sort();
    for (const name of names) {
      if (!NAME_PATTERN.test(name)) throw new Error(`Migration ${name} is not named like 0001-name.sql.`);
      if (seen.has(name)) throw new Error(`Two migrations are named ${name}.`);
      seen.add(name);
      const text = await readFile(join(path, name), 'utf8');
      files.push({ name, text, hash: createHash('sha256').update(text).digest('hex') });
    }
  }
  return files;
}
