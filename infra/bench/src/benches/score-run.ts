import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { onDatabase } from '../contestants.ts';
import { type CreditPark, startCreditPark } from '../credit-park.ts';
import { median } from '../statistics.ts';
import { type Finding, ratioText } from '../table.ts';
import type { Bench, Stage } from './bench.ts';

const WORKERS = 2;
const LOOK_MS = 200;
/** The plain statement varies with what the disk does: the middle of three is taken. */
const BARE_ROUNDS = 3;

interface Measured {
  readonly enterprises: number;
  readonly seconds: number;
  readonly bareSeconds: number;
  readonly memory: number;
  readonly processCost: number;
  readonly databaseCost: number;
}

/** A run over a whole park, from its start until its scores are the park's, against INSERT … SELECT of the same rows. */
export const scoreRun: Bench = async (stage) => {
  const sizes = stage.pace.isQuick ? [10_000, 100_000] : [100_000, 1_000_000];
  const measured: Measured[] = [];
  for (const size of sizes) measured.push(await measure(stage, size));
  const findings: Finding[] = measured.map((one) => ({
    what: `score run of ${one.enterprises.toLocaleString('en')} enterprises, ${WORKERS} workers`,
    ours: `${one.seconds.toFixed(1)} s, ${each(one.processCost, one)} + ${each(one.databaseCost, one)} µs a row, ${one.memory} MB at most`,
    bare: `${one.bareSeconds.toFixed(1)} s`,
    ratio: ratioText(one.seconds / one.bareSeconds),
    goal: '≤ 3.0, aim 2.0; a worker below 300 MB',
  }));
  const [small, large] = measured;
  if (small === undefined || large === undefined) return findings;
  const growth = large.seconds / large.enterprises / (small.seconds / small.enterprises);
  findings.push({
    what: `a row of ${large.enterprises.toLocaleString('en')} against one of ${small.enterprises.toLocaleString('en')}`,
    ours: `${each(large.seconds * 1_000, large)} µs`,
    bare: `${each(small.seconds * 1_000, small)} µs`,
    ratio: ratioText(growth),
    goal: '≤ 1.1',
  });
  return findings;
};

function each(milliseconds: number, { enterprises }: Measured): string {
  return ((milliseconds * 1_000) / enterprises).toFixed(1);
}

async function measure({ servers, say }: Stage, enterprises: number): Promise<Measured> {
  const park = await startCreditPark(servers, `score_run_${enterprises}`, enterprises);
  const workers = await Promise.all(Array.from({ length: WORKERS }, () => park.startWorker()));
  const processor = () => workers.reduce((sum, worker) => sum + worker.processor(), 0);
  const before = { process: processor(), database: servers.databaseProcessor() };
  const began = performance.now();
  const id = await park.startRun('2026-06-30');
  const memory = await untilPublished(park, id, () => Math.max(...workers.map((worker) => worker.memory())));
  const seconds = (performance.now() - began) / 1_000;
  const processCost = processor() - before.process;
  const databaseCost = servers.databaseProcessor() - before.database;
  await Promise.all([...workers, park.http].map((each) => each.stop()));
  say(`  ${enterprises}: published after ${seconds.toFixed(1)} s`);
  const bareSeconds = await onDatabase(park.url, (client) => plain(client, id));
  return { enterprises, seconds, bareSeconds, memory, processCost, databaseCost };
}

/** Waits for the run; returns the most memory a worker had meanwhile. */
async function untilPublished(park: CreditPark, id: string, look: () => number): Promise<number> {
  let most = 0;
  for (;;) {
    most = Math.max(most, look());
    const { state } = await park.run(id);
    if (state === 'PUBLISHED') return most;
    if (state === 'FAILED' || state === 'CANCELLED') throw new Error(`the run is ${state}`);
    await sleep(LOOK_MS);
  }
}

/** Seconds in which PostgreSQL alone copies the same rows into an empty table with the same index. */
async function plain(client: pg.Client, run: string): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < BARE_ROUNDS; round++) {
    await client.query('create table bare_score (like run_score including all)');
    const began = performance.now();
    await client.query('insert into bare_score select * from run_score where run_id = $1', [run]);
    seconds.push((performance.now() - began) / 1_000);
    await client.query('drop table bare_score');
  }
  return median(seconds);
}
