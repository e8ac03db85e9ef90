import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, workingFolder } from './process-look.ts';

/** Who listens on a port of this machine. */
export interface PortHolder {
  /** Null where it is another user's, whose processes nobody else sees. */
  pid: number | null;
  /** In words, as for a message: `redis-server (process 12)`. */
  what: string;
}

const LISTENING = '0A';
/** Of a local address: the loopback and any, as /proc writes IPv4 and IPv6 (little endian by four bytes). */
const HERE = [
  '00000000',
  '0100007F',
  '0'.repeat(32),
  `${'0'.repeat(24)}01000000`,
  '0000000000000000FFFF00000100007F',
];

/** The process that listens on the port where a service of this cluster would, or null. */
export function portHolder(port: number): PortHolder | null {
  try {
    return process.platform === 'linux' ? holderByProc(port) : holderByLsof(port);
  } catch {
    return null;
  }
}

function holderByProc(port: number): PortHolder | null {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(linesOf).flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const [address = '', at] = local.split(':');
    return state === LISTENING && at === hex && HERE.includes(address) ? [`socket:[${inode}]`] : [];
  });
  if (inodes.length === 0) return null;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (openFilesOf(pid).some((file) => inodes.includes(file))) return described(Number(pid));
  }
  return { pid: null, what: 'a program of another user' };
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}

function openFilesOf(pid: string): string[] {
  try {
    const folder = join('/proc', pid, 'fd');
    return readdirSync(folder).map((name) => linkAt(join(folder, name)));
  } catch {
    return [];
  }
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function holderByLsof(port: number): PortHolder | null {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fp'];
  const pid = /^p(\d+)/m.exec(execFileSync('lsof', args, { encoding: 'utf8', stdio: 'pipe' }))?.[1];
  return pid === undefined ? null : described(Number(pid));
}

/** A service of another Qinwu by its folder, any other program by its name. */
function described(pid: number): PortHolder {
  const folder = workingFolder(pid);
  const line = commandLine(pid);
  const service = line.includes('src/main.ts') ? /^(.*)\/services\/([a-z]+)$/.exec(folder) : null;
  if (service !== null)
    return { pid, what: `the ${service[2]} service of the Qinwu in ${service[1]} (process ${pid})` };
  if (line.includes('infra/local/src/start.ts'))
    return { pid, what: `the Qinwu in ${folder} (process ${pid})` };
  const name = line.split(' ')[0]?.split('/').at(-1);
  return { pid, what: `${name === undefined || name === '' ? 'a program' : name} (process ${pid})` };
}
