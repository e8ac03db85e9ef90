/** More time for the employer, as the authority approved it (art. 17): each approval once, and as long as it stands here. */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { EmployerExtension } from '../../injury-vocabulary.ts';
import { extendClock, reopenClock, stopClock } from '../case-clock.ts';
import type { InjuryApplication } from './application.ts';
import type { Decision } from './decide-decision.ts';
import { type InjuryClock, isVoided, type Moment, openEmployerLimit, stopLimit } from './limits.ts';

type Input = Moment & { found: InjuryApplication; clocks: readonly InjuryClock[] };

/** A document number however its characters and blanks were typed. */
function plain(documentNumber: string): string {
  return documentNumber.normalize('NFKC').replace(/\s/gu, '');
}

/** The extension that stands by this approval. */
function approvedBy(
  { extensions }: InjuryApplication,
  documentNumber: string,
): EmployerExtension | undefined {
  return extensions.find((each) => !isVoided(each) && plain(each.documentNumber) === plain(documentNumber));
}

function employerClock(clocks: readonly InjuryClock[]): InjuryClock {
  const clock = clocks.find(({ kind }) => kind === 'employer');
  if (clock !== undefined) return clock;
  throw refuse('conflict', 'limit-not-running', {
    zh: '用人单位申请期限未在计算',
    en: 'The limit of the employer is not running',
  });
}

function ensureNewApproval(found: InjuryApplication, documentNumber: string): void {
  if (approvedBy(found, documentNumber) === undefined) return;
  const title = {
    zh: '该批准文号的延长已登记，一次批准只延长一次；登记有误的，先作废再登记',
    en: 'This approval was entered already and extends the limit once: void the entry to put it right',
  };
  const errors = [{ pointer: '/documentNumber', code: 'extension-known', detail: title }];
  throw refuse('conflict', 'extension-known', title, { errors });
}

/** Lets the limit of the employer run longer by what was approved. */
export function decideExtension(input: Input, extension: EmployerExtension): Decision {
  const { found, clocks, calendar, now } = input;
  const { days, documentNumber, approvedOn } = extension;
  const clock = employerClock(clocks);
  if (approvedOn > localDateOf(now) || (found.baseOn !== null && approvedOn < found.baseOn)) {
    throw fieldRule('/approvedOn', 'approved-out-of-order', {
      zh: '批准之日不能早于事故或诊断，也不能晚于今天',
      en: 'The day is before the event or has not come yet',
    });
  }
  ensureNewApproval(found, documentNumber);
  const open = reopenClock(clock, calendar, now);
  const longer = extendClock(open, { unit: 'calendar-day', amount: days }, calendar, now);
  return {
    set: { extensions: [...found.extensions, extension] },
    // Before the transfer it has stopped only where we received on the authority's behalf 委托收件: by the same receipt.
    clocks: [clock.stoppedAt === null ? longer : stopClock(longer, clock.stoppedAt)],
    change: { days, documentNumber, approvedOn },
  };
}

/** An extension entered by mistake 作废更正: it stays, and the limit is what it is without it. */
export function decideVoidedExtension(input: Input, body: { documentNumber: string }): Decision {
  const { found, clocks, now } = input;
  const wrong = approvedBy(found, body.documentNumber);
  if (wrong === undefined) {
    throw fieldRule('/documentNumber', 'extension-missing', {
      zh: '没有该批准文号的延长，或者已作废',
      en: 'No extension by this approval stands',
    });
  }
  const clock = employerClock(clocks);
  const voided = { ...wrong, voidedOn: localDateOf(now) };
  const extensions = found.extensions.map((each) => (each === wrong ? voided : each));
  const { days, documentNumber, approvedOn } = wrong;
  const without =
    found.baseOn === null ? clock : openEmployerLimit(clock.id, found.baseOn, extensions, input);
  return {
    set: { extensions },
    clocks: [clock.stoppedAt === null ? without : stopLimit(without, clock.stoppedAt, input)],
    change: { days, documentNumber, approvedOn },
  };
}
