import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';

const run = promisify(execFile);
const page = join(import.meta.dirname, '../../../docs/integration.md');
const modules = join(import.meta.dirname, '../node_modules');

/** What docs/integration.md tells banks and enterprises to do with a passport, done to the letter. */
export interface DocumentedVerifier {
  /** The claims the documented program prints; rejects where it refuses. */
  verify(passport: string, keys: object): Promise<Record<string, unknown>>;
  /** The documented cut to the grade alone. */
  cutToGrade(answer: object): Promise<string>;
  /** The parts of a text as the documented command prints them. */
  readParts(passport: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function openDocumentedVerifier(): Promise<DocumentedVerifier> {
  const text = await readFile(page, 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'passport-'));
  await symlink(modules, join(folder, 'node_modules'));
  await writeFile(join(folder, 'verify-passport.mjs'), blockOf(text, 'js', '// verify-passport.mjs'));
  const cut = blockOf(text, 'bash', 'answer.json').replace(/^curl .*\n/, '');
  const list = blockOf(text, 'bash', 'base64url');
  const sh = async (script: string) => (await run('sh', ['-e', '-c', script], { cwd: folder })).stdout;
  const write = (name: string, content: string) => writeFile(join(folder, name), `${content}\n`);

  return {
    verify: async (passport, keys) => {
      await write('passport.txt', passport);
      await write('keys.json', JSON.stringify(keys));
      return JSON.parse(await sh('node verify-passport.mjs passport.txt keys.json'));
    },
    cutToGrade: async (answer) => {
      await write('answer.json', JSON.stringify(answer));
      await sh(cut);
      return (await readFile(join(folder, 'grade-alone.txt'), 'utf8')).trim();
    },
    readParts: async (passport) => {
      await write('grade-alone.txt', passport);
      return (await sh(list)).trim().split('\n');
    },
    close: () => rm(folder, { recursive: true }),
  };
}

/** The one block of a language that holds a text. */
function blockOf(markdown: string, language: string, holding: string): string {
  const blocks = Array.from(
    markdown.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs')),
    (at) => at[1] ?? '',
  );
  const found = blocks.filter((code) => code.includes(holding));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}
