import { setTimeout as sleep } from 'node:timers/promises';
import { usccOf } from '@qinwu/domain/uscc';
import { eventually } from '@qinwu/testkit/eventually';
import { onDatabase } from '../contestants.ts';
import { startCreditPark } from '../credit-park.ts';
import type { Bench } from './bench.ts';

const FIRMS = 300;
const PER_SECOND = 25;
const WARM_UP = 60;

/** A changed value to the stored score: commit of the value to commit of the score, both stamped by PostgreSQL. */
export const rescore: Bench = async ({ servers }) => {
  const park = await startCreditPark(servers, 'rescore', 1_000);
  const worker = await park.startWorker();
  const send = async (method: string, path: string, body: object): Promise<void> => {
    const answer = await fetch(`${park.http.url}/credit/v1${path}`, {
      method,
      headers: {
        authorization: park.authorization,
        'content-type': 'application/json',
        ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  };
  const firms = Array.from({ length: FIRMS }, (_, n) => usccOf(`91350582MB${String(n).padStart(7, '0')}`));
  for (const uscc of firms) await send('PUT', `/enterprises/${uscc}`, { name: '某某公司', industry: '39' });
  for (const uscc of firms) {
    await send('POST', '/indicator-values', {
      uscc,
      code: 'G3',
      value: '800',
      unit: '万元',
      source: 'tax',
      periodFrom: '2024-01-01',
      periodTo: '2024-12-31',
      validFrom: '2025-01-01',
    });
    await sleep(1_000 / PER_SECOND);
  }
  const lags = await onDatabase(park.url, async (client) => {
    const stored = async (): Promise<number[]> => {
      const { rows } = await client.query<{ lag: number }>(
        `select extract(epoch from pg_xact_commit_timestamp(r.xmin) - pg_xact_commit_timestamp(v.xmin)) * 1000 as lag
         from rescore r join indicator_value v on v.park_id = r.park_id and v.uscc = r.uscc order by v.known_at`,
      );
      return rows.map(({ lag }) => Number(lag));
    };
    await eventually(async () => (await stored()).length === FIRMS, { within: 30_000, every: 200 });
    return (await stored()).slice(WARM_UP).toSorted((a, b) => a - b);
  });
  await Promise.all([worker.stop(), park.http.stop()]);
  const at = (share: number): string => (lags[Math.floor(lags.length * share)] ?? Number.NaN).toFixed(1);
  return [
    {
      what: `a changed value to its stored score, ${PER_SECOND} a second`,
      ours: `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
      bare: '–',
      ratio: '–',
      goal: 'p50 ≤ 50 ms',
    },
  ];
};
