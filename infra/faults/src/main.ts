import { parseArgs } from 'node:util';
import { startServers } from './cluster/servers.ts';
import { type ServiceCluster, startServiceCluster } from './cluster/service-cluster.ts';
import { freshSeed } from './random.ts';
import type { Outcome } from './scenarios/outcome.ts';
import { type Entry, FULL, isAsItMust, SMALL, SUITE } from './suite.ts';

const USAGE = `npm run faults -- [--small] [--n 10000] [--seed 1] [--only R1,R2]
  --small  the size that runs with the tests; else the full one
  --n      records, or messages, of each scenario
  --seed   repeats a run: order of the kills, pauses, data
  --only   scenarios by id, separated by commas
`;

/** `npm run faults`: every scenario one after the other, then a table; 1 where one did not come out as it must. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      small: { type: 'boolean' },
      n: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return say(USAGE, 2);
  const seed = values.seed === undefined ? freshSeed() : Number(values.seed);
  const base = values.small ? SMALL : FULL;
  const scale =
    values.n === undefined ? base : { ...base, count: Number(values.n), referrals: Number(values.n) };
  const only = values.only?.split(',');
  const wanted = (entry: Entry): boolean => only === undefined || only.includes(entry.id);
  say(`seed ${seed}, ${scale.count} records a scenario\n`);

  const servers = await startServers();
  let cluster: ServiceCluster | undefined;
  const lines: Line[] = [];
  const note = (entry: Entry, outcome: Outcome): void => {
    lines.push({ entry, outcome });
    say(`${rowOf({ entry, outcome })}\n`);
  };
  try {
    for (const entry of [...SUITE.bus, ...SUITE.runs].filter(wanted))
      note(entry, await entry.run(servers, scale, seed));
    const onCluster = SUITE.cluster.filter(wanted);
    if (onCluster.length > 0) cluster = await startServiceCluster(servers);
    for (const entry of onCluster) {
      if (cluster !== undefined) note(entry, await entry.run(cluster, scale, seed));
    }
  } finally {
    await cluster?.close();
    await servers.close();
  }
  say(`\n${tableOf(lines)}\nseed ${seed}\n`);
  return lines.every(({ entry, outcome }) => isAsItMust(entry, outcome)) ? 0 : 1;
}

interface Line {
  readonly entry: Entry;
  readonly outcome: Outcome;
}

function rowOf(line: Line): string {
  const { entry, outcome } = line;
  const verdict = isAsItMust(entry, outcome) ? 'as it must' : 'WRONG';
  const found = outcome.faults.length === 0 ? 'no fault' : outcome.faults.join('; ');
  const cells = [
    entry.id.padEnd(5),
    entry.title.padEnd(50),
    `${outcome.seconds} s`.padStart(8),
    verdict.padEnd(10),
  ];
  return `${cells.join('  ')}  ${found}`;
}

function tableOf(lines: readonly Line[]): string {
  const figures = (outcome: Outcome): string =>
    Object.entries(outcome.figures)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  return lines.map((line) => `${rowOf(line)}\n       ${figures(line.outcome)}`).join('\n');
}

function say(text: string, code = 0): number {
  process.stdout.write(text);
  return code;
}

process.exitCode = await main();
