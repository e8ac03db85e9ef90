import type { Actor } from '@qinwu/domain/actor';
import { localDateOf } from '@qinwu/domain/local-date';
import { retryStale } from '@qinwu/platform/db/commit';
import type { Deps } from '../deps.ts';
import { dropClock, endedWithCase, hasRunOut, relight, stopClock } from '../rules/case-clock.ts';
import { AT_REST, isPending } from '../rules/lifecycle.ts';
import type { ClockRow } from '../store/case-table.ts';
import { listDueClocks } from '../store/due-clocks.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { type OpenedCase, openCaseForSystem } from './open-case.ts';

/** Cases taken at a time; more are taken in several. */
const BATCH = 200;

/** The service itself, as the ledger names it. */
function sweeper(park: string): Actor {
  return {
    id: 'system:clocks',
    park,
    roles: ['dispatcher'],
    grids: [],
    unit: null,
    org: null,
    scopes: new Set(),
  };
}

/** Changes every light that is due by now and ends cases whose term is over; returns how many cases it changed. */
export async function sweepClocks(deps: Deps, now: Date): Promise<number> {
  let changed = 0;
  for (;;) {
    const due = await listDueClocks(deps.db, now, BATCH);
    for (const { park, id } of due) {
      if (await sweepOne(deps, park, id, now)) changed += 1;
    }
    if (due.length < BATCH) return changed;
  }
}

/** Several sweepers may look at once: the version lets one of them write. */
async function sweepOne(deps: Deps, park: string, id: string, now: Date): Promise<boolean> {
  return retryStale(async () => {
    const found = await openCaseForSystem(deps, park, id);
    if (found === null) return false;
    const change = decideSweep(deps, found, now);
    if (change === null) return false;
    const present = () => ({ answer: true, kept: undefined });
    return commitCase(deps, { actor: sweeper(park), now }, found, change, present);
  });
}

function decideSweep({ calendar }: Deps, { row, clocks }: OpenedCase, now: Date): CaseChange | null {
  const due = clocks.filter(
    ({ kind, nextLightAt }) => kind !== 'instalment' && nextLightAt !== null && nextLightAt <= now,
  );
  if (due.length === 0) return null;
  if (AT_REST.includes(row.state)) return { action: 'lights-changed', clocks: endedWithCase(clocks, now) };
  const lit = due.map((clock): ClockRow => {
    const after = relight(clock, calendar, now);
    return hasRunOut(after, now) ? dropClock(after, after.dueAt) : after;
  });
  const over = lit.find(({ kind, dueAt }) => kind === 'mediate' && dueAt <= now);
  // An agreement that waits for its signatures is not ended behind the parties' backs: the window says so.
  if (over === undefined || !isPending(row.state)) return { action: 'lights-changed', clocks: lit };
  return {
    action: 'time-out',
    set: { state: 'TIMED_OUT', outcome: 'timed-out', concludedOn: localDateOf(now) },
    clocks: lit.map((clock) => (clock === over ? stopClock(clock, now) : clock)),
    change: { from: row.state, to: 'TIMED_OUT' },
  };
}
