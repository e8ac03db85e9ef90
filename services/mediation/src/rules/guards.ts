/** What the table of states cannot say: who of the parties, and what must be there first. */
import type { Actor } from '@qinwu/domain/actor';
import { type ErrorKind, refuse, type Text } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import { INNER_ACTIONS } from './action-bodies.ts';
import type { DisputeCase } from './case.ts';
import { overTerm, type RunningClock } from './case-clock.ts';
import { isOverdue, openPromises } from './instalment-clock.ts';
import { type Action, lifecycle } from './lifecycle.ts';
import { SPECIAL_POWERS } from './mandate.ts';
import { type Fit, unfitFor } from './mediator-choice.ts';
import { handlesCase, isLimited, type Standing } from './standing.ts';

/** What a party may do in its own case. */
const PARTY_ACTIONS: readonly Action[] = ['consent', 'refuse', 'withdraw'];

interface Block {
  kind: ErrorKind;
  code: string;
  title: Text;
}

const forbidden = (code: string, title: Text): Block => ({ kind: 'forbidden', code, title });
const conflict = (code: string, title: Text): Block => ({ kind: 'conflict', code, title });

const CONSENT_MISSING = conflict('consent-missing', {
  zh: '尚有当事人未同意调解（人民调解法第十七条）',
  en: 'A party has not agreed to mediation yet',
});

function isPending({ parties }: DisputeCase, ids: readonly string[]): boolean {
  return parties.some(({ id, consent }) => ids.includes(id) && consent !== 'agreed');
}

function standingBlock(found: DisputeCase, actor: Actor, standing: Standing, action: Action): Block | null {
  if (standing.as !== 'party') {
    return handlesCase(standing, actor)
      ? null
      : forbidden('not-a-mediator', { zh: '由调解人员办理', en: 'Those who mediate the case do this' });
  }
  if (!PARTY_ACTIONS.includes(action)) {
    return forbidden('party-may-not', { zh: '当事人不能办理此操作', en: 'Parties do not do this' });
  }
  if (action === 'consent' && !isPending(found, standing.parties)) {
    return conflict('consent-given', { zh: '已经同意', en: 'You have agreed already' });
  }
  if (action !== 'withdraw') return null;
  if (standing.side !== 'applicant') {
    return forbidden('not-the-applicant', { zh: '只有申请人可以撤回', en: 'Only the applicant withdraws' });
  }
  const applicants = found.parties.filter(({ side }) => side === 'applicant');
  if (applicants.some(({ id }) => isLimited(standing, id))) {
    return forbidden(SPECIAL_POWERS.code, SPECIAL_POWERS.title);
  }
  return applicants.every(({ id }) => standing.parties.includes(id))
    ? null
    : conflict('other-applicants', {
        zh: '还有其他申请人，须全部申请人撤回，由窗口办理',
        en: 'There are other applicants: the window records a withdrawal by all of them',
      });
}

/** What an action finds: the time, the clocks that say what was promised by when, and who mediates. */
export interface At {
  now: Date;
  clocks: readonly RunningClock[];
  fit: Fit;
}

function isTermOver({ clocks, now }: At): boolean {
  return overTerm(clocks, now) !== undefined;
}

/** True where a day that the draft names is over. */
function isOver({ draftUntil }: DisputeCase, now: Date): boolean {
  return draftUntil !== null && draftUntil < localDateOf(now);
}

/** What the agreement must be first. */
function agreementBlock(
  found: DisputeCase,
  action: 'agree' | 'perform' | 'breach',
  { now, clocks }: At,
): Block | null {
  const { agreementStanding: standing } = found;
  switch (action) {
    case 'agree':
      if (standing === 'drafted' && isOver(found, now)) {
        return conflict('draft-outdated', {
          zh: '草案约定的日期已过，请重新起草协议',
          en: 'A day that the draft names is over: draft the agreement anew',
        });
      }
      if (standing === 'drafted') return null;
      return standing === 'outdated'
        ? conflict('draft-outdated', {
            zh: '起草后案件信息有变更，请重新起草协议',
            en: 'The case was corrected since: draft the agreement anew',
          })
        : conflict('agreement-missing', { zh: '尚未起草调解协议', en: 'No agreement was drafted yet' });
    case 'perform':
      return standing === 'owed'
        ? conflict('instalments-open', {
            zh: '尚有分期未付清，请先登记付款',
            en: 'Instalments are still open: record their payments',
          })
        : null;
    case 'breach':
      // What was agreed orally, or elsewhere, has no day here.
      return standing === null || openPromises(clocks).some((clock) => isOverdue(clock, now))
        ? null
        : conflict('nothing-overdue', {
            zh: '约定的履行期限尚未届满',
            en: 'Nothing that was promised is overdue',
          });
  }
}

