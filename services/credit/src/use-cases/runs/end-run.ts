import type { Caller } from '@qinwu/domain/caller';
import { keepAnswer, type Present } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { pokeJobs } from '@qinwu/platform/jobs/request-job';
import type { Deps } from '../../deps.ts';
import { ensureCancellable } from '../../rules/runs/lifecycle.ts';
import type { RunRow } from '../../store/runs/run-table.ts';
import { lockRun } from '../../store/runs/runs.ts';
import { getRun } from './read-runs.ts';
import { askStep, recordStep, SYSTEM } from './run-step.ts';

/** Cancels a run that is not being published yet; what it has put down is cleared behind it. */
export async function cancelRun<A>(
  deps: Deps,
  { actor, now: at }: Caller,
  id: string,
  present: Present<RunRow, A>,
): Promise<A> {
  await getRun(deps, actor, id);
  const answer = await inTransaction(deps.db, async (tx) => {
    const run = await lockRun(tx, id);
    ensureCancellable(run.state);
    const entry = { at, actor: actor.id, action: 'cancelled', change: {} } as const;
    const cancelled = await recordStep(tx, run, entry, { state: 'CANCELLED', endedAt: at });
    await askStep(tx, run, 'clear');
    const { answer, kept } = present(cancelled);
    if (kept !== undefined) await keepAnswer(tx, kept);
    return answer;
  });
  pokeJobs(deps.db);
  return answer;
}

/** Ends a run of which a step has failed for good. */
export async function giveUpRun(deps: Deps, id: string, fault: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const run = await lockRun(tx, id);
    if (run.endedAt !== null) return;
    const at = deps.clock.now();
    const entry = { at, actor: SYSTEM, action: 'failed', change: { fault } } as const;
    await recordStep(tx, run, entry, { state: 'FAILED', endedAt: at, fault });
    await askStep(tx, run, 'clear');
  });
  deps.log.error({ run: id, fault }, 'score run failed');
}
