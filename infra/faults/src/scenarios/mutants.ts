import { fileURLToPath } from 'node:url';
import type { Servers } from '../cluster/servers.ts';
import type { ServiceCluster } from '../cluster/service-cluster.ts';
import { type InjuryOptions, runInjuries } from './injuries.ts';
import { type KillOptions, runKills } from './kills.ts';
import type { Outcome } from './outcome.ts';
import { type ReferralOptions, runReferrals } from './referrals.ts';
import { runScoreRuns, type ScoreRunOptions } from './score-runs.ts';

/** The safeguards that are taken out one at a time, each by a variant of the process that has it. */
export const MUTANTS = ['no-outbox', 'no-inbox', 'closed-at-queue'] as const;
export type Mutant = (typeof MUTANTS)[number];

const processOf = (name: string): string =>
  fileURLToPath(new URL(`../processes/${name}.ts`, import.meta.url));

/** A killed worker's messages are taken up again after 5 to 10 s: what comes later than this does not come. */
const DRAIN_WITHIN_MS = 12_000;

/** What is applied twice was in hand when its listener was killed: alone, and often enough to be so. */
const LISTENER_KILLS = 4;

/** Runs R1 or R2 with one safeguard taken out; the real process it stands for rests meanwhile. */
export async function runMutant(
  cluster: ServiceCluster,
  mutant: Mutant,
  options: Omit<KillOptions, 'redisData'>,
): Promise<Outcome> {
  const redisData = mutant === 'closed-at-queue' ? 'erase' : 'keep';
  const kills = { ...options, redisData, drainWithinMs: DRAIN_WITHIN_MS } as const;
  if (mutant === 'no-inbox') {
    const cockpit = await cluster.variant('cockpit', processOf('listener-variant'), {
      VARIANT: mutant,
      LINGER_MS: '200',
    });
    const attack = { ...kills, targets: ['cockpit'], killsEach: LISTENER_KILLS } as const;
    return inPlaceOf([cluster.cockpit], cockpit, () => runKills(cluster, { ...cluster, cockpit }, attack));
  }
  const api = await cluster.variant('grievance', processOf('producer-variant'), { VARIANT: mutant });
  const cast = { api, worker: undefined, cockpit: cluster.cockpit };
  // What a queue loses is lost only while it holds something: killed last, Redis may be empty.
  const attack = mutant === 'closed-at-queue' ? ({ ...kills, targets: ['redis'] } as const) : kills;
  return inPlaceOf([cluster.api, cluster.worker], api, () => runKills(cluster, cast, attack));
}

/** Only mediation is killed: nothing waits for another listener's return. */
const HEARD_WITHIN_MS = 5_000;

/** Runs R1f against a mediation that announces beside its commits, killing it alone. */
export async function runForgetfulMediation(
  cluster: ServiceCluster,
  options: Omit<ReferralOptions, 'redisData' | 'targets' | 'drainWithinMs' | 'givenUpAfterMs'>,
): Promise<Outcome> {
  const mediation = await cluster.variant('mediation', processOf('mediation-variant'), {
    ROLE: 'all',
    VARIANT: 'no-outbox',
  });
  const patience = { drainWithinMs: 0, givenUpAfterMs: HEARD_WITHIN_MS };
  const kills = { targets: ['mediation'], redisData: 'keep', ...patience } as const;
  return inPlaceOf([cluster.mediation], mediation, () =>
    runReferrals(cluster, mediation, { ...options, ...kills }),
  );
}

/** What a worker of grievance may hear wrongly of an end. */
export type Mishearing = 'forgets-number' | 'tells-twice';

/** Runs R1f, killing nothing, with a worker of grievance that hears ends wrongly. */
export async function runMisheard(
  cluster: ServiceCluster,
  variant: Mishearing,
  options: Pick<ReferralOptions, 'park' | 'count' | 'seed'>,
): Promise<Outcome> {
  const env = { ROLE: 'worker', VARIANT: variant };
  const worker = await cluster.variant('grievance', processOf('grievance-variant'), env);
  const kills = { targets: [], killsEach: 0, redisData: 'keep' } as const;
  return inPlaceOf([cluster.worker], worker, () =>
    runReferrals(cluster, cluster.mediation, { ...options, ...kills }),
  );
}

/** What is heard at all is heard at once where nothing is killed. */
const COURSE_WITHIN_MS = 3_000;

/** Runs R1i, killing nothing, with a mediation whose cases do not hear of what was handed over. */
export async function runDeafCases(
  cluster: ServiceCluster,
  options: Pick<InjuryOptions, 'park' | 'count' | 'seed'>,
): Promise<Outcome> {
  const env = { ROLE: 'all', VARIANT: 'deaf-to-course' };
  const mediation = await cluster.variant('mediation', processOf('mediation-variant'), env);
  const kills = { killsEach: 0, drainWithinMs: COURSE_WITHIN_MS } as const;
  return inPlaceOf([cluster.mediation], mediation, () =>
    runInjuries(cluster, mediation, { ...options, ...kills }),
  );
}

/** What the real worker would do again after its lease, the variant has given away. */
const RUNS_END_WITHIN_MS = 8_000;

/** Runs R18 with a worker that says its slices are done before they are. */
export function runForgetfulScoring(
  servers: Servers,
  options: Omit<ScoreRunOptions, 'workerScript' | 'drainWithinMs'>,
): Promise<Outcome> {
  const workerScript = processOf('credit-variant');
  return runScoreRuns(servers, { ...options, workerScript, drainWithinMs: RUNS_END_WITHIN_MS });
}

interface Process {
  start(): Promise<void>;
  stop(): Promise<void>;
}

async function inPlaceOf<T>(real: readonly Process[], variant: Process, run: () => Promise<T>): Promise<T> {
  await Promise.all(real.map((each) => each.stop()));
  await variant.start();
  try {
    return await run();
  } finally {
    await variant.stop();
    await Promise.all(real.map((each) => each.start()));
  }
}
