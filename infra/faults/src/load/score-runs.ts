import { shippedCatalogue } from '@qinwu/credit/rules/model/shipped-indicators';
import { shippedModels } from '@qinwu/credit/rules/model/shipped-models';
import pg from 'pg';
import { CREDIT_PARK, type CreditCluster } from '../cluster/credit-cluster.ts';
import type { Random } from '../random.ts';
import { answered } from './request.ts';

/** Asks for score runs as a batch client does. */
export interface RunClient {
  /** Asks for the run of a day and gives its id; asked again, it is the same. */
  start(day: string): Promise<string>;
}

/** Publishes a model with percentiles and fills the park with enterprises that all have their inputs. */
export async function setUpRuns(
  cluster: CreditCluster,
  enterprises: number,
  random: Random,
): Promise<RunClient> {
  const [author, reviewer] = [await cluster.bearer('author'), await cluster.bearer('reviewer')];
  const send = (path: string, bearer: string, body: object, key: string): Promise<{ id: string }> =>
    answered(
      {
        method: 'POST',
        url: `${cluster.api.url}/credit/v1${path}`,
        bearer,
        key: `faults-of-${key}`.padEnd(24, '-'),
        body: JSON.stringify(body),
      },
      random,
    );
  const { id: modelId } = await send('/models', author, { document: shippedModels['local-1000'] }, 'draft');
  await send(`/models/${modelId}/actions/submit`, author, {}, 'submit');
  await send(`/models/${modelId}/actions/publish`, reviewer, {}, 'publish');
  await fill(cluster.databaseUrl, enterprises);
  return { start: async (day) => (await send('/score-runs', author, { asOf: day, modelId }, day)).id };
}

/** What stands ready for scoring, by SQL: the runs are what is tried here. */
async function fill(url: string, enterprises: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const codes = `select n, '91350582' || upper(lpad(to_hex(n), 10, '0')) as uscc,
      lpad((13 + n % 30)::text, 2, '0') as industry from generate_series(1, $2::int) n`;
    await client.query(
      `insert into enterprise_industry (park_id, uscc, industry, known_at)
       select $1, uscc, industry, now() - interval '1 day' from (${codes}) firm`,
      [CREDIT_PARK, enterprises],
    );
    await client.query(
      `insert into input_vector (park_id, uscc, version, industry, slots, updated_at)
       select $1, uscc, 1, industry, array(select ((n * 7919 + slot * 104729) % 5000) * 10000
         from generate_series(1, $3::int) slot), now() - interval '1 day' from (${codes}) firm`,
      [CREDIT_PARK, enterprises, shippedCatalogue.length],
    );
    await client.query('analyze');
  } finally {
    await client.end();
  }
}
