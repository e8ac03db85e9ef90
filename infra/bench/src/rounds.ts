import type { Load } from './load.ts';
import type { LoadPlan, LoadResult } from './load-plan.ts';
import type { RunningProcess } from './running-process.ts';
import type { Servers } from './servers.ts';
import { median } from './statistics.ts';

/** What a contestant did, and what one answered request cost it in microseconds of processor time. */
export interface Measured extends LoadResult {
  /** Of the server process. */
  readonly processCost: number;
  /** Of PostgreSQL. */
  readonly databaseCost: number;
}

/** Medians of two contestants that took turns, and of their ratio round by round. */
export interface Compared {
  readonly ours: Measured;
  readonly bare: Measured;
  /** Our requests a second by theirs. */
  readonly ratio: number;
  /** Our p50 by theirs. */
  readonly slower: number;
}

/** How long a bench may take. */
export interface Pace {
  readonly rounds: number;
  readonly seconds: number;
  readonly isQuick: boolean;
}

/** Who is measured and with which requests. */
export interface Contestant {
  readonly process: RunningProcess;
  readonly steps: LoadPlan['steps'];
}

export interface Match {
  readonly load: Load;
  readonly servers: Servers;
  readonly pace: Pace;
  readonly connections: number;
}

/** The engine compiles what is called often: figures before that many answers are of another program. */
const WARM_ANSWERS = 6_000;
const WARM_TURNS = 8;
const WARM_SECONDS = 2;

/** Warms both up, then lets them take turns A B, B A, A B …: noise of the machine falls on both. */
export async function compare(
  match: Match,
  { ours, bare }: { ours: Contestant; bare: Contestant },
): Promise<Compared> {
  const { rounds, seconds } = match.pace;
  await warmUp(match, ours);
  await warmUp(match, bare);
  const pairs: { ours: Measured; bare: Measured }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const first = await measure(match, ours, seconds);
      pairs.push({ ours: first, bare: await measure(match, bare, seconds) });
    } else {
      const first = await measure(match, bare, seconds);
      pairs.push({ bare: first, ours: await measure(match, ours, seconds) });
    }
  }
  return {
    ours: medianOf(pairs.map((pair) => pair.ours)),
    bare: medianOf(pairs.map((pair) => pair.bare)),
    ratio: median(pairs.map((pair) => pair.ours.perSecond / pair.bare.perSecond)),
    slower: median(pairs.map((pair) => pair.ours.p50 / pair.bare.p50)),
  };
}

async function warmUp(match: Match, contestant: Contestant): Promise<void> {
  let answers = 0;
  for (let turn = 0; turn < WARM_TURNS && answers < WARM_ANSWERS; turn++) {
    const { answered } = await measure(match, contestant, WARM_SECONDS);
    answers += answered;
  }
}

async function measure(
  { load, servers, connections }: Match,
  { process, steps }: Contestant,
  seconds: number,
): Promise<Measured> {
  const before = { process: process.processor(), database: servers.databaseProcessor() };
  const result = await load.run({ origin: process.url, steps, connections, seconds });
  const each = (milliseconds: number) => (milliseconds * 1_000) / result.answered;
  return {
    ...result,
    processCost: each(process.processor() - before.process),
    databaseCost: each(servers.databaseProcessor() - before.database),
  };
}

/** The median of each figure over the rounds. */
function medianOf(results: readonly Measured[]): Measured {
  const of = (pick: (result: Measured) => number): number => median(results.map(pick));
  return {
    perSecond: of((result) => result.perSecond),
    p50: of((result) => result.p50),
    p99: of((result) => result.p99),
    answered: of((result) => result.answered),
    refused: of((result) => result.refused),
    processCost: of((result) => result.processCost),
    databaseCost: of((result) => result.databaseCost),
    firstRefusal: results.find((result) => result.firstRefusal !== null)?.firstRefusal ?? null,
  };
}
