/** Days that do not count against the worker's year (法释〔2014〕9号 art. 7); what keeps somebody from applying may last. */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { ExcludedPeriod } from '../../injury-vocabulary.ts';
import type { InjuryApplication } from './application.ts';
import type { Decision } from './decide-decision.ts';
import { type InjuryClock, isVoided, type Moment, openWorkerYear, stopLimit } from './limits.ts';

type Input = Moment & { found: InjuryApplication; clocks: readonly InjuryClock[] };

/** True of a period that has not ended. */
export function isRunning(period: Pick<ExcludedPeriod, 'to' | 'voidedOn'>): boolean {
  return period.to === null && !isVoided(period);
}

/** The limit counted anew; where it had stopped it is kept, or not, by the same receipt. */
function recounted(input: Input, excluded: ExcludedPeriod[], change: Record<string, unknown>): Decision {
  const { found, clocks } = input;
  const clock = clocks.find(({ kind }) => kind === 'worker');
  if (clock === undefined || found.baseOn === null) {
    throw refuse('conflict', 'limit-not-running', {
      zh: '一年申请期限未在计算',
      en: 'The limit of one year is not running',
    });
  }
  const counted = openWorkerYear(clock.id, found.baseOn, excluded, input);
  const like = clock.stoppedAt === null ? counted : stopLimit(counted, clock.stoppedAt, input);
  return { set: { excluded }, clocks: [like], change };
}

function ensureDays(from: LocalDate, to: LocalDate | undefined, { found, now }: Input): void {
  const today = localDateOf(now);
  if (from > today) {
    throw fieldRule('/from', 'period-invalid', {
      zh: '起日不能晚于今天',
      en: 'The period has not begun yet',
    });
  }
  if (to === undefined) return;
  if (found.baseOn !== null && to < found.baseOn) {
    throw fieldRule('/to', 'period-before-event', {
      zh: `期间在事故伤害发生或者职业病诊断之日（${found.baseOn}）之前，期限尚未起算`,
      en: `The period ends before the event (${found.baseOn}): the limit does not run yet`,
    });
  }
  if (from <= to && to <= today) return;
  throw fieldRule('/to', 'period-invalid', {
    zh: '止日不能早于起日，也不能晚于今天；尚未结束的不填止日',
    en: 'The period ends before it begins, or has not ended yet: leave its end out until then',
  });
}

/** Refuses days that are taken out for the same reason already; of two reasons at once the days count once. */
function ensureNewDays({ found }: Input, period: Omit<ExcludedPeriod, 'voidedOn'>): void {
  const { from, to, reason } = period;
  const known = found.excluded.find(
    (each) =>
      !isVoided(each) &&
      each.reason === reason &&
      (to === null || each.from <= to) &&
      (each.to === null || from <= each.to),
  );
  if (known === undefined) return;
  const title = {
    zh: `同一情形的期间已登记（${known.from} 至 ${known.to ?? '今'}）；登记有误的，先作废再登记`,
    en: `Days since ${known.from} are taken out for this reason already: void that entry to put it right`,
  };
  const errors = [{ pointer: '/from', code: 'period-known', detail: title }];
  throw refuse('conflict', 'period-known', title, { errors });
}

/** Takes a period out of the year; one that has not ended lets the year stand still until it does. */
export function decideExclusion(
  input: Input,
  { from, to, reason }: Pick<ExcludedPeriod, 'from' | 'reason'> & { to?: LocalDate | undefined },
): Decision {
  const { found } = input;
  ensureDays(from, to, input);
  if (to === undefined && found.excluded.some(isRunning)) {
    throw refuse('conflict', 'period-running', {
      zh: '已有一段期间尚未结束，期限已停止计算；先登记其止日',
      en: 'The limit stands still already: say first when that period ended',
    });
  }
  const period = { from, to: to ?? null, reason };
  ensureNewDays(input, period);
  return recounted(input, [...found.excluded, period], { ...period });
}

/** Ends the period that runs; the year runs on, longer by its days. */
export function decideEndOfExclusion(input: Input, { to }: { to: LocalDate }): Decision {
  const { found } = input;
  const running = found.excluded.find(isRunning);
  if (running === undefined) {
    throw refuse('conflict', 'no-period-running', {
      zh: '没有尚未结束的不计入期间',
      en: 'No period that does not count is running',
    });
  }
  ensureDays(running.from, to, input);
  const ended = found.excluded.map((period) => (period === running ? { ...period, to } : period));
  return recounted(input, ended, { from: running.from, to, reason: running.reason });
}

/** A period entered by mistake 作废更正: it stays, and the year is what it is without it. */
export function decideVoidedPeriod(
  input: Input,
  { from, to: end }: { from: LocalDate; to?: LocalDate | undefined },
): Decision {
  const { found, now } = input;
  const to = end ?? null;
  const wrong = found.excluded.findLast((each) => !isVoided(each) && each.from === from && each.to === to);
  if (wrong === undefined) {
    throw fieldRule('/from', 'period-missing', {
      zh: '没有该起止日的期间，或者已作废；尚未结束的不填止日',
      en: 'No period of these days stands; leave the end out of one that has not ended',
    });
  }
  const voided = { ...wrong, voidedOn: localDateOf(now) };
  const excluded = found.excluded.map((each) => (each === wrong ? voided : each));
  return recounted(input, excluded, { from, to, reason: wrong.reason });
}
