import { eventually } from '@qinwu/testkit/eventually';
import { endLeftover } from '@qinwu/testkit/postgres-server';
import { plainError } from './plain-error.ts';
import { commandLine, workingFolder } from './process-look.ts';
import { readInstance, removeInstance, root, statePath } from './state.ts';

/** Refuses when an instance of this checkout runs; ends what a killed one has left behind. */
export async function clearLeftovers(): Promise<void> {
  const instance = readInstance();
  if (instance === undefined) return endLeftover(statePath('postgres'));
  if (commandLine(instance.pid).includes('infra/local/src/start.ts')) {
    throw plainError(
      `Qinwu already runs at ${instance.origin} (process ${instance.pid}): stop it there with Ctrl-C, or with kill ${instance.pid}.`,
    );
  }
  const left = Object.entries(instance.children).filter(([name, pid]) => isOurs(name, pid));
  for (const [, pid] of left) process.kill(pid, 'SIGTERM');
  await eventually(() => left.every(([, pid]) => commandLine(pid) === ''), { within: 15_000, every: 50 });
  await endLeftover(statePath('postgres'));
  removeInstance();
}

/** A process id may belong to another program by now: only one that still looks like ours is ended. */
function isOurs(name: string, pid: number): boolean {
  const line = commandLine(pid);
  if (name === 'redis') return /redis|valkey/.test(line) && workingFolder(pid).startsWith(root);
  return line.includes('src/main.ts') && workingFolder(pid).startsWith(root);
}
