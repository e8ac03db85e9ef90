/** Days that do not count against the worker's year (法释〔2014〕9号 art. 7); what keeps somebody from applying may last. */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { ExcludedPeriod } from '../../injury-vocabulary.ts';
import type { InjuryApplication } from './application.ts';
import type { Decision } from './decide-decision.ts';
import { type InjuryClock, type Moment, openWorkerYear, stopLimit } from './limits.ts';

type Input = Moment & { found: InjuryApplication; clocks: readonly InjuryClock[] };

/** True of a period that has not ended. */
export function isRunning({ to }: Pick<ExcludedPeriod, 'to'>): boolean {
  return to === null;
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

function ensureDays(from: LocalDate, to: LocalDate | undefined, { now }: Moment): void {
  const today = localDateOf(now);
  if (from > today) {
    throw fieldRule('/from', 'period-invalid', {
      zh: '起日不能晚于今天',
      en: 'The period has not begun yet',
    });
  }
  if (to === undefined || (from <= to && to <= today)) return;
  throw fieldRule('/to', 'period-invalid', {
    zh: '止日不能早于起日，也不能晚于今天；尚未结束的不填止日',
    en: 'The period ends before it begins, or has not ended yet: leave its end out until then',
  });
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
