/**
 * The one-year limitation 仲裁时效 of a case (调解仲裁法 art. 27): what was recorded of it, with the application for
 * mediation, which interrupts it as a request for relief. Counted where the calculator counts.
 */
import type { Calendar } from '@qinwu/domain/calendar';
import { fieldRules, type Text } from '@qinwu/domain/errors';
import { daysBetween, type LocalDate } from '@qinwu/domain/local-date';
import {
  type INTERRUPTION_CAUSES,
  type LimitationInput,
  limitation,
  type SUSPENSION_CAUSES,
} from './calculations/limitation.ts';
import type { Calculation, CalculationOutcome } from './calculations/result.ts';
import { isBroken, type Kept } from './performance.ts';
import { runsCase, type Standing } from './standing.ts';

/** Something that moves the limitation, with what shows it. */
interface Shown {
  note: string | null;
  /** A file. */
  evidence: string | null;
}

/** What is recorded of the limitation of a case. */
export interface LimitationFacts {
  wagesInEmployment: boolean;
  employmentEndedOn: LocalDate | null;
  interruptions: (Shown & { on: LocalDate; cause: (typeof INTERRUPTION_CAUSES)[number] })[];
  /** `to` is the last day; null while the cause lasts. */
  suspensions: (Shown & {
    from: LocalDate;
    to: LocalDate | null;
    cause: (typeof SUSPENSION_CAUSES)[number];
  })[];
}

export const NO_FACTS: LimitationFacts = {
  wagesInEmployment: false,
  employmentEndedOn: null,
  interruptions: [],
  suspensions: [],
};

/** A case as far as its limitation goes. */
export interface LimitedCase extends Kept {
  labour: boolean;
  /** The day the party knew or ought to have known; null where nobody said. */
  limitationFrom: LocalDate | null;
  receivedOn: LocalDate;
  /** The day its agreement took effect. */
  effectiveOn: LocalDate | null;
  facts: LimitationFacts;
}

function inputOf(knownOn: LocalDate, facts: LimitationFacts): LimitationInput {
  return {
    knownOn,
    wagesInEmployment: facts.wagesInEmployment,
    employmentEndedOn: facts.employmentEndedOn ?? undefined,
    interruptions: facts.interruptions,
    suspensions: facts.suspensions.map(({ from, to, cause }) => ({ from, to: to ?? undefined, cause })),
  };
}

/** Refuses facts that contradict themselves or have not come yet, every fault at once. */
export function checkLimitation(
  knownOn: LocalDate,
  facts: LimitationFacts,
  { today, calendar }: { today: LocalDate; calendar: Calendar },
): void {
  if (knownOn > today) {
    const detail = { zh: '日期不能晚于今天', en: 'The day has not come yet' };
    throw fieldRules([{ pointer: '/knownOn', code: 'date-in-future', detail }]);
  }
  limitation(inputOf(knownOn, facts), today, calendar);
}

/** What had happened by a day. */
function factsUntil(day: LocalDate, facts: LimitationFacts): LimitationFacts {
  const { employmentEndedOn: ended } = facts;
  return {
    ...facts,
    employmentEndedOn: ended !== null && ended <= day ? ended : null,
    interruptions: facts.interruptions.filter(({ on }) => on <= day),
    suspensions: facts.suspensions
      .filter(({ from }) => from <= day)
      .map((each) => (each.to !== null && each.to > day ? { ...each, to: day } : each)),
  };
}

/**
 * The day from which the other side wrongs whom it owes, with what moves the year from there. An agreement in effect is
 * the other side's promise: nothing runs while it is kept, and a year begins with its breach (art. 15). Null where
 * nothing runs.
 */
function runningOf(of: LimitedCase, today: LocalDate): { from: LocalDate; facts: LimitationFacts } | null {
  const { limitationFrom, receivedOn, effectiveOn, breachedOn } = of;
  const known = factsUntil(today, of.facts);
  if (effectiveOn === null) {
    const applied = { on: receivedOn, cause: 'relief-request', note: null, evidence: null } as const;
    const facts = { ...known, interruptions: [...known.interruptions, applied] };
    return { from: limitationFrom ?? receivedOn, facts };
  }
  if (breachedOn === null || !isBroken(of)) return null;
  const { employmentEndedOn: ended } = known;
  const wagesInEmployment = known.wagesInEmployment && (ended === null || ended > breachedOn);
  return { from: breachedOn, facts: { ...known, wagesInEmployment } };
}

