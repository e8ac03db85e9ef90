import type pg from 'pg';

/** What was seen of a pool while requests ran on it. */
export interface PoolWatch {
  /** The first fault, as soon as there is one. */
  readonly fault: Promise<string>;
  /** Ends the watch; every fault that was seen. */
  stop(): Promise<string[]>;
}

interface Backend {
  pid: number;
  state: string;
  since: string;
}

/**
 * So many looks in a row that find the same: each is a round trip of its own to the server, in which any transaction
 * that is alive takes its next step. Counted in looks, a slow machine takes longer and finds no more.
 */
const LOOKS = 100;

/**
 * Watches a pool from another one: whether it ever keeps more connections than it may, and whether it stands still, all
 * of them in transactions that do nothing while requests wait for a connection.
 */
export function watchPool(pool: pg.Pool, { from }: { from: pg.Pool }): PoolWatch {
  const { max, application_name: name } = pool.options;
  const faults = new Set<string>();
  const { promise: fault, resolve } = Promise.withResolvers<string>();
  let stopped = false;
  let before = '';
  const inARow = { still: 0, tooMany: 0 };

  const look = async (): Promise<void> => {
    const { rows } = await from.query<Backend>(
      `select pid, state, state_change::text as since from pg_stat_activity
        where application_name = $1 and datname = current_database() order by pid`,
      [name],
    );
    const now = JSON.stringify(rows);
    const isHeld = rows.length >= max && rows.every(({ state }) => state === 'idle in transaction');
    inARow.still = now === before && isHeld && pool.waitingCount > 0 ? inARow.still + 1 : 0;
    inARow.tooMany = rows.length > max ? inARow.tooMany + 1 : 0;
    before = now;
    if (inARow.still >= LOOKS)
      tell('the pool stands still: every connection waits in a transaction for another');
    if (inARow.tooMany >= LOOKS) tell(`${rows.length} connections of a pool of ${max}`);
  };
  const tell = (what: string): void => {
    faults.add(what);
    resolve(what);
  };
  const watching = (async () => {
    while (!stopped) await look();
  })();

  return {
    fault,
    async stop() {
      stopped = true;
      await watching;
      return [...faults];
    },
  };
}
