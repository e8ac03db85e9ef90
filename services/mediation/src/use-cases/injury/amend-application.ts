import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { type LocalDate, startOfDay } from '@qinwu/domain/local-date';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../../deps.ts';
import { stopClock } from '../../rules/case-clock.ts';
import { checkInjuryPatch } from '../../rules/injury/amend.ts';
import { amendedAccounts } from '../../rules/injury/amend-accounts.ts';
import { applicationErased } from '../../rules/injury/erased.ts';
import { ensureNotOwn } from '../../rules/injury/filer.ts';
import type { InjuryPatchBody } from '../../rules/injury/intake-body.ts';
import { isBeforeTransfer } from '../../rules/injury/lifecycle.ts';
import { type InjuryClock, openEmployerLimit, openWorkerYear, stopLimit } from '../../rules/injury/limits.ts';
import { injuryMembersOf } from '../../rules/injury/standing.ts';
import { commitApplication, type InjuryChange } from './commit-application.ts';
import { type OpenedInjury, openApplication, type PresentInjury } from './open-application.ts';

function ensureOpen({ standing, content }: OpenedInjury) {
  if (standing !== 'window') {
    throw refuse('forbidden', 'not-the-window', { zh: '由窗口更正', en: 'The window corrects it' });
  }
  if (content !== null) return content;
  throw applicationErased();
}

/** What a correction sets: until the transfer whatever the application says, then who reads it by which account. */
function amendment(
  deps: Deps,
  { actor, now }: Caller,
  found: OpenedInjury,
  patch: InjuryPatchBody,
): Omit<InjuryChange, 'action'> {
  const { row } = found;
  const before = ensureOpen(found);
  ensureNotOwn(patch, actor);
  if (!isBeforeTransfer(row.state)) {
    const set = amendedAccounts({ ...row, content: before }, patch);
    return { set: { ...set, members: injuryMembersOf({ ...row, ...set }) } };
  }
  const checked = checkInjuryPatch({ ...row, content: before }, patch, actor, now);
  const { content, ...set } = checked;
  return {
    set: { ...set, members: injuryMembersOf(set), sensitiveConsent: true },
    content: { ...content, closingNote: before.closingNote },
    clocks: clocksFrom(deps, found, checked.baseOn, now),
  };
}

/** Another day of the event moves both limits, with what was approved and what does not count. */
export function clocksFrom(
  { calendar }: Deps,
  { row, clocks }: Pick<OpenedInjury, 'row' | 'clocks'>,
  baseOn: LocalDate,
  now: Date,
): InjuryClock[] {
  if (baseOn === row.baseOn) return [];
  const idOf = (kind: InjuryClock['kind']) => clocks.find((clock) => clock.kind === kind)?.id ?? newId();
  const at = { now, calendar };
  const employer = openEmployerLimit(idOf('employer'), baseOn, row.extensions, at);
  const worker = openWorkerYear(idOf('worker'), baseOn, row.excluded, at);
  // The window's own limit stood in for those of the law while there was no day.
  const undated = row.baseOn === null ? clocks.filter(({ kind }) => kind === 'transfer') : [];
  const moved = [employer, worker, ...undated.map((clock) => stopClock(clock, now))];
  return row.delegated
    ? moved.map((clock) => stopLimit(clock, startOfDay(row.receivedOn), { now, calendar }))
    : moved;
}

/** Corrects or completes an application 更正、补全. */
export async function amendApplication<A>(
  deps: Deps,
  caller: Caller,
  { id, patch, ifMatch }: { id: string; patch: InjuryPatchBody; ifMatch: number | null },
  present: PresentInjury<A>,
): Promise<A> {
  return retryStale(async () => {
    const found = await openApplication(deps, caller.actor, id);
    ensureVersion(found.row, ifMatch);
    const change = {
      action: 'amended',
      ...amendment(deps, caller, found, patch),
      change: { fields: Object.keys(patch).sort() },
      words: { ...patch },
    };
    return commitApplication(deps, caller, found, change, present);
  });
}
