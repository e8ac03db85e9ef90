import type { Actor } from '@qinwu/domain/actor';
import { retryStale } from '@qinwu/platform/db/commit';
import type { Deps } from '../deps.ts';
import { decideSweep } from '../rules/escalation.ts';
import { listDueLights } from '../store/due-lights.ts';
import { commitDecision } from './commit-decision.ts';
import { readGrievance } from './grievance-case.ts';
import { timingOf } from './timing.ts';

/** Cases per look; a backlog is taken in several. */
const BATCH = 200;

/** The service itself, as the ledger names it. */
function sweeper(park: string): Actor {
  return { id: 'system:lights', park, roles: ['admin'], grids: [], unit: null, org: null, scopes: new Set() };
}

/** Changes every light that is due by now and takes overdue cases up; returns how many cases it changed. */
export async function sweepLights(deps: Deps, now: Date): Promise<number> {
  let changed = 0;
  for (;;) {
    const due = await listDueLights(deps.db, now, BATCH);
    for (const { park, id } of due) {
      if (await sweepOne(deps, park, id, now)) changed += 1;
    }
    if (due.length < BATCH) return changed;
  }
}

/** Several sweepers may look at once: the version lets one of them write. */
async function sweepOne(deps: Deps, park: string, id: string, now: Date): Promise<boolean> {
  const actor = sweeper(park);
  const directory = await deps.directories.of(park);
  return retryStale(async () => {
    const found = await readGrievance(deps, actor, id);
    const timing = timingOf(deps, directory, found.row.categoryCode, now);
    const decision = decideSweep(found.row, found.clocks, directory, timing);
    if (decision === null) return false;
    const present = () => ({ answer: true, kept: undefined });
    return commitDecision(deps, { actor, now }, found, decision, present);
  });
}
