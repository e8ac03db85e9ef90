import { defineSchedule, type ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { listStranded } from '../store/runs/runs.ts';
import { giveUpRun } from '../use-cases/runs/end-run.ts';

const EVERY_SECONDS = 30;

/** Ends the runs of which a step was given up, so that their period can be scored anew 失败的批次. */
export function strandedRuns(deps: Deps): ScheduleDefinition {
  return defineSchedule({
    name: 'credit.stranded-runs',
    everySeconds: EVERY_SECONDS,
    run: async () => {
      for (const { id, error } of await listStranded(deps.db)) {
        await giveUpRun(deps, id, error ?? 'A step failed at every try.');
      }
    },
  });
}
