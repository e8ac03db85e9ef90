import type { Actor } from '@qinwu/domain/actor';
import { retryStale } from '@qinwu/platform/db/commit';
import type { Deps } from '../deps.ts';
import { recount } from '../rules/recount.ts';
import { FIRST_ID, listProvisionalCases, listProvisionalInjuries } from '../store/provisional-clocks.ts';
import { commitCase } from './commit-case.ts';
import { commitApplication } from './injury/commit-application.ts';
import { openForSystem } from './injury/open-application.ts';
import { openCaseForSystem } from './open-case.ts';

/** Records per look. */
const SLICE = 200;

/** The service itself, as the ledger names it. */
function recounter(park: string): Actor {
  return {
    id: 'system:calendar',
    park,
    roles: [],
    grids: [],
    unit: null,
    org: null,
    scopes: new Set(),
  };
}

const present = () => ({ answer: true, kept: undefined });

/**
 * Counts provisional due dates of cases and work-injury applications again where the calendar has changed since; each
 * record in a commit of its own, with its ledger entry and its lights. Returns how many it changed.
 */
export async function recountClocks(deps: Deps, now: Date): Promise<number> {
  const cases = await recountAll(deps, listProvisionalCases, (park, id) => recountCase(deps, park, id, now));
  const injuries = await recountAll(deps, listProvisionalInjuries, (park, id) =>
    recountInjury(deps, park, id, now),
  );
  return cases + injuries;
}

async function recountAll(
  deps: Deps,
  list: typeof listProvisionalCases,
  one: (park: string, id: string) => Promise<boolean>,
): Promise<number> {
  let changed = 0;
  let after = FIRST_ID;
  for (;;) {
    const slice = await list(deps.db, deps.calendar.id, { after, limit: SLICE });
    for (const { park, id } of slice) {
      if (await one(park, id)) changed += 1;
      after = id;
    }
    if (slice.length < SLICE) return changed;
  }
}

async function recountCase(deps: Deps, park: string, id: string, now: Date): Promise<boolean> {
  return retryStale(async () => {
    const found = await openCaseForSystem(deps, park, id);
    const due = found === null ? null : recount(found.clocks, deps.calendar, now);
    if (found === null || due === null) return false;
    const change = { action: 'due-recounted', ...due };
    return commitCase(deps, { actor: recounter(park), now }, found, change, present);
  });
}

async function recountInjury(deps: Deps, park: string, id: string, now: Date): Promise<boolean> {
  return retryStale(async () => {
    const found = await openForSystem(deps, park, id);
    const due = found === null ? null : recount(found.clocks, deps.calendar, now);
    if (found === null || due === null) return false;
    const change = { action: 'due-recounted', ...due };
    return commitApplication(deps, { actor: recounter(park), now }, found, change, present);
  });
}
