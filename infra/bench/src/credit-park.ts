import { migrationFolders } from '@qinwu/credit/migrations';
import { shippedCatalogue } from '@qinwu/credit/rules/model/shipped-indicators';
import { nationalModel } from '@qinwu/credit/rules/model/shipped-models';
import type { RunRow } from '@qinwu/credit/store/runs/run-table';
import { migrate } from '@qinwu/platform/db/migrate';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { onDatabase, post } from './contestants.ts';
import { type RunningProcess, startProcess } from './running-process.ts';
import type { Servers } from './servers.ts';

const SERVICE = new URL('../../../services/credit/src/main.ts', import.meta.url);
const BASE = '/credit/v1';
const SCOPES = ['credit:read', 'credit:write', 'credit:admin'];

/** As workers are started in production: much is made and dropped, and need not lie about. */
const WORKER_ARGV = ['--max-semi-space-size=16'];

/** A credit service with a park of so many enterprises, each with a value of every indicator, and its model in force. */
export interface CreditPark {
  readonly url: string;
  readonly http: RunningProcess;
  readonly authorization: string;
  readonly modelId: string;
  startWorker(): Promise<RunningProcess>;
  startRun(asOf: string): Promise<string>;
  run(id: string): Promise<Pick<RunRow, 'state' | 'slicesDone' | 'slices'>>;
}

export async function startCreditPark(
  servers: Servers,
  name: string,
  enterprises: number,
): Promise<CreditPark> {
  const url = await servers.createDatabase(name);
  await migrate(url, migrationFolders, { log: createLogger('bench', 'warn') });
  const environment = { ...servers.environment, DATABASE_URL: url, SCORE_RUN_HOUR: '-1' };
  const http = await startProcess({ entry: SERVICE, environment: { ...environment, ROLE: 'http' } });
  const bearer = (sub: string) => servers.bearer({ roles: ['admin'], sub, scopes: SCOPES, park: 'bench' });
  const [author, reviewer] = await Promise.all([bearer('author'), bearer('reviewer')]);
  const send = (path: string, who: string, body: object) => post(`${http.url}${BASE}${path}`, who, body);
  const { id: modelId } = await send('/models', author, { document: nationalModel });
  await send(`/models/${modelId}/actions/submit`, author, {});
  await send(`/models/${modelId}/actions/publish`, reviewer, {});
  await fill(url, enterprises);
  let workers = 0;
  return {
    url,
    http,
    authorization: author,
    modelId,
    startWorker: () =>
      startProcess({
        entry: SERVICE,
        execArgv: WORKER_ARGV,
        environment: {
          ...environment,
          ROLE: 'worker',
          CHECKPOINT_FILE: `${servers.folder}/${name}-${workers++}.jsonl`,
        },
      }),
    startRun: async (asOf) => (await send('/score-runs', author, { asOf, modelId })).id,
    run: async (id) => {
      const answer = await fetch(`${http.url}${BASE}/score-runs/${id}`, {
        headers: { authorization: author },
      });
      return (await answer.json()) as RunRow;
    },
  };
}

/** Fills the park by SQL: what stands ready for scoring, without the versions it was laid out from. */
function fill(url: string, enterprises: number): Promise<void> {
  return onDatabase(url, async (client) => {
    await client.query(
      `create temporary table s as select n, '91350582' || lpad(to_hex(n), 10, '0') as uscc
       from generate_series(1, $1::int) n`,
      [enterprises],
    );
    await client.query(
      `insert into enterprise_industry (park_id, uscc, industry, known_at)
       select 'bench', upper(uscc), lpad((13 + n % 30)::text, 2, '0'), now() - interval '1 day' from s order by uscc`,
    );
    await client.query(
      `insert into input_vector (park_id, uscc, version, industry, slots, updated_at)
       select 'bench', upper(uscc), 1, lpad((13 + n % 30)::text, 2, '0'),
         array(select case when (n * 7 + slot * 13) % 10 = 0 then null
           else ((n::bigint * 7919 + slot * 104729) % 5000) * 10000 end from generate_series(1, $1::int) slot),
         now() - interval '1 day' from s order by uscc`,
      [shippedCatalogue.length],
    );
    await client.query('drop table s');
    await client.query('vacuum (analyze)');
    await client.query('checkpoint');
  });
}
