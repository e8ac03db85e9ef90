import { openBus } from './cluster/bus.ts';
import type { Servers } from './cluster/servers.ts';
import type { ServiceCluster } from './cluster/service-cluster.ts';
import { runHeldJob } from './scenarios/held-job.ts';
import { runInjuries } from './scenarios/injuries.ts';
import { runKills } from './scenarios/kills.ts';
import {
  type Mishearing,
  type Mutant,
  runDeafCases,
  runForgetfulMediation,
  runForgetfulScoring,
  runMisheard,
  runMutant,
} from './scenarios/mutants.ts';
import { runPostgresOutage, runRedisOutage } from './scenarios/outages.ts';
import type { Outcome } from './scenarios/outcome.ts';
import { runPoison } from './scenarios/poison.ts';
import { runPool } from './scenarios/pool.ts';
import { runReferrals } from './scenarios/referrals.ts';
import { runRepeats } from './scenarios/repeats.ts';
import { runScoreRuns } from './scenarios/score-runs.ts';

/** How hard the suite tries. */
export interface Scale {
  /** Records, or messages, of a scenario. */
  readonly count: number;
  readonly killsEach: number;
  /** Disputes that go to mediation and come back. */
  readonly referrals: number;
  readonly redisOutageMs: number;
  readonly postgresOutageMs: number;
  /** Records, or messages, of a mutant. */
  readonly mutantCount: number;
  readonly mutantKillsEach: number;
  /** R18: days that are scored, and the enterprises of each. */
  readonly periods: number;
  readonly enterprises: number;
  /** C5: postings to the pool, and times PostgreSQL is killed meanwhile. */
  readonly postings: number;
  readonly poolKills: number;
  /** R10: before the second try, doubled for each further one. */
  readonly firstRetryMs: number;
}

/** For every commit: a few minutes on two cores. */
export const SMALL: Scale = {
  count: 1_000,
  killsEach: 1,
  referrals: 24,
  redisOutageMs: 10_000,
  postgresOutageMs: 10_000,
  mutantCount: 300,
  mutantKillsEach: 1,
  periods: 6,
  enterprises: 30_000,
  postings: 600,
  poolKills: 3,
  firstRetryMs: 10,
};

/** As RELIABILITY asks before a release; R10 waits as production does. */
export const FULL: Scale = {
  count: 10_000,
  killsEach: 5,
  referrals: 1_000,
  redisOutageMs: 60_000,
  postgresOutageMs: 30_000,
  mutantCount: 2_000,
  mutantKillsEach: 3,
  periods: 100,
  enterprises: 30_000,
  postings: 20_000,
  poolKills: 25,
  firstRetryMs: 500,
};

/** One line of the table. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  /** Of a mutant, which has a safeguard taken out: the fault the checker must find. Null where none may be found. */
  readonly caughtBy: RegExp | null;
}

/** Tells whether a scenario came out as it must. */
export function isAsItMust({ caughtBy }: Entry, { faults }: Outcome): boolean {
  return caughtBy === null ? faults.length === 0 : faults.some((fault) => caughtBy.test(fault));
}

/** Runs against the services as processes. */
export interface ClusterEntry extends Entry {
  readonly on: 'cluster';
  run(cluster: ServiceCluster, scale: Scale, seed: number): Promise<Outcome>;
}

/** Runs on processes or a bus of its own, beside others. */
export interface BusEntry extends Entry {
  readonly on: 'bus';
  run(servers: Servers, scale: Scale, seed: number): Promise<Outcome>;
}

const parkOf = (id: string, seed: number): string => `${id}-${seed}`.toLowerCase();

const MUTANT_REFERRALS = 16;
/** Where nothing is killed nothing hangs on chance: a few show what is heard wrongly. */
const MISHEARD = 8;
const MUTANT_POSTINGS = 300;

const CLUSTER_SCENARIOS: readonly ClusterEntry[] = [
  kills('R1', 'SIGKILL to every process, Redis and PostgreSQL', 'keep'),
  kills('R2', 'the same, Redis losing all data', 'erase'),
  {
    id: 'R5',
    title: 'Redis is away',
    on: 'cluster',
    caughtBy: null,
    run: (cluster, scale, seed) =>
      runRedisOutage(cluster, { park: parkOf('R5', seed), seed, outageMs: scale.redisOutageMs }),
  },
  {
    id: 'R6',
    title: 'PostgreSQL is away',
    on: 'cluster',
    caughtBy: null,
    run: (cluster, scale, seed) =>
      runPostgresOutage(cluster, { park: parkOf('R6', seed), seed, outageMs: scale.postgresOutageMs }),
  },
  referrals('R1f', 'a dispute goes to mediation, its outcome comes back', 'keep'),
  referrals('R2f', 'the same, Redis losing all data', 'erase'),
  {
    id: 'R1i',
    title: 'an injury opens an application, its course returns',
    on: 'cluster',
    caughtBy: null,
    run: (cluster, { referrals: count, killsEach }, seed) =>
      runInjuries(cluster, cluster.mediation, { park: parkOf('R1i', seed), count, seed, killsEach }),
  },
  mutant('R1c', 'no-outbox', /^effectMissing/),
  mutant('R1c', 'no-inbox', /^effectTwice/),
  mutant('R2c', 'closed-at-queue', /^effectMissing/),
  {
    id: 'R1fc',
    title: 'mutant mediation without outbox',
    on: 'cluster',
    caughtBy: /^outcomeMissing/,
    run: (cluster, { referrals }, seed) => {
      const count = Math.min(referrals, MUTANT_REFERRALS);
      return runForgetfulMediation(cluster, { park: parkOf('R1fc', seed), count, seed, killsEach: 3 });
    },
  },
  misheard('forgets-number', /^agreementApart/),
  misheard('tells-twice', /^outcomeWrittenWrongly/),
  {
    id: 'R1ic',
    title: 'mutant mediation deaf-to-course',
    on: 'cluster',
    caughtBy: /^courseMissing/,
    run: (cluster, _scale, seed) =>
      runDeafCases(cluster, { park: parkOf('R1ic', seed), count: MISHEARD, seed }),
  },
];

