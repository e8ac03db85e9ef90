import { startContestants } from '../contestants.ts';
import { BASE, bareIntakeStep, intakeStep, JSON_TYPE } from '../intake-step.ts';
import type { Step } from '../load-plan.ts';
import { compare } from '../rounds.ts';
import { rateText, ratioText } from '../table.ts';
import type { Bench } from './bench.ts';

const CALLS = 4;

/** Create, assign, resolve, get: what other systems publish as one lifecycle. */
export const lifecycle: Bench = async (stage) => {
  const { service, bare, authorization, stop } = await startContestants(stage.servers, 'lifecycle');
  const steps = lifecycleSteps(authorization);
  const {
    ours,
    bare: theirs,
    ratio,
  } = await compare(
    { ...stage, connections: 32 },
    {
      ours: { process: service, steps },
      bare: { process: bare, steps: [bareIntakeStep(authorization)] },
    },
  );
  await stop();
  return [
    {
      what: 'lifecycle: create, assign, resolve, get',
      ours: `${Math.round(ours.perSecond / CALLS)} lifecycles/s (${rateText(ours)} a call)`,
      bare: `${rateText(theirs)} (one INSERT)`,
      ratio: ratioText(ratio / CALLS),
      goal: '≥ 400/s',
    },
  ];
};

/** The calls of one lifecycle in order. */
export function lifecycleSteps(authorization: string): Step[] {
  const act = (action: string, body: object): Step => ({
    method: 'POST',
    paths: [`${BASE}/grievances/{id}/actions/${action}`],
    headers: { ...JSON_TYPE, authorization },
    body: JSON.stringify(body),
    keyed: true,
  });
  return [
    intakeStep(authorization),
    act('assign', { unit: 'property' }),
    act('resolve', { resolution: 'resolved', result: '灯具已更换,夜间复查正常。' }),
    { method: 'GET', paths: [`${BASE}/grievances/{id}`], headers: { authorization } },
  ];
}
