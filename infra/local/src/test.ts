import { spawnSync } from 'node:child_process';
import { statePath } from './state.ts';

const options = [
  process.env.NODE_OPTIONS,
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
];
const env = { ...process.env, NODE_OPTIONS: options.filter(Boolean).join(' ') };

/** Jest under Node 24; in CI its result also goes to a file that `.ci/run` counts. */
function jest(result: string, args: readonly string[]): number {
  const report = process.env.CI === undefined ? [] : ['--json', `--outputFile=${statePath(result)}`, '--ci'];
  const run = spawnSync('jest', [...report, ...args], {
    // With --json jest prints the whole result on stdout as well; the readable report is on stderr.
    stdio: ['inherit', report.length === 0 ? 'inherit' : 'ignore', 'inherit'],
    env,
  });
  return run.status ?? 1;
}

const FAULTS = '/infra/faults/';

/**
 * `npm test`: those named, or all. The clusters that are killed and started again take whatever processor there is, and
 * beside them a request of another test waits for seconds: they come after the others, one at a time.
 */
function runTests(named: readonly string[]): number {
  if (named.length > 0) return jest('jest.json', named);
  const others = jest('jest.json', ['--testPathIgnorePatterns', '/node_modules/', '/.qinwu/', FAULTS]);
  const faults = jest('jest-faults.json', ['--runInBand', FAULTS]);
  return Math.max(others, faults);
}

process.exitCode = runTests(process.argv.slice(2));
