import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { startOfDay } from '@qinwu/domain/local-date';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../../deps.ts';
import type { InjuryState } from '../../injury-vocabulary.ts';
import { extendClock, stopClock } from '../../rules/case-clock.ts';
import { checkInjuryPatch } from '../../rules/injury/amend.ts';
import type { CheckedInjury } from '../../rules/injury/intake.ts';
import type { InjuryPatchBody } from '../../rules/injury/intake-body.ts';
import { EMPLOYER, type InjuryClock, openFrom, openWorkerYear } from '../../rules/injury/limits.ts';
import { injuryMembersOf } from '../../rules/injury/standing.ts';
import type { Caller } from '../open-case.ts';
import { commitApplication } from './commit-application.ts';
import { type OpenedInjury, openApplication, type PresentInjury } from './open-application.ts';

/** Until it is handed over, what it says can be put right. */
const OPEN: readonly InjuryState[] = ['RECEIVED', 'CORRECTION_REQUESTED', 'COMPLETE'];

function ensureOpen({ row, standing, content }: OpenedInjury) {
  if (standing !== 'window') {
    throw refuse('forbidden', 'not-the-window', { zh: '由窗口更正', en: 'The window corrects it' });
  }
  if (OPEN.includes(row.state) && content !== null) return content;
  throw refuse('conflict', 'application-not-open', {
    zh: '已移交、已终结或个人信息已删除的申请不能更正',
    en: 'What was handed over, has ended or was erased stays as it is',
  });
}

/** Another day of the event moves both limits, with what was approved and what does not count. */
function clocksOf(
  deps: Deps,
  { row, clocks }: OpenedInjury,
  { baseOn }: CheckedInjury,
  now: Date,
): InjuryClock[] {
  if (baseOn === row.baseOn) return [];
  const { calendar } = deps;
  const idOf = (kind: InjuryClock['kind']) => clocks.find((clock) => clock.kind === kind)?.id ?? newId();
  const at = { from: baseOn, now, calendar };
  const first = openFrom(idOf('employer'), 'employer', EMPLOYER, at);
  const employer = row.extensions.reduce(
    (clock, { days }) => extendClock(clock, { unit: 'calendar-day', amount: days }, calendar, now),
    first,
  );
  const worker = openWorkerYear(idOf('worker'), baseOn, row.excluded, at);
  const moved = [employer, worker];
  return row.delegated ? moved.map((clock) => stopClock(clock, startOfDay(row.receivedOn))) : moved;
}

/** Corrects or completes an application 更正、补全. */
export async function amendApplication<A>(
  deps: Deps,
  caller: Caller,
  { id, patch, ifMatch }: { id: string; patch: InjuryPatchBody; ifMatch: number | null },
  present: PresentInjury<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openApplication(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    const before = ensureOpen(found);
    const checked = checkInjuryPatch({ ...found.row, content: before }, patch, actor, now);
    const { content, ...set } = checked;
    return commitApplication(
      deps,
      caller,
      found,
      {
        action: 'amended',
        set: { ...set, members: injuryMembersOf(set), sensitiveConsent: true },
        content: { ...content, closingNote: before.closingNote },
        clocks: clocksOf(deps, found, checked, now),
        change: { fields: Object.keys(patch).sort() },
        words: { ...patch },
      },
      present,
    );
  });
}
