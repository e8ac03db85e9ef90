/**
 * Who may mediate a case: certified on the day, and at no party's side (人民调解法 art. 15, 19; 调解仲裁法 art. 11).
 * Numbers of persons are compared as keyed hashes.
 */
import { type FieldError, fieldRules, type Text } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { Category, Organisation } from '../vocabulary.ts';
import type { Action } from './lifecycle.ts';

/** A mediator as the choice looks at it. */
export interface Eligible {
  id: string;
  name: string;
  subject: string;
  categories: readonly Category[];
  employer: string | null;
  citizenIndex: string | null;
  phoneIndex: string | null;
  relatives: readonly string[];
  certifiedFrom: LocalDate;
  certifiedUntil: LocalDate | null;
  active: boolean;
}

/** A party with the hashes of its numbers. */
export interface PartyMarks {
  subject: string | null;
  uscc: string | null;
  citizenIndex: string | null;
  /** Of its telephones, and of those of who speaks for it. */
  phoneIndexes: readonly string[];
  /** Who speaks for it. */
  representative: { name: string; phoneIndex: string | null; subject: string | null } | null;
}

export interface ChoiceOf {
  category: Category;
  organisation: Organisation;
  parties: readonly PartyMarks[];
  /** Accounts that stood for a party once a side had said something, and left. */
  left?: readonly string[];
  today: LocalDate;
}

export interface ChoiceBlock {
  code:
    | 'mediator-inactive'
    | 'mediator-not-certified'
    | 'mediator-is-party'
    | 'mediator-is-representative'
    | 'mediator-stood-for-party'
    | 'mediator-is-relative'
    | 'mediator-employed-by-party'
    | 'employment-not-disclosed'
    | 'category-not-taken';
  text: Text;
}

const block = (code: ChoiceBlock['code'], zh: string, en: string): ChoiceBlock => ({
  code,
  text: { zh, en },
});

function isParty(mediator: Eligible, party: PartyMarks): boolean {
  return (
    mediator.subject === party.subject ||
    (mediator.citizenIndex !== null && mediator.citizenIndex === party.citizenIndex)
  );
}

/** By name, unless two telephones tell namesakes apart: an application knows no more of who speaks for a party. */
function speaksFor(mediator: Eligible, { representative }: PartyMarks): boolean {
  if (representative === null || representative.name.trim() !== mediator.name.trim()) return false;
  const { phoneIndex } = representative;
  return phoneIndex === null || mediator.phoneIndex === null || phoneIndex === mediator.phoneIndex;
}

function isRelative({ relatives }: Eligible, { citizenIndex, phoneIndexes }: PartyMarks): boolean {
  return (
    (citizenIndex !== null && relatives.includes(citizenIndex)) ||
    phoneIndexes.some((index) => relatives.includes(index))
  );
}

/** True where the mediator works for a party. */
export function isEmployed({ employer }: Eligible, parties: readonly PartyMarks[]): boolean {
  return employer !== null && parties.some(({ uscc }) => uscc === employer);
}

function conflictOf(mediator: Eligible, of: ChoiceOf, disclosed: boolean): ChoiceBlock | null {
  if (of.parties.some((party) => isParty(mediator, party))) {
    return block('mediator-is-party', '调解员是本案当事人', 'The mediator is a party of the case');
  }
  if (of.parties.some(({ representative }) => representative?.subject === mediator.subject)) {
    return block('mediator-is-representative', '调解员是一方的代理人', 'The mediator speaks for a party');
  }
  if (of.parties.some((party) => speaksFor(mediator, party))) {
    return block(
      'mediator-is-representative',
      '调解员与一方的代理人同名；不是同一人的，请在名册和案件中登记双方电话',
      'The mediator has the name of who speaks for a party: enter the telephones of both to tell namesakes apart',
    );
  }
  if (of.left?.includes(mediator.subject)) {
    return block(
      'mediator-stood-for-party',
      '调解员曾是本案一方当事人或其代理人，已知悉该方的背对背沟通、方案或证据',
      'The mediator was a party of the case or stood for one, and read what its side said in confidence',
    );
  }
  if (of.parties.some((party) => isRelative(mediator, party))) {
    return block(
      'mediator-is-relative',
      '调解员是当事人或其代理人的近亲属',
      'The mediator is a relative of a party or of who speaks for it',
    );
  }
  if (!isEmployed(mediator, of.parties)) return null;
  if (of.organisation !== 'enterprise-committee') {
    return block(
      'mediator-employed-by-party',
      '调解员受雇于一方当事人，仅企业调解委员会可以由本单位人员调解',
      'The mediator works for a party: only an enterprise committee mediates with its own people',
    );
  }
  return disclosed
    ? null
    : block(
        'employment-not-disclosed',
        '调解员受雇于一方当事人，须向双方说明',
        'The mediator works for a party: this is disclosed to both sides',
      );
}

/** What stands against a mediator in a case, or null. */
export function choiceBlock(mediator: Eligible, of: ChoiceOf, disclosed: boolean): ChoiceBlock | null {
  const { certifiedFrom, certifiedUntil, categories } = mediator;
  if (!mediator.active) {
    return block('mediator-inactive', '调解员已停用', 'The mediator is not active');
  }
  if (certifiedFrom > of.today || (certifiedUntil !== null && certifiedUntil < of.today)) {
    return block(
      'mediator-not-certified',
      '调解员当日不在聘期内',
      'The mediator is not certified on the day',
    );
  }
  const conflict = conflictOf(mediator, of, disclosed);
  if (conflict !== null) return conflict;
  if (categories.length === 0 || categories.includes(of.category)) return null;
  return block('category-not-taken', '调解员不受理该类纠纷', 'The mediator does not take this category');
}

/** A mediator of a case who stands at a party's side by now. */
export interface Conflict {
  mediator: Eligible;
  block: ChoiceBlock;
}

/** Those of the mediators who may not go on; whether they are certified was asked when they were named. */
export function conflictsIn(
  mediators: readonly Eligible[],
  of: ChoiceOf,
  disclosed: readonly string[],
): Conflict[] {
  return mediators.flatMap((mediator) => {
    const found = conflictOf(mediator, of, disclosed.includes(mediator.id));
    return found === null ? [] : [{ mediator, block: found }];
  });
}

/** How the mediators of a case stand to its parties. */
export interface Fit {
  conflicts: readonly Conflict[];
  /** A party's objection waits to be decided. */
  isObjected: boolean;
}

/** Actions after which what a mediator does binds the parties. */
const BINDING: readonly Action[] = ['start', 'agree', 'agree-orally'];

/** What keeps an action from being taken; only the start also waits until objections are decided. */
export function unfitFor({ conflicts, isObjected }: Fit, action: Action): 'conflict' | 'objection' | null {
  if (!BINDING.includes(action)) return null;
  if (conflicts.length > 0) return 'conflict';
  return action === 'start' && isObjected ? 'objection' : null;
}

/** Refuses the choice with every fault; the first one's code names the refusal. */
export function ensureChoosable(
  mediators: readonly Eligible[],
  of: ChoiceOf,
  { disclosed, pointer }: { disclosed: readonly string[]; pointer: (n: number) => string },
): void {
  const errors: FieldError[] = [];
  for (const [n, mediator] of mediators.entries()) {
    const found = choiceBlock(mediator, of, disclosed.includes(mediator.id));
    if (found !== null) errors.push({ pointer: pointer(n), code: found.code, detail: found.text });
  }
  if (errors.length > 0) throw fieldRules(errors);
}
