import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root: string = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Everything a run keeps, ignored by git; QINWU_STATE puts it elsewhere. */
export const stateFolder: string = resolve(root, process.env.QINWU_STATE ?? '.qinwu');

/** A path inside the state folder. */
export function statePath(...parts: string[]): string {
  return join(stateFolder, ...parts);
}

/** What a running instance tells the other commands, and the next start if it is killed. */
export interface Instance {
  pid: number;
  port: number;
  origin: string;
  /** Superuser connection, for the tools of this checkout. */
  databaseUrl: string;
  redisUrl: string | null;
  /** Process ids of what it started, by name. */
  children: Record<string, number>;
}

const file = statePath('instance.json');

/** Writes down the running instance, readable by its owner only. */
export function writeInstance(instance: Instance): void {
  writeFileSync(file, JSON.stringify(instance, null, 2), { mode: 0o600 });
}

/** The instance written down last, running or not. */
export function readInstance(): Instance | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Instance;
  } catch {
    return undefined;
  }
}

/** Forgets the instance after a clean stop. */
export function removeInstance(): void {
  rmSync(file, { force: true });
}

/** Makes the state folder; other accounts may pass through it, since PostgreSQL does not run as root. */
export function makeStateFolder(): void {
  mkdirSync(statePath('logs'), { recursive: true, mode: 0o755 });
}

/** Deletes all state of earlier runs. */
export function eraseState(): void {
  rmSync(stateFolder, { recursive: true, force: true });
}
