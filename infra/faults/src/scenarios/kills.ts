import { eventually } from '@qinwu/testkit/eventually';
import { eraseRedis, type Killable, killAndRestart } from '../cluster/kill.ts';
import type { ServiceCluster } from '../cluster/service-cluster.ts';
import type { ServiceProcess } from '../cluster/service-process.ts';
import { runLoad } from '../load/clients.ts';
import { type Random, seededRandom } from '../random.ts';
import { type Outcome, runScenario } from './outcome.ts';
import { drainAndJudge, type Park, setUpPark } from './park.ts';

/** The processes that are killed: the real ones, or variants that must fail. */
export interface Cast {
  readonly api: ServiceProcess;
  /** Undefined where the variant of the producer is one process. */
  readonly worker: ServiceProcess | undefined;
  readonly cockpit: ServiceProcess;
}

export interface KillOptions {
  readonly park: string;
  readonly count: number;
  readonly seed: number;
  readonly killsEach: number;
  /** `keep` kills Redis; `erase` also deletes its data, every other time while messages wait in it. */
  readonly redisData: 'keep' | 'erase';
  readonly drainWithinMs?: number;
  /** What is killed; everything unless told. */
  readonly targets?: readonly TargetName[];
}

const TARGETS = ['api', 'worker', 'redis', 'postgres', 'cockpit'] as const;
type TargetName = (typeof TARGETS)[number];

/** Seconds of load per kill: each kill finds the system under load again. */
const SECONDS_PER_KILL = 2;
const PROGRESS_WITHIN_MS = 120_000;
const DOWN_MS = { least: 100, most: 600 };
/** Creations that are acknowledged, and handed to Redis, while nobody consumes. */
const WAITING = 20;

/** R1, R2: SIGKILL to every process and both servers in an order of the seed, under load; then nothing is missing. */
export function runKills(cluster: ServiceCluster, cast: Cast, options: KillOptions): Promise<Outcome> {
  return runScenario(options.seed, cluster, async () => {
    const { count, seed, killsEach, targets: chosen = TARGETS } = options;
    const park = await setUpPark(cluster, options.park, cast.api.url);
    const random = seededRandom(seed);
    const targets = chosen.filter((name) => name !== 'worker' || cast.worker !== undefined);
    const plan = Array.from({ length: killsEach }, () => random.shuffled(targets)).flat();
    const load = runLoad(park.target, park.history, {
      count,
      perSecond: count / (plan.length * SECONDS_PER_KILL),
      seed,
      name: park.name,
      retry: 'until-acknowledged',
    });
    const nemesis = strike(cluster, { cast, plan, park, random, options });
    await Promise.all([load, nemesis]);
    const { figures, faults } = await drainAndJudge(cluster, park, options.drainWithinMs);
    return { figures: { kills: plan.length, ...figures }, faults };
  });
}

interface Attack {
  readonly cast: Cast;
  readonly plan: readonly TargetName[];
  readonly park: Park;
  readonly random: Random;
  readonly options: KillOptions;
}

async function strike(cluster: ServiceCluster, { cast, plan, park, random, options }: Attack): Promise<void> {
  let erased = 0;
  for (const [index, name] of plan.entries()) {
    const due = Math.floor((options.count * (index + random.next() * 0.8)) / plan.length);
    await progress(park, due);
    const downMs = random.between(DOWN_MS.least, DOWN_MS.most);
    if (name === 'redis' && options.redisData === 'erase') {
      if (erased++ % 2 === 0) await eraseWhileWaiting(cluster, cast, { park, downMs, most: options.count });
      else await eraseRedis(cluster.servers.redis, downMs);
    } else await killAndRestart(targetOf(cluster, cast, name), downMs);
  }
}

async function progress(park: Park, acknowledged: number): Promise<void> {
  await eventually(() => park.history.acknowledged() >= acknowledged, {
    within: PROGRESS_WITHIN_MS,
    every: 10,
  });
}

function targetOf(cluster: ServiceCluster, cast: Cast, name: TargetName): Killable {
  const { postgres, redis } = cluster.servers;
  const target = { ...cast, postgres, redis }[name];
  if (target === undefined) throw new Error(`${name} does not run here`);
  return target;
}

/** The worst moment: nobody consumes, and messages that were handed to Redis are in it alone. */
async function eraseWhileWaiting(
  cluster: ServiceCluster,
  cast: Cast,
  { park, downMs, most }: { park: Park; downMs: number; most: number },
): Promise<void> {
  await cast.cockpit.kill();
  await progress(park, Math.min(park.history.acknowledged() + WAITING, most));
  await eraseRedis(cluster.servers.redis, downMs);
  await cast.cockpit.start();
}