/** How the limitation stands today; null where the dispute is no labour dispute, or its agreement is kept. */
export function limitationOf(of: LimitedCase, today: LocalDate, calendar: Calendar): Calculation | null {
  if (!of.labour || of.receivedOn > today) return null;
  const running = runningOf(of, today);
  if (running === null || running.from > today) return null;
  return limitation(inputOf(running.from, running.facts), today, calendar);
}

/** True where it was over when mediation was applied for, as far as is recorded, and was not promised since. */
function wasOverBefore(
  { limitationFrom, receivedOn, effectiveOn, facts }: LimitedCase,
  calendar: Calendar,
): boolean {
  if (effectiveOn !== null || limitationFrom === null || limitationFrom > receivedOn) return false;
  const before = inputOf(limitationFrom, factsUntil(receivedOn, facts));
  return limitation(before, receivedOn, calendar).outcome === 'expired';
}

export interface Warning {
  code: string;
  text: Text;
}

const ARTICLE = { zh: '调解仲裁法第二十七条', en: 'Mediation and Arbitration Law art. 27' };

const WARNINGS: Partial<Record<CalculationOutcome, { code: string; text: (last: LocalDate) => Text }>> = {
  'within-90-days': {
    code: 'limitation-near',
    text: (last) => ({ zh: `仲裁时效至 ${last} 届满`, en: `The limitation ends on ${last}` }),
  },
  'within-30-days': {
    code: 'limitation-urgent',
    text: (last) => ({ zh: `仲裁时效至 ${last} 届满`, en: `The limitation ends on ${last}` }),
  },
  expired: {
    code: 'limitation-over',
    text: (last) => ({ zh: `仲裁时效已于 ${last} 届满`, en: `The limitation ended on ${last}` }),
  },
  suspended: {
    code: 'limitation-suspended',
    text: () => ({ zh: '仲裁时效中止，原因消除后请登记止日', en: 'Suspended: record when its cause ends' }),
  },
};

/** True for those a limitation is no weapon for: it is told to the other side by nobody here. */
export function seesLimitation(standing: Standing): boolean {
  return runsCase(standing) || (standing.as === 'party' && standing.side === 'applicant');
}

/** So many days after the application the year that began with it is not near its end. */
const FAR = 200;

/**
 * Most cases: nothing is recorded of the limitation, it was applied for within a year, and not long ago. The year began
 * anew with that and needs no counting to say that there is nothing to warn of.
 */
function isFarFromOver(of: LimitedCase, today: LocalDate): boolean {
  const { limitationFrom, receivedOn, effectiveOn, facts } = of;
  if (effectiveOn !== null || facts !== NO_FACTS || daysBetween(receivedOn, today) > FAR) return false;
  if (limitationFrom === null) return true;
  const before = daysBetween(limitationFrom, receivedOn);
  return before >= 0 && before <= 365;
}

/** Warnings about the limitation of a labour claim. */
export function limitationWarnings(of: LimitedCase, today: LocalDate, calendar: Calendar): Warning[] {
  if (isFarFromOver(of, today)) return [];
  const result = limitationOf(of, today, calendar);
  if (result === null) return [];
  if (wasOverBefore(of, calendar)) {
    return [
      {
        code: 'limitation-over-before-application',
        text: {
          zh: `申请时一年仲裁时效可能已届满，请核对并登记中断、中止（${ARTICLE.zh}）`,
          en: `It may have been over when this was filed: record interruptions and suspensions (${ARTICLE.en})`,
        },
      },
    ];
  }
  const warning = result.outcome === null ? undefined : WARNINGS[result.outcome];
  if (warning === undefined) return [];
  const { zh, en } = warning.text(result.date ?? '');
  return [{ code: warning.code, text: { zh: `${zh}（${ARTICLE.zh}）`, en: `${en} (${ARTICLE.en})` } }];
}
