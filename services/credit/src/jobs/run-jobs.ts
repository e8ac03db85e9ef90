import type { Tx } from '@qinwu/platform/db/database';
import {
  defineJob,
  type Job,
  type JobDefinition,
  type JsonObject,
  type Slice,
} from '@qinwu/platform/jobs/jobs';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { findById } from '../store/records.ts';
import { CLEARED, clearRows } from '../store/runs/clear-runs.ts';
import { type RunRow, scoreRun } from '../store/runs/run-table.ts';
import { announceRun } from '../use-cases/runs/announce-run.ts';
import { planRun } from '../use-cases/runs/plan-run.ts';
import { publishRun } from '../use-cases/runs/publish-run.ts';
import { RUN_JOBS } from '../use-cases/runs/run-step.ts';
import { scoreSlice } from '../use-cases/runs/score-slice.ts';

const CLEARED_AT_ONCE = 20_000;
const Asked = z.object({ run: z.uuid(), slice: z.int().optional() });
const Place = z.object({ slice: z.int().default(0), after: z.string().default('') });

/** The steps of a score run: each is a durable job, and asks for the next in its own transaction. */
export function runJobs(deps: Deps): JobDefinition[] {
  return [
    defineJob({
      kind: RUN_JOBS.plan,
      runSlice: async (tx, { input, checkpoint }) => {
        const planned = await planRun(tx, Asked.parse(input).run, Place.parse(checkpoint).after);
        return { ...slice({ after: planned.after }, planned.done), asks: planned.slices };
      },
    }),
    defineJob({
      kind: RUN_JOBS.slice,
      runSlice: async (tx, job) => {
        await scoreSlice(tx, await runOf(tx, job), Asked.parse(job.input).slice ?? 0);
        return DONE;
      },
    }),
    defineJob({
      kind: RUN_JOBS.publish,
      runSlice: async (tx, { input }) => {
        await publishRun(deps, tx, Asked.parse(input).run);
        return DONE;
      },
    }),
    defineJob({
      kind: RUN_JOBS.announce,
      runSlice: async (tx, job) => {
        const { done, ...place } = await announceRun(
          deps,
          tx,
          await runOf(tx, job),
          Place.parse(job.checkpoint),
        );
        return slice(place, done);
      },
    }),
    defineJob({
      kind: RUN_JOBS.clear,
      runSlice: async (tx, job) => {
        const { id, state } = await runOf(tx, job);
        const tables = state === 'PUBLISHED' ? CLEARED.slice(0, 1) : CLEARED;
        for (const table of tables) {
          const gone = await clearRows(tx, table, { run: id, limit: CLEARED_AT_ONCE });
          if (gone === CLEARED_AT_ONCE) return slice({}, false);
        }
        return DONE;
      },
    }),
  ];
}

const DONE: Slice = { checkpoint: {}, progress: {}, done: true };

function slice(checkpoint: JsonObject, done: boolean): Slice {
  return { checkpoint, progress: {}, done };
}

async function runOf(tx: Tx, { input, park }: Job): Promise<RunRow> {
  const run = await findById(tx, scoreRun, park, Asked.parse(input).run);
  if (run === null) throw new Error('There is no such run.');
  return run;
}
