/**
 * Whom parties choose to mediate (人民调解法 art. 19). A choice is for those who name mediators: the other side hears of
 * it with the naming, so that nobody chooses against what the other one chose.
 */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { ChoiceMaker, Side, State } from '../vocabulary.ts';
import type { Heard } from './confirmation-proof.ts';
import type { Standing } from './standing.ts';

/** The choice of one party. */
export interface MediatorChoice {
  mediators: readonly string[];
  /** An instant, as it is sealed. */
  at: string;
  recordedBy: string;
  /** Missing where the party chose from its own account. */
  made?: MadeChoice;
}

/** A choice as it was made before the staff: by whom, and what shows it. */
export interface MadeChoice {
  by: ChoiceMaker;
  /** The paper that was signed. */
  scan?: string | undefined;
  /** The session in which it was said. */
  session?: string | undefined;
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

/** What is said of how a choice was made. */
export interface SaidOfChoice {
  madeBy: ChoiceMaker | undefined;
  scan: string | undefined;
  session: string | undefined;
}

/**
 * How a choice was made before the staff; undefined for a party's own, which says nothing of it. Refuses the word of the
 * staff alone, and a representative that the party has not.
 */
export function madeChoice(
  standing: Standing,
  { madeBy, scan, session }: SaidOfChoice,
  { hasRepresentative }: { hasRepresentative: boolean },
): MadeChoice | undefined {
  if (standing.as === 'party') {
    const said = Object.entries({ madeBy, scan, session }).find(([, value]) => value !== undefined);
    if (said === undefined) return undefined;
    throw fieldRule(`/${said[0]}`, 'recorded-by-staff', {
      zh: '由工作人员代为记录时填写；本人选定的不填',
      en: 'This is for the staff that records a choice, not for your own',
    });
  }
  if (scan === undefined && session === undefined) {
    throw fieldRule('/scan', 'choice-unproven', {
      zh: '代当事人记录选定的，须附其签名的书面选定扫描件（scan），或写明其到场的会议（session）',
      en: 'Bring the paper the party signed (scan), or name the session it attended (session)',
    });
  }
  if (madeBy === 'representative' && !hasRepresentative) {
    throw fieldRule('/madeBy', 'representative-missing', {
      zh: '该当事人没有登记代理人',
      en: 'Nobody stands for this party',
    });
  }
  return { by: madeBy ?? 'party', scan, session };
}

/** Refuses a session in which the party cannot have chosen. */
export function ensureChosenIn(heard: Heard | undefined, party: string): void {
  const isThere = heard?.attendance.some((each) => each.party === party && each.present) === true;
  if (heard?.status === 'held' && isThere) return;
  throw fieldRule('/session', 'session-unfit', {
    zh: '不是本案已召开且该当事人到场的会议',
    en: 'No session of this case that was held with the party present',
  });
}
