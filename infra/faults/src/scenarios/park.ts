import { join } from 'node:path';
import { eventually } from '@qinwu/testkit/eventually';
import { collectEvidence, owedBy, recordsWithEffect } from '../check/evidence.ts';
import { judge, type Verdict } from '../check/judge.ts';
import type { ServiceCluster } from '../cluster/service-cluster.ts';
import type { Target } from '../load/client.ts';
import { type History, openHistory, readHistory } from '../load/history.ts';

/** A park of its own for one run, with its default directory: runs on one cluster do not see one another. */
export interface Park {
  readonly name: string;
  readonly history: History;
  readonly target: Target;
}

/** Sets a park up through the API, to which its load goes as well. */
export async function setUpPark(cluster: ServiceCluster, name: string, apiUrl: string): Promise<Park> {
  const admin = await cluster.bearer({ roles: 'admin', park: name, scopes: ['grievance:admin'] });
  const answer = await fetch(`${apiUrl}/grievance/v1/setup`, {
    method: 'POST',
    headers: {
      authorization: admin,
      'content-type': 'application/json',
      'idempotency-key': `faults-set-up-of-${name}`,
    },
    body: '{}',
  });
  if (!answer.ok) throw new Error(`The set-up of ${name} answered ${answer.status}: ${await answer.text()}`);
  const bearer = await cluster.bearer({ roles: 'officer', park: name, scopes: ['grievance:write'] });
  return {
    name,
    history: openHistory(join(cluster.servers.folder, `${name}.history.jsonl`)),
    target: { url: apiUrl, bearer },
  };
}

/** How long what is owed may take to arrive once everything runs again. */
const DRAIN_WITHIN_MS = 30_000;

/** Waits until nothing is owed and every record has its effect, at most 30 s, then looks at everything. */
export async function drainAndJudge(
  cluster: ServiceCluster,
  park: Park,
  withinMs: number = DRAIN_WITHIN_MS,
): Promise<Verdict> {
  const started = performance.now();
  const expected = park.history.acknowledged();
  const arrived = async (): Promise<boolean> =>
    (await owedBy(cluster.grievanceUrl, park.name)) === 0 &&
    (await recordsWithEffect(cluster.cockpitUrl, park.name)) >= expected;
  // Where it does not come to that, the checker says what is missing.
  await eventually(arrived, { within: withinMs, every: 100 }).catch(() => undefined);
  const drainMs = Math.round(performance.now() - started);
  const { figures, faults } = judge(
    readHistory(park.history.file),
    await collectEvidence(cluster, park.name),
  );
  return { figures: { ...figures, drainMs }, faults };
}
