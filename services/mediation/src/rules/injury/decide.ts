/** Decides an action on an application: what it sets, which clocks it moves, what the ledger says. */
import type { Actor } from '@qinwu/domain/actor';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { type LocalDate, localDateOf, startOfDay } from '@qinwu/domain/local-date';
import type { InjuryMove } from './action-bodies.ts';
import { ensureAllowed, isOpenTo } from './allowed.ts';
import type { InjuryApplication, InjurySet } from './application.ts';
import { type Decision, decideDecision } from './decide-decision.ts';
import { missingDetails } from './details.ts';
import { decideExtension, decideVoidedExtension } from './employer-extensions.ts';
import { ensureKept } from './erased.ts';
import { decideEndOfExclusion, decideExclusion, decideVoidedPeriod } from './excluded-periods.ts';
import { decideDetails } from './later-details.ts';
import { broughtLater, decidePassingOn, takesMaterials } from './later-materials.ts';
import { type InjuryAction, injuryLifecycle, isBeforeTransfer } from './lifecycle.ts';
import { ACCEPT, type InjuryClock, isLimitNear, type Moment, openFrom, stopLimit } from './limits.ts';
import { type Brought, missingOf, noticeOf, withBrought } from './materials.ts';
import { notTransferred } from './not-transferred.ts';
import { decideOpenedInError } from './opened-in-error.ts';
import { type InjurySettings, transferTerm } from './settings.ts';
import type { InjuryStanding } from './standing.ts';
import { supplyDayOf } from './supply-term.ts';

export interface InjuryMoveInput extends Moment {
  actor: Actor;
  found: InjuryApplication;
  clocks: readonly InjuryClock[];
  standing: InjuryStanding;
  settings: InjurySettings;
  move: SingleMove;
}

/** What one application tells alone: a duplicate is closed for another one. */
export type SingleMove = Exclude<InjuryMove, { action: 'close-duplicate' }>;
type OwnMove = Exclude<SingleMove, { action: 'record-decision' }>;

/** The action of the table; a delivery that concludes nothing is one of its own. */
function actionOf({ found, move }: InjuryMoveInput): InjuryAction {
  if (move.action !== 'record-decision') return move.action;
  const { decision } = move.body;
  const isServed = decision === 'delivered' && injuryLifecycle.rule('served').from.includes(found.state);
  return isServed ? 'served' : decision;
}

function ensureStanding({ found, standing, move }: InjuryMoveInput, action: InjuryAction): void {
  const isWithdrawal = move.action !== 'not-transfer' || move.body.reason === 'withdrawn-in-writing';
  if (isOpenTo(action, standing, found.applicantKind) && (standing === 'window' || isWithdrawal)) return;
  throw refuse('forbidden', 'not-the-window', { zh: '由窗口办理', en: 'The window does this' });
}

/** An instant of a day for a clock: now on the day itself, else its beginning. */
export function instantOn(day: LocalDate, now: Date): Date {
  return localDateOf(now) === day ? now : startOfDay(day);
}

function running(clocks: readonly InjuryClock[], ...kinds: InjuryClock['kind'][]): InjuryClock[] {
  return clocks.filter(({ kind, stoppedAt }) => kinds.includes(kind) && stoppedAt === null);
}

function ensureReady({ found }: InjuryMoveInput): void {
  const missing = missingOf(found.materials);
  if (missing.length > 0) {
    throw refuse(
      'conflict',
      'materials-missing',
      { zh: '材料不齐，不能确认齐全', en: 'Materials are missing' },
      { extra: { missing } },
    );
  }
  ensureDetails(found);
}

function ensureDetails(found: InjuryApplication): void {
  const missing = missingDetails(found);
  if (missing.length === 0) return;
  throw refuse(
    'conflict',
    'details-missing',
    {
      zh: '事故或诊断日期、用人单位代码、敏感个人信息的单独同意尚未补全',
      en: 'The day of the event, the employer or the consent is still missing',
    },
    { extra: { missing } },
  );
}

