/** Whom to propose for a case: who fits best and has least to do, with the reasons in words. */
import type { Text } from '@qinwu/domain/errors';
import type { MediatorKind } from '../session-vocabulary.ts';
import { type Chosen, isChosenByBoth } from './chosen-mediators.ts';
import { type ChoiceOf, choiceBlock, type Eligible, isEmployed } from './mediator-choice.ts';

export interface Candidate extends Eligible {
  code: string;
  kinds: readonly MediatorKind[];
  languages: readonly string[];
  grids: readonly string[];
  openCases: number;
  sessionsComing: number;
}

export interface Wish extends ChoiceOf {
  gridCode: string | null;
  language: string | null;
  kind: MediatorKind | null;
  /** Mediators of the case already. */
  named: readonly string[];
  /** Whom parties chose. */
  chosen: Chosen;
}

export interface Proposal<C extends Candidate> {
  mediator: C;
  reasons: readonly Text[];
  /** The parties that chose this mediator. */
  chosenBy: readonly string[];
  /** Works for a party of an enterprise committee's case: to be disclosed. */
  mustDisclose: boolean;
}

/** What fits, in order of weight: a later one never outweighs an earlier one. */
function fitOf(candidate: Candidate, { chosen, category, language, gridCode }: Wish): readonly boolean[] {
  const choosers = chosen.get(candidate.id) ?? [];
  return [
    isChosenByBoth(choosers),
    choosers.length > 0,
    candidate.categories.includes(category),
    language !== null && candidate.languages.includes(language),
    gridCode !== null && candidate.grids.includes(gridCode),
  ];
}

function reasonsOf(candidate: Candidate, wish: Wish): Text[] {
  const [byBoth, byOne, byCategory, byLanguage, byGrid] = fitOf(candidate, wish);
  const { openCases, sessionsComing } = candidate;
  return [
    ...(byBoth ? [{ zh: '双方当事人选定', en: 'chosen by both sides' }] : []),
    ...(byOne && !byBoth ? [{ zh: '一方当事人选定', en: 'chosen by one side' }] : []),
    byCategory
      ? { zh: '专办该类纠纷', en: 'takes this category in particular' }
      : { zh: '受理各类纠纷', en: 'takes every category' },
    ...(byLanguage ? [{ zh: `会说所需语言（${wish.language}）`, en: `speaks ${wish.language}` }] : []),
    ...(byGrid ? [{ zh: `熟悉网格 ${wish.gridCode}`, en: `knows the grid ${wish.gridCode}` }] : []),
    {
      zh: `在办 ${openCases} 件，待开会议 ${sessionsComing} 场`,
      en: `${openCases} open cases, ${sessionsComing} sessions to come`,
    },
  ];
}

function compare(a: Candidate, b: Candidate, wish: Wish): number {
  const fitA = fitOf(a, wish);
  const fitB = fitOf(b, wish);
  for (const [n, fits] of fitA.entries()) {
    if (fits !== fitB[n]) return fits ? -1 : 1;
  }
  return a.openCases - b.openCases || a.sessionsComing - b.sessionsComing || (a.code < b.code ? -1 : 1);
}

/** Those who may mediate the case, the most fitting first; what is disclosed can still be disclosed. */
export function proposeMediators<C extends Candidate>(candidates: readonly C[], wish: Wish): Proposal<C>[] {
  return candidates
    .filter(({ id, kinds }) => !wish.named.includes(id) && (wish.kind === null || kinds.includes(wish.kind)))
    .filter((candidate) => choiceBlock(candidate, wish, true) === null)
    .toSorted((a, b) => compare(a, b, wish))
    .map((mediator) => ({
      mediator,
      reasons: reasonsOf(mediator, wish),
      chosenBy: (wish.chosen.get(mediator.id) ?? []).map(({ id }) => id),
      mustDisclose: isEmployed(mediator, wish.parties),
    }));
}
