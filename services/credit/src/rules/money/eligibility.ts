/** Which products an enterprise qualifies for, and why not. */
import type { Text } from '@qinwu/domain/errors';
import type { Eligibility } from '../../money-words.ts';
import { decimalText } from '../explain/decimal-text.ts';

/** An enterprise as products ask about its score. */
export interface Candidate {
  readonly total: number;
  readonly grade: string;
  readonly stage: string;
  readonly division: string | null;
}

/** An enterprise as products ask about it. */
export interface Applicant {
  /** Null where it has no score. */
  readonly scored: Candidate | null;
  /** Codes of the titles it holds today. */
  readonly titles: readonly string[];
}

/** What of a product's conditions is not met, by the name of the condition; empty where all are. */
export type Condition = 'score' | keyof Eligibility;

/** The conditions that are not met; empty where all are. */
export function unmetConditions(eligibility: Eligibility, { scored, titles }: Applicant): Condition[] {
  const { titles: asked } = eligibility;
  const holdsOne = asked === undefined || asked.some((code) => titles.includes(code));
  return [...unmetByScore(eligibility, scored), ...(holdsOne ? [] : (['titles'] as const))];
}

function unmetByScore(eligibility: Eligibility, scored: Candidate | null): Condition[] {
  const { atLeast, grades, stages, divisions } = eligibility;
  const asks = [atLeast, grades, stages, divisions].some((condition) => condition !== undefined);
  if (!asks) return [];
  if (scored === null) return ['score'];
  const isAmong = (list: readonly string[] | undefined, value: string | null): boolean =>
    list === undefined || (value !== null && list.includes(value));
  const unmet: Condition[] = [];
  if (atLeast !== undefined && scored.total < atLeast) unmet.push('atLeast');
  if (!isAmong(grades, scored.grade)) unmet.push('grades');
  if (!isAmong(stages, scored.stage)) unmet.push('stages');
  if (!isAmong(divisions, scored.division)) unmet.push('divisions');
  return unmet;
}

/** What a condition that is not met asks for, in words. */
export function explainCondition(condition: Condition, eligibility: Eligibility): Text {
  const { atLeast = 0, grades = [], stages = [], divisions = [], titles = [] } = eligibility;
  const least = decimalText(atLeast);
  switch (condition) {
    case 'score':
      return { zh: '尚无积分', en: 'It has no score yet' };
    case 'atLeast':
      return { zh: `总分须不低于 ${least}`, en: `A total of ${least} or more` };
    case 'grades':
      return { zh: `等级须为 ${grades.join('、')}`, en: `A grade of ${grades.join(', ')}` };
    case 'stages':
      return { zh: `发展阶段须为 ${stages.join('、')}`, en: `A stage of ${stages.join(', ')}` };
    case 'divisions':
      return { zh: `行业大类须为 ${divisions.join('、')}`, en: `A division of ${divisions.join(', ')}` };
    case 'titles':
      return {
        zh: `须有其一且今日有效的称号：${titles.join('、')}`,
        en: `One of these titles, in force today: ${titles.join(', ')}`,
      };
  }
}
