/** A second application of one accident, which nobody could tell apart when it came; the other one goes on. */
import { fieldRule } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { NamedInjury } from '../../injury-vocabulary.ts';
import type { InjuryApplication } from './application.ts';
import type { Decision } from './decide-decision.ts';
import { endedHere } from './ended-here.ts';
import type { InjuryContent } from './injury-content.ts';
import type { InjuryClock } from './limits.ts';
import { isSameName } from './same-accident.ts';

/** An application as far as it tells whose accident it is about. */
type Told = NamedInjury & Pick<InjuryApplication, 'state' | 'baseOn'> & { content: InjuryContent | null };

/** The same worker, and no two days: what else was written differs with who wrote it. */
function isSameAccident(one: Told, other: Told): boolean {
  if (one.content === null || other.content === null) return false;
  const isSameDay = one.baseOn === null || other.baseOn === null || one.baseOn === other.baseOn;
  return isSameDay && isSameName(one.content.worker.name, other.content.worker.name);
}

function ensureGoesOn(found: Told, other: Told): void {
  if (other.id === found.id || other.state === 'NOT_TRANSFERRED') {
    throw fieldRule('/of', 'not-going-on', {
      zh: '须为另一件仍在办理或已移交的申请',
      en: 'Name another application, which goes on',
    });
  }
  if (isSameAccident(found, other)) return;
  throw fieldRule('/of', 'another-accident', {
    zh: '两件申请的职工姓名或事故之日不一致：请先更正，再作重复件办结',
    en: 'Worker or day differ: put them right before one is closed for the other',
  });
}

/** Closes an application for another one; its limits are those of the other. */
export function decideDuplicate(
  found: Told,
  other: Told,
  { clocks, now }: { clocks: readonly InjuryClock[]; now: Date },
): Decision {
  ensureGoesOn(found, other);
  const duplicateOf = { id: other.id, number: other.number };
  return {
    set: {
      state: 'NOT_TRANSFERRED',
      notTransferredReason: 'duplicate',
      duplicateOf,
      movedOn: localDateOf(now),
    },
    clocks: endedHere(clocks, now),
    change: { duplicateOf, from: found.state, to: 'NOT_TRANSFERRED' },
  };
}
