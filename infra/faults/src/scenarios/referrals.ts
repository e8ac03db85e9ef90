import { eventually } from '@qinwu/testkit/eventually';
import { collectDisputes, outcomesHeard, owedInDisputes } from '../check/dispute-evidence.ts';
import { judgeDisputes } from '../check/judge-disputes.ts';
import type { ServiceCluster } from '../cluster/service-cluster.ts';
import type { ServiceProcess } from '../cluster/service-process.ts';
import { disputeFlow } from '../load/disputes.ts';
import { FLOW_TARGETS, type FlowKills, runFlowUnderKills } from './flow-kills.ts';
import { type Outcome, runScenario } from './outcome.ts';
import { setUpPark } from './park.ts';

export interface ReferralOptions extends Omit<FlowKills, 'targets'>, Partial<Pick<FlowKills, 'targets'>> {
  readonly park: string;
  readonly drainWithinMs?: number;
}

const DRAIN_WITHIN_MS = 30_000;

/**
 * R1f, R2f: disputes go to mediation and their outcomes come back, under SIGKILL to both services, Redis and
 * PostgreSQL; then every referral has one case, and every grievance shows its number and its outcome, once.
 */
export function runReferrals(
  cluster: ServiceCluster,
  mediation: ServiceProcess,
  { park, drainWithinMs = DRAIN_WITHIN_MS, targets = FLOW_TARGETS, ...kills }: ReferralOptions,
): Promise<Outcome> {
  return runScenario(kills.seed, cluster, async () => {
    await setUpPark(cluster, park, cluster.api.url);
    const flow = await disputeFlow(cluster, park, mediation.url);
    const struck = await runFlowUnderKills(cluster, mediation, flow, { ...kills, targets });
    const started = performance.now();
    const arrived = async (): Promise<boolean> =>
      (await owedInDisputes(cluster, park)) === 0 &&
      (await outcomesHeard(cluster, park)) >= flow.referred.length;
    // Where it does not come to that, the checker says what is missing.
    await eventually(arrived, { within: drainWithinMs, every: 100 }).catch(() => undefined);
    const drainMs = Math.round(performance.now() - started);
    const { figures, faults } = judgeDisputes(flow, await collectDisputes(cluster, park));
    return { figures: { kills: struck, ...figures, drainMs }, faults };
  });
}
