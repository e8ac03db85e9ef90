import { eventually } from '@qinwu/testkit/eventually';
import { owedBy } from '../check/evidence.ts';
import { collectInjuries, coursesHeard } from '../check/injury-evidence.ts';
import { judgeInjuries } from '../check/judge-injuries.ts';
import type { ServiceCluster } from '../cluster/service-cluster.ts';
import type { ServiceProcess } from '../cluster/service-process.ts';
import { injuryFlow } from '../load/injuries.ts';
import { type FlowKills, runFlowUnderKills } from './flow-kills.ts';
import { type Outcome, runScenario } from './outcome.ts';

export interface InjuryOptions extends Omit<FlowKills, 'targets' | 'redisData'> {
  readonly park: string;
  readonly drainWithinMs?: number;
}

const DRAIN_WITHIN_MS = 30_000;
const TARGETS = ['mediation', 'cockpit', 'redis', 'postgres'] as const;

/**
 * R1i: a case that tells of a work injury opens an application, whose course returns to the case, to the transfer and
 * the delivered decision: mediation listening to itself, under SIGKILL to it, the cockpit, Redis and PostgreSQL.
 */
export function runInjuries(
  cluster: ServiceCluster,
  mediation: ServiceProcess,
  { park, drainWithinMs = DRAIN_WITHIN_MS, ...kills }: InjuryOptions,
): Promise<Outcome> {
  return runScenario(kills.seed, cluster, async () => {
    const flow = await injuryFlow(cluster, park, mediation.url);
    const options = { ...kills, targets: TARGETS, redisData: 'keep' } as const;
    const struck = await runFlowUnderKills(cluster, mediation, flow, options);
    const started = performance.now();
    const arrived = async (): Promise<boolean> =>
      (await owedBy(cluster.mediationUrl, park)) === 0 &&
      (await coursesHeard(cluster, park)) >= flow.registered.length;
    // Where it does not come to that, the checker says what is missing.
    await eventually(arrived, { within: drainWithinMs, every: 100 }).catch(() => undefined);
    const drainMs = Math.round(performance.now() - started);
    const { figures, faults } = judgeInjuries(flow, await collectInjuries(cluster, park));
    return { figures: { kills: struck, ...figures, drainMs }, faults };
  });
}
