import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { column, verifyLedger } from '../check/evidence.ts';
import { judgePool, type PoolLook } from '../check/judge-pool.ts';
import { type CreditCluster, startCreditCluster } from '../cluster/credit-cluster.ts';
import { killAndRestart } from '../cluster/kill.ts';
import type { Servers } from '../cluster/servers.ts';
import { enterLostLine } from '../load/lost-line.ts';
import { postMany } from '../load/pool.ts';
import { seededRandom } from '../random.ts';
import { type Outcome, runScenario } from './outcome.ts';

export interface PoolOptions {
  readonly seed: number;
  readonly postings: number;
  readonly kills: number;
  /** Takes away what keeps the pool from falling below zero. */
  readonly isUnguarded?: boolean;
}

const DOWN_MS = { least: 100, most: 600 };
const BETWEEN_MS = { least: 400, most: 1_200 };
const LOOK_MS = 15;

/** One statement sees one moment. */
const LOOK = `select json_build_object('sum', sum(balance)::text,
    'pool', (min(balance) filter (where account = 'pool'))::text,
    'apart', sum(abs(balance - coalesce((select sum(e.amount) from risk_entry e where e.account = a.account), 0)))::text)
  as value from risk_account a`;

let clusters = 0;

/**
 * C5, the bank test: sixteen clients pay in, pay out and take back, each request repeated until it is answered, while
 * PostgreSQL is killed; at every look the accounts add up to nothing and the pool is not below zero.
 */
export function runPool(servers: Servers, options: PoolOptions): Promise<Outcome> {
  clusters += 1;
  const name = `pool${clusters}`;
  const wrongEnds: CreditCluster['wrongEnds'] = [];
  return runScenario(options.seed, { wrongEnds }, async () => {
    const cluster = await startCreditCluster(servers, { name, workers: 1 });
    try {
      return await strike(cluster, options);
    } finally {
      await cluster.close();
      wrongEnds.push(...cluster.wrongEnds);
    }
  });
}

async function strike(
  cluster: CreditCluster,
  { seed, postings, kills, isUnguarded = false }: PoolOptions,
): Promise<Pick<Outcome, 'figures' | 'faults'>> {
  const { databaseUrl: url, servers } = cluster;
  if (isUnguarded) await run(url, 'alter table risk_account drop constraint risk_pool_not_below_zero');
  const random = seededRandom(seed);
  const line = await enterLostLine(cluster, random);
  const looks: PoolLook[] = [];
  let ended = false;
  const watch = async (): Promise<void> => {
    while (!ended) {
      // Nobody sees anything while PostgreSQL is away.
      const seen = await column<Record<keyof PoolLook, string | null>>(url, LOOK).catch(() => []);
      for (const { sum, pool, apart } of seen) {
        if (pool !== null)
          looks.push({ sum: BigInt(sum ?? 0), pool: BigInt(pool), apart: BigInt(apart ?? 0) });
      }
      await sleep(LOOK_MS);
    }
  };
  const nemesis = async (): Promise<void> => {
    for (let kill = 0; kill < kills && !ended; kill++) {
      await sleep(random.between(BETWEEN_MS.least, BETWEEN_MS.most));
      await killAndRestart(servers.postgres, random.between(DOWN_MS.least, DOWN_MS.most));
    }
  };
  const watching = watch();
  const striking = nemesis();
  const { acknowledged, refused } = await postMany(cluster, { count: postings, seed, line });
  await striking;
  ended = true;
  await watching;
  const stored = await column<string>(url, 'select id::text as value from risk_posting');
  const ledger = await verifyLedger(cluster, { url, checkpointFile: cluster.checkpointFile });
  const { figures, faults } = judgePool(acknowledged, { stored, looks, ledger });
  return { figures: { kills, refused, ...figures }, faults };
}

async function run(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}
