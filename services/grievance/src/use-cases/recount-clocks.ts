import type { Actor } from '@qinwu/domain/actor';
import { retryStale } from '@qinwu/platform/db/commit';
import type { Deps } from '../deps.ts';
import { decideRecount } from '../rules/calendar-change.ts';
import { FIRST_ID, listProvisional } from '../store/provisional-clocks.ts';
import { commitDecision } from './commit-decision.ts';
import { readGrievance } from './grievance-case.ts';
import { timingOf } from './timing.ts';

/** Cases per look. */
const SLICE = 200;

/** The service itself, as the ledger names it. */
function recounter(park: string): Actor {
  return {
    id: 'system:calendar',
    park,
    roles: ['admin'],
    grids: [],
    unit: null,
    org: null,
    scopes: new Set(),
  };
}

/**
 * Counts provisional due dates of open clocks again where the calendar has changed since; each case in a commit of its
 * own, with its ledger entry and its lights. Returns how many cases it changed.
 */
export async function recountClocks(deps: Deps, now: Date): Promise<number> {
  let changed = 0;
  let after = FIRST_ID;
  for (;;) {
    const slice = await listProvisional(deps.db, deps.calendar.id, { after, limit: SLICE });
    for (const { park, id } of slice) {
      if (await recountOne(deps, park, id, now)) changed += 1;
      after = id;
    }
    if (slice.length < SLICE) return changed;
  }
}

async function recountOne(deps: Deps, park: string, id: string, now: Date): Promise<boolean> {
  const actor = recounter(park);
  const directory = await deps.directories.of(park);
  return retryStale(async () => {
    const found = await readGrievance(deps, actor, id);
    const decision = decideRecount(found.clocks, timingOf(deps, directory, found.row.categoryCode, now));
    if (decision === null) return false;
    const present = () => ({ answer: true, kept: undefined });
    return commitDecision(deps, { actor, now }, found, decision, present);
  });
}
