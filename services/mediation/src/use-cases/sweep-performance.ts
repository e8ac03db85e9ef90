import type { Actor } from '@qinwu/domain/actor';
import { retryStale } from '@qinwu/platform/db/commit';
import type { Deps } from '../deps.ts';
import { DEFAULT_REMINDER_DAYS, isOverdue, lit, overdueSince } from '../rules/instalment-clock.ts';
import { lifecycle } from '../rules/lifecycle.ts';
import { listDueInstalments } from '../store/find-agreement.ts';
import { saveCaseWithSessions, sessionValues } from '../store/session-commits.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { type OpenedAgreement, readAgreement } from './open-agreement.ts';
import { type OpenedCase, openCaseForSystem } from './open-case.ts';
import { remindersOf } from './remind-instalments.ts';

/** Cases taken at a time; more are taken in several. */
const BATCH = 200;

/** The service itself, as the ledger names it. */
function sweeper(park: string): Actor {
  return {
    id: 'system:performance',
    park,
    roles: ['dispatcher'],
    grids: [],
    unit: null,
    org: null,
    scopes: new Set(),
  };
}

/** Turns the lights of instalments, reminds both sides 履行提醒, and marks breaches 违约; returns how many cases it changed. */
export async function sweepPerformance(deps: Deps, now: Date): Promise<number> {
  let changed = 0;
  for (;;) {
    const due = await listDueInstalments(deps.db, now, BATCH);
    for (const { park, id } of due) {
      if (await sweepOne(deps, { park, id }, now)) changed += 1;
    }
    if (due.length < BATCH) return changed;
  }
}

/** Several sweepers may look at once: the version lets one of them write. */
async function sweepOne(deps: Deps, { park, id }: { park: string; id: string }, now: Date): Promise<boolean> {
  return retryStale(async () => {
    const found = await openCaseForSystem(deps, park, id);
    if (found === null) return false;
    const change = decideSweep(deps, found, { agreement: await readAgreement(deps, found), now });
    if (change === null) return false;
    const present = () => ({ answer: true, kept: undefined });
    return commitCase(deps, { actor: sweeper(park), now }, found, change, present);
  });
}

function decideSweep(
  deps: Deps,
  found: OpenedCase,
  { agreement, now }: { agreement: OpenedAgreement | null; now: Date },
): CaseChange | null {
  const { row, clocks } = found;
  const due = clocks.filter(
    ({ kind, nextLightAt }) => kind === 'instalment' && nextLightAt !== null && nextLightAt <= now,
  );
  if (due.length === 0) return null;
  const days = agreement?.row.reminderDays ?? DEFAULT_REMINDER_DAYS;
  const relit = due.map((before) => ({ before, after: lit(before, days, { now, calendar: deps.calendar }) }));
  const notices = remindersOf(deps, found, { relit, instalments: agreement?.instalments ?? [], now });
  const told = { statement: saveCaseWithSessions, values: sessionValues({ notices }) };
  const lights = relit.map(({ after }) => after);
  // Whether something that is no payment was done, people say: only unpaid instalments are a breach by themselves.
  const unpaid = lights.filter(({ ref, dueAt }) => ref !== agreement?.row.id && isOverdue({ dueAt }, now));
  const breaks = unpaid.length > 0 && lifecycle.allowedActions(row.state).includes('breach');
  if (!breaks) return { action: 'lights-changed', clocks: lights, ...told };
  const state = lifecycle.next(row.state, 'breach');
  return {
    action: 'breach',
    set: { state, breachedOn: overdueSince(unpaid, now), curedOn: null },
    clocks: lights,
    change: { from: row.state, to: state, instalments: unpaid.map(({ ref }) => ref) },
    ...told,
  };
}