function transferred(
  input: InjuryMoveInput,
  body: Extract<OwnMove, { action: 'transfer' }>['body'],
): Decision {
  const { found, clocks, settings, now } = input;
  const today = localDateOf(now);
  const { receiver, receiptNumber, transferredOn = today } = body;
  // Complete, it says everything; near its limit it goes as it is: whoever was hurt is not to lose the claim by a detail.
  const isUnchecked = found.state !== 'COMPLETE';
  const lacksMaterials = missingOf(found.materials).length > 0;
  const incomplete = isUnchecked && (lacksMaterials || missingDetails(found).length > 0);
  const byEmployer = found.applicantKind === 'employer';
  if (transferredOn > today || transferredOn < found.receivedOn) {
    throw fieldRule('/transferredOn', 'transferred-out-of-order', {
      zh: '移交之日不能早于收件，也不能晚于今天',
      en: 'The day is before the receipt or has not come yet',
    });
  }
  // Near on the day it was handed over, which may be written down once the limit is past.
  const at = instantOn(transferredOn, now);
  if (isUnchecked && !isLimitNear(clocks, { byEmployer, nearDays: settings.nearDays, now: at })) {
    throw refuse('conflict', 'not-complete', {
      zh: `材料尚未齐全，申请期限剩余超过${settings.nearDays}日，应先补正`,
      en: `The materials are incomplete and more than ${settings.nearDays} days are left`,
    });
  }
  const completeOn = incomplete ? null : completeBy(found, transferredOn);
  const stopped = running(clocks, 'transfer', 'employer', 'worker').map((clock) =>
    stopLimit(clock, at, input),
  );
  return {
    set: {
      transfer: { receiver, receiptNumber, transferredOn, incomplete },
      transferredOn,
      movedOn: transferredOn,
      ...(completeOn === null ? {} : { completeOn }),
    },
    // What is only missing here, as the consent is, keeps the authority from nothing.
    clocks: [
      ...stopped,
      ...acceptanceOf(input, transferredOn, completeOn ?? (lacksMaterials ? null : transferredOn)),
    ],
    change: {
      transferredOn,
      receiptNumber,
      incomplete,
      ...(completeOn === found.completeOn || completeOn === null ? {} : { completeOn }),
    },
  };
}

/** What was handed over complete was so by then, on whatever later day the window wrote it down. */
function completeBy({ completeOn }: InjuryApplication, transferredOn: LocalDate): LocalDate {
  return completeOn === null || transferredOn < completeOn ? transferredOn : completeOn;
}

/**
 * The fifteen days to accept run from complete materials: from the transfer, or where the window receives on the
 * authority's behalf 委托收件 from the day they were complete here; not yet where they still lack something.
 */
function acceptanceOf(
  input: InjuryMoveInput,
  transferredOn: LocalDate,
  completeOn: LocalDate | null,
): InjuryClock[] {
  if (completeOn === null) return [];
  const from = input.found.delegated ? completeOn : transferredOn;
  return [openFrom(newId(), 'accept', ACCEPT, { ...input, from })];
}

/** Until the transfer the checklist fills; after it what comes stands beside what was handed over. */
function broughtBy(found: InjuryApplication, brought: readonly Brought[], today: LocalDate): InjurySet {
  if (isBeforeTransfer(found.state)) return { materials: withBrought(found.materials, brought, today) };
  if (takesMaterials(found)) return { later: broughtLater(found, brought, today) };
  throw refuse('conflict', 'handed-over-complete', {
    zh: '申请材料齐全移交，不再由窗口收补交的材料',
    en: 'It was handed over complete: nothing more is taken in here',
  });
}

function decideOwn(input: InjuryMoveInput, move: OwnMove): Decision {
  const { found, now } = input;
  const today = localDateOf(now);
  switch (move.action) {
    case 'request-correction': {
      const asked = { ...found, details: missingDetails(found) };
      const { notice: asking, materials } = noticeOf(asked, move.body.items, today);
      const notice = { ...asking, supplyBy: supplyDayOf(today, input.settings, input.calendar) };
      const set: InjurySet = { materials, notices: [...found.notices, notice], movedOn: today };
      const { on: _today, ...told } = notice;
      return { set, clocks: [], change: told };
    }
    case 'add-materials': {
      const set = broughtBy(found, move.body.materials, today);
      const codes = move.body.materials.map(({ code }) => code);
      const files = move.body.materials.flatMap((each) => each.files ?? []);
      return { set, clocks: [], change: { materials: codes }, files };
    }
    case 'complete': {
      ensureReady(input);
      const clock = openFrom(newId(), 'transfer', transferTerm(input.settings), { ...input, from: today });
      return { set: { completeOn: today, movedOn: today }, clocks: [clock], change: {} };
    }
    case 'extend-employer-limit':
      return decideExtension(input, move.body);
    case 'void-employer-extension':
      return decideVoidedExtension(input, move.body);
    case 'exclude-period':
      return decideExclusion(input, move.body);
    case 'end-excluded-period':
      return decideEndOfExclusion(input, move.body);
    case 'void-excluded-period':
      return decideVoidedPeriod(input, move.body);
    case 'transfer':
      return transferred(input, move.body);
    case 'complete-details':
      return decideDetails(input, move.body);
    case 'pass-on-materials':
      return decidePassingOn(input, move.body);
    case 'close-opened-in-error':
      return decideOpenedInError(input, move.body);
    case 'not-transfer':
      return notTransferred(input, move.body);
  }
}

/** Decides an action; throws a refusal where the table or a rule says no. */
export function decideInjury(input: InjuryMoveInput): Decision & { state: InjuryApplication['state'] } {
  const { found, move } = input;
  const action = actionOf(input);
  ensureStanding(input, action);
  ensureAllowed(found, input, action);
  if (found.erased) ensureKept(move);
  const state = injuryLifecycle.next(found.state, action);
  const decision =
    move.action === 'record-decision' ? decideDecision(input, move.body) : decideOwn(input, move);
  const change = { ...decision.change, from: found.state, to: state };
  return { ...decision, set: { ...decision.set, state }, change, state };
}
