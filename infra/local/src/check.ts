import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './state.ts';

interface Check {
  name: string;
  command: readonly string[];
}

const checks: readonly Check[] = [
  { name: 'types', command: ['tsc', '-p', '.'] },
  {
    name: 'lint and format',
    command: ['biome', 'ci', '--colors=off', '--diagnostic-level=warn', '--error-on-warnings', '.'],
  },
  { name: 'boundaries', command: ['turbo', 'boundaries', '--no-color'] },
  { name: 'dead code', command: ['knip', '--no-progress', '--no-config-hints'] },
  ...generated(),
];

/** The generated files are compared with what their generator writes now. */
function generated(): Check[] {
  const generator = join(root, 'infra', 'local', 'src', 'openapi.ts');
  return existsSync(generator) ? [{ name: 'generated files', command: ['node', generator, '--check'] }] : [];
}

/** Runs one check and shows its output only where it fails; true where it passes. */
function run({ name, command }: Check): Promise<boolean> {
  const began = performance.now();
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', (error) => output.push(Buffer.from(error.message)));
    child.once('close', (code) => {
      const passed = code === 0;
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      process.stdout.write(`${passed ? '✓' : '✗'} ${name.padEnd(20)} ${seconds} s\n`);
      if (!passed) process.stdout.write(`${Buffer.concat(output).toString('utf8').trim()}\n\n`);
      resolve(passed);
    });
  });
}

const results = await Promise.all(checks.map(run));
process.exitCode = results.every(Boolean) ? 0 : 1;
