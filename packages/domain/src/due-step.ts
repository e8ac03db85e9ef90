/** The steps that explain a due date; callers put the profile and article that set the limit in front. */
import type { Calendar } from './calendar.ts';
import type { Text } from './errors.ts';
import type { Limit } from './limit.ts';
import { addDays, type LocalDate } from './local-date.ts';

export interface RestDay {
  date: LocalDate;
  name: string;
}

export type DueStep =
  | { rule: 'start'; at: string; calendar: string }
  | { rule: 'count'; limit: Limit; excluded: LocalDate | null; last: LocalDate; skipped: readonly RestDay[] }
  | { rule: 'roll'; from: LocalDate; to: LocalDate; skipped: readonly RestDay[] }
  | { rule: 'pause'; from: string; to: string | null; leftMs: number }
  | { rule: 'extension'; at: string; limit: Limit }
  | { rule: 'cap'; at: string; by: Text }
  | { rule: 'due'; at: string; provisional: boolean };

/** The rest days from one date to another, both included. */
export function restDays(from: LocalDate, to: LocalDate, calendar: Calendar): RestDay[] {
  const days: RestDay[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const name = calendar.restName(date);
    if (name !== null) days.push({ date, name });
  }
  return days;
}

const units: Record<Limit['unit'], Text> = {
  workday: { zh: '个工作日', en: 'working day(s)' },
  'calendar-day': { zh: '日', en: 'calendar day(s)' },
  hour: { zh: '小时', en: 'hour(s)' },
};

function limitText({ unit, amount }: Limit): Text {
  return { zh: `${amount}${units[unit].zh}`, en: `${amount} ${units[unit].en}` };
}

function datesOf(days: readonly RestDay[]): string {
  return days.map((day) => `${day.date} ${day.name}`).join(', ');
}

/** Beijing time to the minute; '24:00' where it ends a day. */
function wallTime(instant: string): string {
  const wall = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString();
  const at = Date.parse(instant);
  const text = wall(at).slice(0, 16).replace('T', ' ');
  return text.endsWith('00:00') ? `${wall(at - 1).slice(0, 10)} 24:00` : text;
}

/** One step in words. */
export function describeStep(step: DueStep): Text {
  switch (step.rule) {
    case 'start':
      return {
        zh: `${wallTime(step.at)} 起算，日历 ${step.calendar}`,
        en: `starts ${wallTime(step.at)}, calendar ${step.calendar}`,
      };
    case 'count': {
      const limit = limitText(step.limit);
      const skipped = datesOf(step.skipped);
      const first =
        step.excluded === null
          ? ['', '']
          : [`，首日 ${step.excluded} 不计`, `, first day ${step.excluded} excluded`];
      return {
        zh: `${limit.zh}${first[0]}，止于 ${step.last}${skipped && `；跳过 ${skipped}`}`,
        en: `${limit.en}${first[1]}, ends ${step.last}${skipped && `; skipped ${skipped}`}`,
      };
    }
    case 'roll':
      return {
        zh: `${step.from} 为休息日，顺延至 ${step.to}`,
        en: `${step.from} is a rest day, rolls to ${step.to}`,
      };
    case 'pause':
      return {
        zh: `${wallTime(step.from)} 暂停${step.to === null ? '，尚未恢复' : `，${wallTime(step.to)} 恢复`}，剩余 ${Math.round(step.leftMs / 60_000)} 分钟`,
        en: `paused ${wallTime(step.from)}${step.to === null ? ', not resumed' : `, resumed ${wallTime(step.to)}`} with ${Math.round(step.leftMs / 60_000)} minutes left`,
      };
    case 'extension': {
      const limit = limitText(step.limit);
      return {
        zh: `${wallTime(step.at)} 批准延期 ${limit.zh}`,
        en: `extended by ${limit.en} at ${wallTime(step.at)}`,
      };
    }
    case 'cap':
      return {
        zh: `以${step.by.zh}期限 ${wallTime(step.at)} 为准`,
        en: `the date of the ${step.by.en} governs: ${wallTime(step.at)}`,
      };
    case 'due':
      return {
        zh: `到期 ${wallTime(step.at)}${step.provisional ? '（放假安排未公布，暂定）' : ''}`,
        en: `due ${wallTime(step.at)}${step.provisional ? ' (holidays not announced yet: provisional)' : ''}`,
      };
  }
}
