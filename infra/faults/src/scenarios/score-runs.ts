import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@qinwu/testkit/eventually';
import { countOf } from '../check/evidence.ts';
import { judgeRuns } from '../check/judge-runs.ts';
import { collectRuns, runsUnderWay } from '../check/run-evidence.ts';
import { type CreditCluster, startCreditCluster } from '../cluster/credit-cluster.ts';
import { eraseRedis } from '../cluster/kill.ts';
import type { Servers } from '../cluster/servers.ts';
import { setUpRuns } from '../load/score-runs.ts';
import { seededRandom } from '../random.ts';
import { type Outcome, runScenario } from './outcome.ts';

export interface ScoreRunOptions {
  readonly seed: number;
  readonly periods: number;
  readonly enterprises: number;
  /** A variant of the worker, and how long is waited for it. */
  readonly workerScript?: string;
  readonly drainWithinMs?: number;
}

const WORKERS = 3;
const DOWN_MS = { least: 100, most: 600 };
/** A killed worker's job is taken up after ten seconds. */
const PHASE_WITHIN_MS = 60_000;
const DRAIN_WITHIN_MS = 90_000;
const FIRST_DAY = Date.UTC(2025, 0, 1);
const DAY_MS = 86_400_000;

/** When all workers are killed: as soon as the run of a period is there, is that far. */
const PHASES = {
  started: 'true',
  'slice committed': 'slices_done > 0',
  published: `state = 'PUBLISHED'`,
} as const;

let clusters = 0;

/**
 * R18: the runs of many periods, shared by three workers that are all killed in each of them, at its start, after its
 * first slice or as it is published, Redis losing its data five times; each period is scored once, to the same hash.
 */
export function runScoreRuns(
  servers: Servers,
  { workerScript, ...options }: ScoreRunOptions,
): Promise<Outcome> {
  clusters += 1;
  const name = `credit${clusters}`;
  const wrongEnds: CreditCluster['wrongEnds'] = [];
  return runScenario(options.seed, { wrongEnds }, async () => {
    const cluster = await startCreditCluster(servers, {
      name,
      workers: WORKERS,
      ...(workerScript === undefined ? {} : { workerScript }),
    });
    try {
      return await strike(cluster, options);
    } finally {
      await cluster.close();
      wrongEnds.push(...cluster.wrongEnds);
    }
  });
}

async function strike(
  cluster: CreditCluster,
  { seed, periods, enterprises, drainWithinMs = DRAIN_WITHIN_MS }: Omit<ScoreRunOptions, 'workerScript'>,
): Promise<Pick<Outcome, 'figures' | 'faults'>> {
  const random = seededRandom(seed);
  const client = await setUpRuns(cluster, enterprises, random);
  const asked: string[] = [];
  const phases = Object.values(PHASES);
  const eraseEvery = Math.max(1, Math.floor(periods / 5));
  for (let period = 0; period < periods; period++) {
    const day = new Date(FIRST_DAY + period * DAY_MS).toISOString().slice(0, 10);
    asked.push(await client.start(day));
    const isThere = `select count(*) as value from score_run where id = $1 and ${phases[period % phases.length]}`;
    await eventually(async () => (await countOf(cluster.databaseUrl, isThere, [asked.at(-1) ?? ''])) > 0, {
      within: PHASE_WITHIN_MS,
      every: 2,
    }).catch(() => undefined);
    await Promise.all(cluster.workers.map((worker) => worker.kill()));
    const downMs = random.between(DOWN_MS.least, DOWN_MS.most);
    if (period % eraseEvery === 0) await eraseRedis(cluster.servers.redis, downMs);
    else await sleep(downMs);
    await Promise.all(cluster.workers.map((worker) => worker.start()));
    // Asked for once more, as a client does that heard no answer.
    asked.push(await client.start(day));
  }
  const started = performance.now();
  await eventually(async () => (await runsUnderWay(cluster)) === 0, {
    within: drainWithinMs,
    every: 100,
  }).catch(() => undefined);
  const drainMs = Math.round(performance.now() - started);
  const { figures, faults } = judgeRuns([...new Set(asked)], enterprises, await collectRuns(cluster));
  return { figures: { kills: periods * WORKERS, ...figures, drainMs }, faults };
}
