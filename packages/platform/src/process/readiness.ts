import type { Database } from '../db/database.ts';
import { migrationsApplied } from '../db/migrate.ts';
import type { Queues } from '../queue/queues.ts';

/** Whether a process should be sent work; Redis being away makes no process unready. */
export interface Readiness {
  /** Throws what is wrong. */
  check(): Promise<void>;
  /** Throws while the queue's server is away: the process is degraded then, and still ready. */
  checkQueue(): Promise<void>;
  /** From now on the process is not ready. */
  drain(): void;
}

/** Ready means: not stopping, PostgreSQL answers, and the database is at this build's migrations. */
export function createReadiness(
  db: Database,
  migrations: readonly (URL | string)[],
  queues: Pick<Queues, 'available'> = { available: () => true },
): Readiness {
  let draining = false;
  let migrated = false;
  return {
    drain: () => {
      draining = true;
    },
    check: async () => {
      if (draining) throw new Error('the process is stopping');
      if (migrated) await db.pool.query('select 1');
      else migrated = await migrationsApplied(db, migrations);
      if (!migrated) throw new Error('the database is not at the expected migrations');
    },
    checkQueue: async () => {
      if (!queues.available()) throw new Error('the queue is away');
    },
  };
}