const BUS_SCENARIOS: readonly BusEntry[] = [
  onBus('R9', 'the worker is killed six times with one message', null, (bus, _scale, seed) =>
    runHeldJob(bus, { seed, kills: 6, variant: 'sound', takenUpWithinMs: 20_000 }),
  ),
  onBus('R10', 'one message of a hundred always fails', null, (bus, scale, seed) =>
    runPoison(bus, { seed, count: scale.count, firstMs: scale.firstRetryMs, variant: 'sound' }),
  ),
  onBus('R11', 'messages repeated and shuffled', null, (bus, scale, seed) =>
    runRepeats(bus, { seed, count: scale.count, variant: 'sound' }),
  ),
  onBus('R9c', 'mutant bullmq-defaults', /^not taken up again/, (bus, _scale, seed) =>
    runHeldJob(bus, { seed, kills: 6, variant: 'lost-at-second-death', takenUpWithinMs: 8_000 }),
  ),
  onBus('R10c', 'mutant swallows', /dead letters for/, (bus, scale, seed) =>
    runPoison(bus, { seed, count: scale.mutantCount, firstMs: 10, variant: 'swallows' }),
  ),
  onBus('R11c', 'mutant no-inbox', /^applied more than once/, (bus, scale, seed) =>
    runRepeats(bus, { seed, count: scale.mutantCount, variant: 'no-inbox' }),
  ),
  onBus('R11c', 'mutant last-one-wins', /highest version/, (bus, scale, seed) =>
    runRepeats(bus, { seed, count: scale.mutantCount, variant: 'last-one-wins' }),
  ),
];

const RUN_SCENARIOS: readonly BusEntry[] = [
  {
    id: 'R18',
    title: 'score runs, all workers killed in each',
    on: 'bus',
    caughtBy: null,
    run: (servers, { periods, enterprises }, seed) => runScoreRuns(servers, { seed, periods, enterprises }),
  },
  {
    id: 'R18c',
    title: 'mutant slices done before they are',
    on: 'bus',
    caughtBy: /^unfinished/,
    run: (servers, { enterprises }, seed) => runForgetfulScoring(servers, { seed, periods: 2, enterprises }),
  },
  {
    id: 'C5',
    title: 'the risk pool, PostgreSQL killed under load',
    on: 'bus',
    caughtBy: null,
    run: (servers, { postings, poolKills: kills }, seed) => runPool(servers, { seed, postings, kills }),
  },
  {
    id: 'C5c',
    title: 'mutant without the guard of the pool',
    on: 'bus',
    caughtBy: /^belowZero/,
    run: (servers, { postings }, seed) => {
      const count = Math.min(postings, MUTANT_POSTINGS);
      return runPool(servers, { seed, postings: count, kills: 0, isUnguarded: true });
    },
  },
];

/** Every scenario and every mutant. */
export const SUITE = { cluster: CLUSTER_SCENARIOS, bus: BUS_SCENARIOS, runs: RUN_SCENARIOS } as const;

function kills(id: string, title: string, redisData: 'keep' | 'erase'): ClusterEntry {
  return {
    id,
    title,
    on: 'cluster',
    caughtBy: null,
    run: (cluster, { count, killsEach }, seed) =>
      runKills(cluster, cluster, { park: parkOf(id, seed), count, seed, killsEach, redisData }),
  };
}

function referrals(id: string, title: string, redisData: 'keep' | 'erase'): ClusterEntry {
  return {
    id,
    title,
    on: 'cluster',
    caughtBy: null,
    run: (cluster, { referrals: count, killsEach }, seed) =>
      runReferrals(cluster, cluster.mediation, { park: parkOf(id, seed), count, seed, killsEach, redisData }),
  };
}

function mutant(id: string, name: Mutant, caughtBy: RegExp): ClusterEntry {
  return {
    id,
    title: `mutant ${name}`,
    on: 'cluster',
    caughtBy,
    run: (cluster, { mutantCount: count, mutantKillsEach: killsEach }, seed) =>
      runMutant(cluster, name, { park: parkOf(name, seed), count, seed, killsEach }),
  };
}

function misheard(name: Mishearing, caughtBy: RegExp): ClusterEntry {
  return {
    id: 'R1fc',
    title: `mutant grievance ${name}`,
    on: 'cluster',
    caughtBy,
    run: (cluster, _scale, seed) =>
      runMisheard(cluster, name, { park: parkOf(name, seed), count: MISHEARD, seed }),
  };
}

let buses = 0;

function onBus(
  id: string,
  title: string,
  caughtBy: Entry['caughtBy'],
  run: (bus: Awaited<ReturnType<typeof openBus>>, scale: Scale, seed: number) => Promise<Outcome>,
): BusEntry {
  return {
    id,
    title,
    on: 'bus',
    caughtBy,
    run: async (servers, scale, seed) => {
      buses += 1;
      const bus = await openBus(servers, `bus${buses}`, buses);
      try {
        return await run(bus, scale, seed);
      } finally {
        await bus.close();
      }
    },
  };
}
