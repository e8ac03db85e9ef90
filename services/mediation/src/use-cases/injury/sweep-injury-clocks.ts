import { retryStale } from '@qinwu/platform/db/commit';
import type { Deps } from '../../deps.ts';
import { relight } from '../../rules/case-clock.ts';
import { listDueInjuries } from '../../store/injury-find.ts';
import { commitApplication } from './commit-application.ts';
import { openForSystem } from './open-application.ts';

const BATCH = 200;

/** Changes every light that is due by now; returns how many applications it changed. Nothing ends by time alone. */
export async function sweepInjuryClocks(deps: Deps, now: Date): Promise<number> {
  let changed = 0;
  for (;;) {
    const due = await listDueInjuries(deps.db, now, BATCH);
    for (const { park, id } of due) {
      if (await sweepOne(deps, park, id, now)) changed += 1;
    }
    if (due.length < BATCH) return changed;
  }
}

/** Several sweepers may look at once: the version lets one of them write. */
async function sweepOne(deps: Deps, park: string, id: string, now: Date): Promise<boolean> {
  return retryStale(async () => {
    const found = await openForSystem(deps, park, id);
    const due = found?.clocks.filter(({ nextLightAt }) => nextLightAt !== null && nextLightAt <= now) ?? [];
    if (found === null || due.length === 0) return false;
    const actor = {
      id: 'system:clocks',
      park,
      roles: [],
      grids: [],
      unit: null,
      org: null,
      scopes: new Set<string>(),
    };
    const clocks = due.map((clock) => relight(clock, deps.calendar, now));
    const present = () => ({ answer: true, kept: undefined });
    return commitApplication(deps, { actor, now }, found, { action: 'lights-changed', clocks }, present);
  });
}
