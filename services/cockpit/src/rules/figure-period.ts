import { fieldRule } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';

/** The days a figure is about, both inclusive; `from` is null for a level, which holds on `to`. */
export interface FigurePeriod {
  readonly from: LocalDate | null;
  readonly to: LocalDate;
}

export interface AskedPeriod {
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}

/**
 * The period of an answer: the year so far where none is asked for. Refuses a day that has not begun, whose figure
 * nobody can know yet, and a period that ends before it begins.
 */
export function figurePeriod(kind: 'flow' | 'level', asked: AskedPeriod, today: LocalDate): FigurePeriod {
  const to = asked.to ?? today;
  if (to > today) {
    throw fieldRule('/to', 'period-in-future', {
      zh: `截止日期不得晚于今天(${today})`,
      en: `must not be later than today (${today})`,
    });
  }
  if (asked.from !== undefined && asked.from > to) {
    throw fieldRule('/from', 'period-reversed', {
      zh: `起始日期不得晚于截止日期(${to})`,
      en: `must not be later than the last day (${to})`,
    });
  }
  if (kind === 'level') return { from: null, to };
  return { from: asked.from ?? `${to.slice(0, 4)}-01-01`, to };
}

/**
 * Whether facts can be asked for as known at that instant: one that has passed, or that a fact already bears, since
 * this server's clock may be behind the database's. Refuses any later one, whose answer would still change.
 */
export function checkKnownAt(asked: Date, now: Date, latestFact: Date | null): void {
  if (asked <= now || (latestFact !== null && asked <= latestFact)) return;
  throw fieldRule('/knownAt', 'known-at-in-future', {
    zh: '认知时点不得晚于现在',
    en: 'must not be later than now',
  });
}
