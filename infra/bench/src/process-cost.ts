import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Resident memory of a process in MB; NaN where the system does not say. */
export function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/status`))?.[1];
  return Math.round(Number(kilobytes) / 1_024);
}

/** Processor time that a process and those under it have used, in milliseconds; NaN where the system does not say. */
export function processorMilliseconds(pid: number): number {
  const fields = textOf(`/proc/${pid}/stat`)
    .replace(/^.*\) /, '')
    .split(' ');
  // utime, stime, and the same of children that have ended (proc_pid_stat(5), fields 14 to 17).
  const own = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS;
  if (fields.length < 15) return Number.NaN;
  return childrenOf(pid).reduce((sum, child) => sum + (processorMilliseconds(child) || 0), own);
}

function childrenOf(pid: number): number[] {
  return textOf(`/proc/${pid}/task/${pid}/children`).split(/\s+/).filter(Boolean).map(Number);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