/** What the term must be: not over yet and not extended before, or over. */
function termBlock({ extended }: DisputeCase, action: 'extend' | 'time-out', at: At): Block | null {
  if (action === 'time-out') {
    return isTermOver(at)
      ? null
      : conflict('term-not-over', { zh: '调解期限尚未届满', en: 'The term is not over yet' });
  }
  if (extended) {
    return conflict('extended-already', {
      zh: '调解期限已经双方同意延长一次，不再延长',
      en: 'The term was extended once by both parties, and is not again',
    });
  }
  return isTermOver(at)
    ? conflict('term-over', { zh: '调解期限已届满，不能延期', en: 'The term is over and not extended' })
    : null;
}

function ruleBlock(found: DisputeCase, action: Action, at: At): Block | null {
  const asked = found.parties.filter(({ consent }) => consent !== 'agreed');
  const pending = asked.filter(({ side }) => side !== 'third');
  switch (action) {
    case 'accept':
      return pending.length === 0 ? null : CONSENT_MISSING;
    case 'consent':
      return asked.length > 0
        ? null
        : conflict('consent-given', { zh: '当事人均已同意', en: 'Every party has agreed' });
    case 'start':
      return found.mediators.length > 0
        ? null
        : conflict('mediator-missing', { zh: '尚未指定调解员', en: 'No mediator is named yet' });
    case 'agree-orally':
      if (found.labour) {
        return conflict('written-agreement-required', {
          zh: '劳动争议的调解协议须为书面（调解仲裁法第十四条）',
          en: 'A labour agreement is written',
        });
      }
      if (found.startedAt === null) {
        return conflict('mediation-not-started', {
          zh: '调解尚未开始就已期限届满，没有可以补录的协议',
          en: 'The term ended before mediation began: nothing can have been agreed',
        });
      }
      // In writing a party agrees by its signature; what is only spoken binds nobody who was never asked.
      if (pending.length > 0) return CONSENT_MISSING;
      return found.organisation === 'people-mediation'
        ? null
        : conflict('oral-agreement-not-possible', {
            zh: '只有人民调解可以达成口头协议（人民调解法第二十八条）',
            en: "Only people's mediation knows oral agreements",
          });
    case 'agree':
    case 'perform':
    case 'breach':
      return agreementBlock(found, action, at);
    case 'extend':
    case 'time-out':
      return termBlock(found, action, at);
    default:
      return null;
  }
}

function blockOf(
  found: DisputeCase,
  actor: Actor,
  standing: Standing,
  { action, at }: { action: Action; at: At },
): Block | null {
  return standingBlock(found, actor, standing, action) ?? ruleBlock(found, action, at);
}

/** The actions open to the actor as the case stands. */
export function allowedActions(found: DisputeCase, actor: Actor, standing: Standing, at: At): Action[] {
  return lifecycle
    .allowedActions(found.state, actor.roles)
    .filter((action) => !INNER_ACTIONS.some((inner) => inner === action))
    .filter((action) => blockOf(found, actor, standing, { action, at }) === null)
    .filter((action) => unfitFor(at.fit, action) === null);
}

/** Refuses an action the table or a guard forbids; answers the next state. */
export function ensureAllowed(
  found: DisputeCase,
  actor: Actor,
  standing: Standing,
  { action, at }: { action: Action; at: At },
): DisputeCase['state'] {
  const open = () => allowedActions(found, actor, standing, at);
  const next = lifecycle.next(found.state, action, open);
  const block = blockOf(found, actor, standing, { action, at });
  if (block === null) return next;
  throw refuse(block.kind, block.code, block.title, { extra: { allowedActions: open() } });
}
