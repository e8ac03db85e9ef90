/** What the authority decided, mirrored from its papers; never decided here. */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { type LocalDate, localDateOf, startOfDay } from '@qinwu/domain/local-date';
import { CONCLUSIONS } from '../../injury-vocabulary.ts';
import { stopClock } from '../case-clock.ts';
import type { DecisionBody } from './action-bodies.ts';
import type { InjuryApplication, InjurySet } from './application.ts';
import {
  decideTerm,
  dropLimit,
  type InjuryClock,
  type Moment,
  openFrom,
  resumeClock,
  suspendClock,
} from './limits.ts';

/** What follows from an action. */
export interface Decision {
  set: InjurySet;
  clocks: readonly InjuryClock[];
  /** For the ledger, without personal data. */
  change: Record<string, unknown>;
  closingNote?: string;
  /** Files that now belong to the application. */
  files?: readonly string[];
}

interface DecisionInput extends Moment {
  found: InjuryApplication;
  clocks: readonly InjuryClock[];
}

function ensureOrder({ found, now }: DecisionInput, decidedOn: LocalDate): void {
  const last = found.decisions.at(-1);
  const before = last?.decidedOn ?? found.transferredOn ?? found.receivedOn;
  if (decidedOn >= before && decidedOn <= localDateOf(now)) return;
  const step =
    last === undefined
      ? { zh: `移交之日（${before}）`, en: `the transfer (${before})` }
      : {
          zh: `前一文书 ${last.documentNumber ?? ''}（${before}）`,
          en: `the paper before it, ${last.documentNumber ?? 'without a number'} (${before})`,
        };
  throw fieldRule('/decidedOn', 'decided-out-of-order', {
    zh: `不能早于${step.zh}，也不能晚于今天；各文书按日期先后登记`,
    en: `must not be before ${step.en}, nor in the future: papers are entered in the order of their days`,
  });
}

function setOf(body: DecisionBody): InjurySet {
  const { decision, decidedOn } = body;
  const conclusion = CONCLUSIONS.find((each) => each === decision);
  if (conclusion !== undefined) return { conclusion, concludedOn: decidedOn };
  // What was decided no longer stands; the authority decides anew, and its paper is mirrored again.
  if (decision === 'revoked') return { conclusion: null, concludedOn: null, withdrawnOn: null };
  if (decision === 'withdrawn') return { withdrawnOn: decidedOn };
  return decision === 'accepted' ? { acceptedOn: decidedOn } : {};
}

/** Clocks of the authority that the paper stops, lets stand or lets run. */
function clocksOf(input: DecisionInput, { decision, decidedOn, simple }: DecisionBody): InjuryClock[] {
  const { clocks, now } = input;
  const at = localDateOf(now) === decidedOn ? now : startOfDay(decidedOn);
  const of = (kind: InjuryClock['kind']) =>
    clocks.filter((clock) => clock.kind === kind && clock.stoppedAt === null);
  switch (decision) {
    case 'accepted':
      return [
        ...of('accept').map((clock) => stopClock(clock, at)),
        openFrom(newId(), 'decide', decideTerm(simple === true), { ...input, from: decidedOn }),
      ];
    case 'not-accepted':
      return of('accept').map((clock) => stopClock(clock, at));
    case 'withdrawn':
      return [...of('accept'), ...of('decide')].map((clock) => dropLimit(clock, at));
    case 'suspended':
      return of('decide').map((clock) => suspendClock(clock, decidedOn, input));
    case 'resumed':
      return of('decide').map((clock) => resumeClock(clock, decidedOn, input));
    case 'recognised':
    case 'deemed':
    case 'not-recognised':
      return of('decide').map((clock) => stopClock(clock, at));
    default:
      return [];
  }
}

/** True where the last paper received back has not been delivered; one of the past says by its state that it was. */
export function isUndelivered({ state, decisions }: Pick<InjuryApplication, 'state' | 'decisions'>): boolean {
  const last = decisions.at(-1);
  return last === undefined ? state !== 'DELIVERED' : last.decision !== 'delivered';
}

/** A decision stands or falls by one of the two ways of art. 55, and only then is a way named. */
function ensureRemedy({ decision, remedy }: DecisionBody): void {
  const isJudged = decision === 'upheld' || decision === 'revoked';
  if (isJudged === (remedy !== undefined)) return;
  throw isJudged
    ? fieldRule('/remedy', 'remedy-missing', {
        zh: '须写明经行政复议还是行政诉讼（工伤保险条例第五十五条）',
        en: 'Say whether by reconsideration or by litigation (art. 55)',
      })
    : fieldRule('/remedy', 'remedy-elsewhere', {
        zh: '仅维持、撤销时写明救济途径',
        en: 'Only a decision upheld or revoked says so',
      });
}

/** Each decision has its number; an end by withdrawal, of which no law asks for a notice, has that or its scan. */
function ensurePaper({ decision, documentNumber, withdrawalFile }: DecisionBody): void {
  const isWithdrawal = decision === 'withdrawn';
  if (!isWithdrawal && withdrawalFile !== undefined) {
    throw fieldRule('/withdrawalFile', 'withdrawal-elsewhere', {
      zh: '撤回文件仅用于撤回终止',
      en: 'A withdrawal goes with that decision alone',
    });
  }
  if ((documentNumber ?? (isWithdrawal ? withdrawalFile : undefined)) !== undefined) return;
  throw isWithdrawal
    ? fieldRule('/withdrawalFile', 'withdrawal-missing', {
        zh: '没有终止文书文号的，须附终止通知书或者申请人书面撤回的扫描件',
        en: 'Without the number of a notice attach its scan, or that of the written withdrawal',
      })
    : fieldRule('/documentNumber', 'document-number-missing', {
        zh: '须写明文号',
        en: 'Give the number of the paper',
      });
}

/** Mirrors a paper of the authority; refuses one out of order, or an appraisal of what is no work injury. */
export function decideDecision(input: DecisionInput, body: DecisionBody): Decision {
  const { found } = input;
  const { decision, documentNumber = null, decidedOn, authority, remedy, simple, withdrawalFile } = body;
  ensureOrder(input, decidedOn);
  ensureRemedy(body);
  ensurePaper(body);
  if (simple === true && decision !== 'accepted') {
    throw fieldRule('/simple', 'simple-elsewhere', {
      zh: '仅受理时注明十五日内决定',
      en: 'Only an acceptance says so',
    });
  }
  if (decision === 'delivered' && !isUndelivered(found)) {
    throw refuse('conflict', 'nothing-to-deliver', {
      zh: '收到的文书已登记送达',
      en: 'What was received back was delivered already',
    });
  }
  if (decision === 'appraisal' && found.conclusion === 'not-recognised') {
    throw refuse('conflict', 'not-a-work-injury', {
      zh: '不予认定的，不作劳动能力鉴定（工伤保险条例第二十一条）',
      en: 'What is no work injury is not appraised (art. 21)',
    });
  }
  const paper = { decision, documentNumber, decidedOn, authority, remedy };
  return {
    set: { ...setOf(body), decisions: [...found.decisions, paper], movedOn: decidedOn },
    clocks: clocksOf(input, body),
    change: {
      decision,
      documentNumber,
      decidedOn,
      remedy,
      ...(withdrawalFile === undefined ? {} : { withdrawalFile }),
    },
    ...(withdrawalFile === undefined ? {} : { files: [withdrawalFile] }),
  };
}
