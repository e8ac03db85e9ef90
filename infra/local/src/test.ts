import { spawnSync } from 'node:child_process';
import { statePath } from './state.ts';

/** `npm test`: jest under Node 24; in CI its result also goes to a file that `.ci/run` counts. */
const report =
  process.env.CI === undefined ? [] : ['--json', `--outputFile=${statePath('jest.json')}`, '--ci'];
const options = [
  process.env.NODE_OPTIONS,
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
];
const run = spawnSync('jest', [...report, ...process.argv.slice(2)], {
  // With --json jest prints the whole result on stdout as well; the readable report is on stderr.
  stdio: ['inherit', report.length === 0 ? 'inherit' : 'ignore', 'inherit'],
  env: { ...process.env, NODE_OPTIONS: options.filter(Boolean).join(' ') },
});
process.exitCode = run.status ?? 1;
