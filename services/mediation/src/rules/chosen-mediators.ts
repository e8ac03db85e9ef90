/**
 * Whom parties choose to mediate (人民调解法 art. 19). A choice is for those who name mediators: the other side hears of
 * it with the naming, so that nobody chooses against what the other one chose.
 */
import { refuse } from '@qinwu/domain/errors';
import type { Side, State } from '../vocabulary.ts';
import type { RecordedWord, Unproven } from './recorded-word.ts';

/** The choice of one party. */
export interface MediatorChoice {
  mediators: readonly string[];
  /** An instant, as it is sealed. */
  at: string;
  recordedBy: string;
  /** Missing where the party chose from its own account. */
  made?: RecordedWord;
}

/** By party id. */
export type MediatorChoices = Readonly<Record<string, MediatorChoice>>;

interface Chooser {
  id: string;
  side: Side;
}

/** Who chose each mediator. */
export type Chosen = ReadonlyMap<string, readonly Chooser[]>;

/** Those who are chosen, each with the parties that chose. */
export function chosenIn(choices: MediatorChoices, parties: readonly Chooser[]): Chosen {
  const pairs = parties.flatMap(({ id, side }) =>
    (choices[id]?.mediators ?? []).map((mediator) => ({ mediator, chooser: { id, side } })),
  );
  const grouped = Map.groupBy(pairs, ({ mediator }) => mediator);
  return new Map([...grouped].map(([mediator, each]) => [mediator, each.map(({ chooser }) => chooser)]));
}

/** True where applicant and respondent both chose the mediator. */
export function isChosenByBoth(choosers: readonly Chooser[]): boolean {
  return (['applicant', 'respondent'] as const).every((side) => choosers.some((each) => each.side === side));
}

const BEFORE_START: readonly State[] = ['REGISTERED', 'INVITING', 'ACCEPTED'];

/** Refuses a choice where the mediation has begun: from then on a party objects to a mediator. */
export function ensureChoosing({ state }: { state: State }): void {
  if (BEFORE_START.includes(state)) return;
  throw refuse('conflict', 'choice-closed', {
    zh: '调解已经开始或已结束，不能再选定调解员；对调解员有异议的，可提出异议',
    en: 'The mediation has begun or is over: nobody chooses any more, but may object to a mediator',
  });
}

/** The choices once a party has chosen these; none withdraws what it chose before. */
export function withChoice(choices: MediatorChoices, party: string, choice: MediatorChoice): MediatorChoices {
  if (choice.mediators.length > 0) return { ...choices, [party]: choice };
  if (choices[party] === undefined) {
    throw refuse('conflict', 'nothing-chosen', { zh: '没有可撤回的选定', en: 'Nobody was chosen' });
  }
  const { [party]: _withdrawn, ...others } = choices;
  return others;
}

/** Where the staff records a choice that nothing shows. */
export const CHOICE_UNPROVEN: Unproven = {
  code: 'choice-unproven',
  detail: {
    zh: '代当事人记录选定的，须附其签名的书面选定扫描件（scan），或写明其到场的会议（session）',
    en: 'Bring the paper the party signed (scan), or name the session it attended (session)',
  },
};
