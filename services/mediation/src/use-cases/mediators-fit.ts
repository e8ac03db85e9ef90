import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import type { PatchBody } from '../rules/intake-body.ts';
import type { Action } from '../rules/lifecycle.ts';
import { type Conflict, conflictsIn, type Fit, unfitFor } from '../rules/mediator-choice.ts';
import { disclosedOf, namingsOf } from './naming.ts';
import type { OpenedCase } from './open-case.ts';
import { choiceOf } from './party-marks.ts';

/** How the mediators of the case stand to its parties as both are by now. */
export function fitOf(deps: Deps, found: OpenedCase, now: Date): Fit {
  const { row, content } = found;
  const seated = found.seated.filter(({ mediator }) => row.mediators.includes(mediator.id));
  if (seated.length === 0 || content === null) return { conflicts: [], isObjected: false };
  const named = namingsOf(deps, { ...found, seated });
  const mediators = seated.map(({ mediator }) => mediator);
  return {
    conflicts: conflictsIn(mediators, choiceOf(deps, found, now), disclosedOf(named)),
    isObjected: named.some(({ objectedBy }) => objectedBy.length > 0),
  };
}

const listed = (conflicts: readonly Conflict[]) => ({
  mediators: conflicts.map(({ mediator: { id, name }, block: { code } }) => ({ id, name, code })),
});

function ensureNone(
  [first, ...others]: readonly Conflict[],
  more: Readonly<Record<string, unknown>> = {},
): void {
  if (first === undefined) return;
  const { mediator, block } = first;
  throw refuse(
    'conflict',
    'mediator-in-conflict',
    {
      zh: `调解员${mediator.name}须回避：${block.text.zh}，请先更换`,
      en: `${mediator.name} may not mediate here: ${block.text.en}. Replace the mediator first`,
    },
    { extra: { ...listed([first, ...others]), ...more } },
  );
}

/** Refuses a signature or a seal while a mediator of the case stands at a party's side. */
export function ensureNoConflict(deps: Deps, found: OpenedCase, now: Date): void {
  ensureNone(fitOf(deps, found, now).conflicts);
}

/** Refuses an action that binds the parties while a mediator may not mediate; `start` also before objections are decided. */
export function ensureMediatorsFit(
  fit: Fit,
  { action, open }: { action: Action; open: () => readonly Action[] },
): void {
  const unfit = unfitFor(fit, action);
  if (unfit === null) return;
  const extra = { allowedActions: open() };
  if (unfit === 'conflict') ensureNone(fit.conflicts, extra);
  throw refuse(
    'conflict',
    'objection-undecided',
    { zh: '尚有对调解员的异议未处理', en: 'An objection to a mediator is not decided yet' },
    { extra },
  );
}

/** Refuses a correction after which a mediator of the case could not have been named. */
export function ensureStillFit(
  deps: Deps,
  amended: OpenedCase,
  { patch, now }: { patch: PatchBody; now: Date },
): void {
  if (patch.parties === undefined && patch.organisation === undefined) return;
  const { conflicts } = fitOf(deps, amended, now);
  const [first] = conflicts;
  if (first === undefined) return;
  const pointer = patch.parties === undefined ? '/organisation' : '/parties';
  const errors = conflicts.map(({ mediator, block: { code, text } }) => ({
    pointer,
    code,
    detail: { zh: `调解员${mediator.name}：${text.zh}`, en: `${mediator.name}: ${text.en}` },
  }));
  throw refuse(
    'rule',
    first.block.code,
    {
      zh: '更正后须回避的调解员仍在办理，请先更换调解员',
      en: 'A mediator could not go on after this correction: replace the mediator first',
    },
    { errors, extra: listed(conflicts) },
  );
}
