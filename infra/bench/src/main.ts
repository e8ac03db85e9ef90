import { cpus } from 'node:os';
import type { Bench } from './benches/bench.ts';
import { bus } from './benches/bus.ts';
import { documents } from './benches/documents.ts';
import { edge } from './benches/edge.ts';
import { growth } from './benches/growth.ts';
import { imports } from './benches/import.ts';
import { intake } from './benches/intake.ts';
import { lifecycle } from './benches/lifecycle.ts';
import { mediation } from './benches/mediation.ts';
import { parts } from './benches/parts.ts';
import { profile } from './benches/profile.ts';
import { reads } from './benches/reads.ts';
import { rescore } from './benches/rescore.ts';
import { scoreEngines } from './benches/score-engines.ts';
import { scoreRun } from './benches/score-run.ts';
import { statement } from './benches/statement.ts';
import { startLoad } from './load.ts';
import { stopProcesses } from './running-process.ts';
import { startServers } from './servers.ts';
import { tableOf } from './table.ts';

const benches: Readonly<Record<string, Bench>> = {
  intake,
  reads,
  growth,
  edge,
  lifecycle,
  mediation,
  documents,
  bus,
  import: imports,
  'score-engines': scoreEngines,
  'score-run': scoreRun,
  rescore,
  statement,
  parts,
  profile,
};

const args = process.argv.slice(2);
const isQuick = args.includes('--quick');
const names = args.filter((arg) => !arg.startsWith('--'));
const unknown = names.filter((name) => benches[name] === undefined);
const chosen = names.length === 0 ? Object.keys(benches) : names;

if (unknown.length > 0) {
  process.stderr.write(
    `There is no bench ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}.\n`,
  );
  process.exitCode = 1;
} else await run();

async function run(): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const pace = isQuick ? { rounds: 3, seconds: 2, isQuick } : { rounds: 7, seconds: 4, isQuick };
  const servers = await startServers();
  const load = startLoad();
  const stop = async (): Promise<void> => {
    await stopProcesses();
    await load.close();
    await servers.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(1)));
  }
  try {
    process.stdout.write(`${machine()}\n\n`);
    for (const name of chosen) {
      say(`${name} …`);
      const findings = await benches[name]?.({ servers, load, pace, say });
      process.stdout.write(`${name}\n\n${tableOf(findings ?? [])}\n`);
    }
  } finally {
    await stop();
  }
}

/** Where and when: a figure without them says nothing. */
function machine(): string {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${process.versions.node}, ${process.platform}`;
}
