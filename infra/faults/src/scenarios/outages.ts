import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@qinwu/testkit/eventually';
import { recordsWithEffect } from '../check/evidence.ts';
import type { ServiceCluster } from '../cluster/service-cluster.ts';
import { runLoad } from '../load/clients.ts';
import { type HistoryLine, isAcknowledged, readHistory } from '../load/history.ts';
import { type Outcome, runScenario } from './outcome.ts';
import { drainAndJudge, type Park, setUpPark } from './park.ts';

export interface OutageOptions {
  readonly park: string;
  readonly seed: number;
  readonly outageMs: number;
}

const PER_SECOND = 50;
/** Load before the outage, and after it until the services work again. */
const BEFORE_MS = 1_000;
const AFTER_AT_MOST_MS = 60_000;
const RESUMES_WITHIN_MS = 5_000;
const ANSWERED_WITHIN_MS = 2_500;
/** A write never waits for Redis: far below any time-out of a connection to it. */
const REDIS_DOWN_P99_MS = 1_000;

/** R5: Redis is gone for a while; the API does not notice, and consumption resumes within 5 s of its return. */
export function runRedisOutage(cluster: ServiceCluster, options: OutageOptions): Promise<Outcome> {
  return runScenario(options.seed, cluster, async () => {
    const { redis } = cluster.servers;
    const park = await setUpPark(cluster, options.park, cluster.api.url);
    const load = startLoad(park, options);
    await sleep(BEFORE_MS);
    await redis.kill();
    // Whatever fails meanwhile: the scenarios after this one need it.
    const before = await sleep(options.outageMs)
      .then(() => recordsWithEffect(cluster.cockpitUrl, park.name))
      .finally(() => redis.start());
    const returned = performance.now();
    const consumes = async (): Promise<boolean> =>
      (await recordsWithEffect(cluster.cockpitUrl, park.name)) > before;
    await eventually(consumes, { within: 4 * RESUMES_WITHIN_MS, every: 20 }).catch(() => undefined);
    const resumedMs = Math.round(performance.now() - returned);
    const lines = await load.end();
    await load.finish(lines);
    const { figures, faults } = await drainAndJudge(cluster, park);
    const refused = lines.filter((line) => !isAcknowledged(line)).length;
    const p99Ms = quantile(lines, 0.99);
    return {
      figures: { ...figures, refused, p99Ms, resumedMs },
      faults: [
        ...faults,
        ...when(
          refused > lines.length / 1_000,
          `${refused} of ${lines.length} requests were not answered 2xx`,
        ),
        ...when(p99Ms > REDIS_DOWN_P99_MS, `p99 of the API was ${p99Ms} ms`),
        ...when(resumedMs > RESUMES_WITHIN_MS, `consumption resumed after ${resumedMs} ms`),
      ],
    };
  });
}

/**
 * R6: PostgreSQL is gone for a while; every request is answered within 2.5 s with 503 and Retry-After, nothing ends,
 * the first 2xx comes within 5 s of its return, and what was not acknowledged succeeds under its old key.
 */
export function runPostgresOutage(cluster: ServiceCluster, options: OutageOptions): Promise<Outcome> {
  return runScenario(options.seed, cluster, async () => {
    const { postgres } = cluster.servers;
    const park = await setUpPark(cluster, options.park, cluster.api.url);
    const load = startLoad(park, options);
    await sleep(BEFORE_MS);
    await postgres.kill();
    const gone = Date.now();
    await sleep(options.outageMs);
    const returning = Date.now();
    await postgres.start();
    const returned = Date.now();
    const acknowledged = park.history.acknowledged();
    const serves = (): boolean => park.history.acknowledged() > acknowledged;
    await eventually(serves, { within: 4 * RESUMES_WITHIN_MS, every: 20 }).catch(() => undefined);
    const lines = await load.end();
    const during = lines.filter((line) => line.start >= gone && line.end <= returning);
    const unfit = during.filter((line) => line.status !== 503 || line.retryAfter === null).length;
    const slowestMs = Math.max(...lines.map((line) => line.end - line.start));
    const firstAfter = lines.find((line) => isAcknowledged(line) && line.end >= returned);
    const firstAfterMs = firstAfter === undefined ? Number.POSITIVE_INFINITY : firstAfter.end - returned;
    await load.finish(lines);
    const { figures, faults } = await drainAndJudge(cluster, park);
    return {
      figures: { ...figures, during: during.length, unfit, slowestMs, firstAfterMs },
      faults: [
        ...faults,
        ...when(during.length === 0, 'no request was answered during the outage'),
        ...when(unfit > 0, `${unfit} answers during the outage were not 503 with Retry-After`),
        ...when(slowestMs > ANSWERED_WITHIN_MS, `a request took ${slowestMs} ms`),
        ...when(firstAfterMs > RESUMES_WITHIN_MS, `the first 2xx came after ${firstAfterMs} ms`),
      ],
    };
  });
}

/** A load that goes on, at an even pace, until it is ended. */
interface SteadyLoad {
  /** Resolves to everything that was answered. */
  end(): Promise<readonly HistoryLine[]>;
  /** Sends what was not acknowledged again, under the same keys and as fast as it goes. */
  finish(lines: readonly HistoryLine[]): Promise<void>;
}

/** Each request is sent once: its first answer is what is measured. */
function startLoad({ target, history, name }: Park, { seed, outageMs }: OutageOptions): SteadyLoad {
  const stop = new AbortController();
  const count = Math.ceil(((BEFORE_MS + outageMs + AFTER_AT_MOST_MS) * PER_SECOND) / 1_000);
  const options = { count, perSecond: PER_SECOND, seed, name };
  const load = runLoad(target, history, { ...options, retry: 'never', stop: stop.signal });
  return {
    end: async () => {
      stop.abort();
      await load;
      return readHistory(history.file);
    },
    finish: async (lines) => {
      const done = new Set(lines.filter(isAcknowledged).map((line) => line.key));
      const rest = { ...options, count: await load, perSecond: Number.POSITIVE_INFINITY, done };
      await runLoad(target, history, { ...rest, retry: 'until-acknowledged' });
    },
  };
}

function quantile(lines: readonly HistoryLine[], share: number): number {
  const times = lines.map((line) => line.end - line.start).toSorted((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}

function when(isWrong: boolean, fault: string): string[] {
  return isWrong ? [fault] : [];
}
