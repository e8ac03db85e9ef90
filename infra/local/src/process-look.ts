import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** How a process was started; empty where there is none, or it may not be looked at. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Where a process runs; empty where it may not be looked at. */
export function workingFolder(pid: number): string {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`);
    return (
      /\nn(.*)/.exec(
        execFileSync('lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fn'], { encoding: 'utf8' }),
      )?.[1] ?? ''
    );
  } catch {
    return '';
  }
}
