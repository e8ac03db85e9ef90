import { CREDIT_PARK, type CreditCluster } from '../cluster/credit-cluster.ts';
import { column, countOf, verifyLedger } from './evidence.ts';
import type { RunEvidence, RunHeld } from './judge-runs.ts';

const RUNS = `select json_build_object('id', id, 'state', state, 'slices', slices, 'slicesDone', slices_done,
  'scored', scored, 'rows', (select count(*) from run_score where run_id = score_run.id), 'resultHash', result_hash,
  'isAnnounced', announced_at is not null, 'isCurrent', current_at is not null) as value
  from score_run where park_id = $1`;

const ANNOUNCED = (counted: string): string => `select count(${counted}) as value from outbox
  where park_id = $1 and type = 'qinwu.credit.score-changed.v1'`;

/** Runs that are not yet published and, where they are the park's, announced. */
export function runsUnderWay({ databaseUrl }: CreditCluster): Promise<number> {
  const text = `select count(*) as value from score_run where park_id = $1
    and (state <> 'PUBLISHED' or current_at is not null and announced_at is null)`;
  return countOf(databaseUrl, text, [CREDIT_PARK]);
}

/** Collects what the credit service holds of its runs. */
export async function collectRuns(cluster: CreditCluster): Promise<RunEvidence> {
  const { databaseUrl: url, checkpointFile } = cluster;
  return {
    runs: await column<RunHeld>(url, RUNS, [CREDIT_PARK]),
    announcements: await countOf(url, ANNOUNCED('*'), [CREDIT_PARK]),
    announced: await countOf(url, ANNOUNCED(`distinct envelope::json ->> 'subject'`), [CREDIT_PARK]),
    ledger: await verifyLedger(cluster, { url, checkpointFile }),
  };
}
