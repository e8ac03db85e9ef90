// The one entry of every `npm` command. It runs on the machine's own Node (20 or newer) without any package: brings
// the packages and Node 24, then hands over to the TypeScript of the command.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const OLDEST_NODE = 20;
const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const node24 = join(root, 'node_modules', 'node', 'bin', 'node');
const stamp = join(root, 'node_modules', '.installed-lockfile');

const entries = {
  start: 'infra/local/src/start.ts',
  test: 'infra/local/src/test.ts',
  check: 'infra/local/src/check.ts',
  token: 'infra/local/src/token.ts',
  import: 'infra/local/src/import.ts',
  recalculate: 'infra/local/src/recalculate.ts',
  openapi: 'infra/local/src/openapi.ts',
  smoke: 'infra/local/src/smoke.ts',
  'ledger-verify': 'infra/local/src/ledger-verify.ts',
  bench: 'infra/bench/src/main.ts',
  faults: 'infra/faults/src/main.ts',
};

/** Ends with one sentence that says what to do. */
function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= OLDEST_NODE) return;
  giveUp(
    `Node ${process.versions.node} is too old: install Node ${OLDEST_NODE} or newer and run this again.`,
  );
}

function requireWritableFolder() {
  const probe = join(root, '.qinwu', `.write-${process.pid}`);
  try {
    mkdirSync(dirname(probe), { recursive: true });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    giveUp(
      `The folder ${root} cannot be written (${error.code}): move the clone to a folder of your own or change its permissions.`,
    );
  }
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
}

function installed() {
  return existsSync(node24) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfileHash();
}

function install() {
  if (installed()) return;
  const began = Date.now();
  const why = existsSync(node24)
    ? 'The packages have changed: installing them'
    : 'Installing Node 24 and the packages';
  process.stderr.write(`${why} …\n`);
  const args = ['-y', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'];
  const done = spawnSync('npx', args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true' },
    maxBuffer: 1 << 26,
  });
  const output = `${done.error?.message ?? ''}\n${done.stdout ?? ''}\n${done.stderr ?? ''}`;
  if (done.status !== 0 || !existsSync(node24)) giveUp(installFailure(output));
  writeFileSync(stamp, lockfileHash());
  process.stderr.write(`Packages installed in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}

function installFailure(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|META_FETCH_FAIL/.test(output)) {
    return 'The packages could not be fetched because the npm registry is not reachable: connect to the network (or set npm_config_registry to a mirror) and run this again.';
  }
  if (/ENOSPC/.test(output))
    return 'The packages could not be installed because the disk is full: free about 1 GB and run this again.';
  if (/ENOENT.*npx|npx.*ENOENT/.test(output))
    return 'npx is missing: install npm, which brings npx, and run this again.';
  return `The packages could not be installed:\n${output.trim().split('\n').slice(-25).join('\n')}`;
}

function handOver(entry, args) {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(node24, ['--disable-warning=ExperimentalWarning', join(root, entry), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1' },
  });
  // The child stops everything itself; this process only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
}

const [command = '', ...args] = process.argv.slice(2);
const entry = entries[command];
if (entry === undefined)
  giveUp(`There is no command "${command}"; there are: ${Object.keys(entries).join(', ')}.`);
requireNode();
requireWritableFolder();
install();
if (!existsSync(join(root, entry))) giveUp(`This checkout has no ${entry}, which "${command}" runs.`);
handOver(entry, args);
