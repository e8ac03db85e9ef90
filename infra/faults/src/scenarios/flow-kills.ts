import { eventually } from '@qinwu/testkit/eventually';
import { eraseRedis, type Killable, killAndRestart } from '../cluster/kill.ts';
import type { ServiceCluster } from '../cluster/service-cluster.ts';
import { type Flow, type FlowProgress, runFlow } from '../load/flow.ts';
import { seededRandom } from '../random.ts';

/** What is killed while a flow runs, by name. */
export const FLOW_TARGETS = ['api', 'worker', 'mediation', 'cockpit', 'redis', 'postgres'] as const;
type FlowTarget = (typeof FLOW_TARGETS)[number];

export interface FlowKills {
  readonly count: number;
  readonly seed: number;
  readonly killsEach: number;
  readonly targets: readonly FlowTarget[];
  /** `keep` kills Redis; `erase` also deletes its data, while messages wait in it. */
  readonly redisData: 'keep' | 'erase';
  readonly givenUpAfterMs?: number;
}

const PROGRESS_WITHIN_MS = 120_000;
/** Longer than a message takes whose listener was killed with it in hand. */
const GIVEN_UP_AFTER_MS = 30_000;
const DOWN_MS = { least: 100, most: 600 };
/** Requests that are acknowledged, and whose events are handed to Redis, while their listener is away. */
const WAITING = 10;

/**
 * Runs a flow under SIGKILL in an order of the seed; returns the number of kills. The flow goes on by shares, one for
 * each kill and begun with it: on a machine of any speed each kill finds the system under load.
 */
export async function runFlowUnderKills(
  cluster: ServiceCluster,
  mediation: Killable,
  flow: Flow,
  options: FlowKills,
): Promise<number> {
  const { count, seed, killsEach, targets, redisData, givenUpAfterMs = GIVEN_UP_AFTER_MS } = options;
  const random = seededRandom(seed);
  const plan = Array.from({ length: killsEach }, () => random.shuffled(targets)).flat();
  const progress: FlowProgress = { begun: 0, ended: 0 };
  const share = count / plan.length;
  let admitted = share;
  const reached = (isReached: () => boolean): Promise<boolean> =>
    eventually(isReached, { within: PROGRESS_WITHIN_MS, every: 10 });
  const { api, worker, cockpit, servers } = cluster;
  const victims = { api, worker, mediation, cockpit, ...servers };

  const eraseWhileWaiting = async (downMs: number): Promise<void> => {
    const isOutward = progress.begun + WAITING <= count;
    const listener = isOutward ? mediation : worker;
    const kind = isOutward ? 'begun' : 'ended';
    await listener.kill();
    const due = Math.min(progress[kind] + WAITING, count);
    admitted = Math.max(admitted, due);
    await reached(() => progress[kind] >= due);
    await eraseRedis(cluster.servers.redis, downMs);
    await listener.start();
  };
  const strike = async (): Promise<void> => {
    for (const [index, name] of plan.entries()) {
      const due = Math.floor(2 * share * (index + random.next() * 0.8));
      await reached(() => progress.begun + progress.ended >= due);
      admitted += share;
      const downMs = random.between(DOWN_MS.least, DOWN_MS.most);
      if (name === 'redis' && redisData === 'erase') await eraseWhileWaiting(downMs);
      else await killAndRestart(victims[name], downMs);
    }
  };
  const mayBegin = (number: number): boolean => number < admitted;
  await Promise.all([runFlow(flow, progress, { count, seed, givenUpAfterMs, mayBegin }), strike()]);
  return plan.length;
}
