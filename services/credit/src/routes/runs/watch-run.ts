import { setTimeout as sleep } from 'node:timers/promises';
import type { Look } from '@qinwu/platform/http/progress-events';
import type { Deps } from '../../deps.ts';
import { findById } from '../../store/records.ts';
import { type RunRow, scoreRun } from '../../store/runs/run-table.ts';
import { runView } from './run-view.ts';

const LOOK_EVERY_MS = 500;

/** A run each time it has changed, until it has ended or the client is gone. */
export async function* watchRun(
  deps: Deps,
  { parkId, id }: Pick<RunRow, 'parkId' | 'id'>,
  signal: AbortSignal,
): AsyncGenerator<Look> {
  let shown = '';
  while (!signal.aborted) {
    const run = await findById(deps.db.orm, scoreRun, parkId, id);
    if (run === null) return;
    const view = runView(run);
    const now = JSON.stringify(view);
    if (now !== shown) yield { view, isLast: run.endedAt !== null };
    shown = now;
    if (run.endedAt !== null) return;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}
