import { localDateOf } from '@qinwu/domain/local-date';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { pokeJobs } from '@qinwu/platform/jobs/request-job';
import { defineSchedule, type ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { listInForce, listModelParks } from '../store/models.ts';
import { SYSTEM } from '../use-cases/runs/run-step.ts';
import { writeRun } from '../use-cases/runs/start-run.ts';

const EVERY_SECONDS = 300;
const HOUR_MS = 3_600_000;

/**
 * Starts the run of the day of every park and scheme once its hour has come 每日评分. Looked at every few minutes: a day
 * has one run, so a night nobody was up for is made good when somebody is.
 */
export function nightlyRuns(deps: Deps, hour: number): ScheduleDefinition {
  return defineSchedule({
    name: 'credit.nightly-runs',
    everySeconds: EVERY_SECONDS,
    run: async () => {
      const now = deps.clock.now();
      const asOf = localDateOf(now);
      const hasCome = localDateOf(new Date(now.getTime() - hour * HOUR_MS)) === asOf;
      if (hour < 0 || !hasCome) return;
      for (const park of await listModelParks(deps.db)) {
        for (const model of await listInForce(deps.db.orm, park, asOf)) {
          const by = { park, askedBy: SYSTEM, now };
          const order = { model, trial: false, asOf, division: null, knownOn: null };
          await inTransaction(deps.db, (tx) => writeRun(tx, by, order));
        }
      }
      pokeJobs(deps.db);
    },
  });
}
