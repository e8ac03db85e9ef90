/** The word of a party that the staff records for it: whose it was, and what shows it. */
import { fieldRule, type Text } from '@qinwu/domain/errors';
import type { ChoiceMaker } from '../vocabulary.ts';
import type { Party } from './case.ts';
import type { Heard } from './confirmation-proof.ts';
import { SPECIAL_POWERS } from './mandate.ts';
import type { Standing } from './standing.ts';

/** A word as it was given before the staff. */
export interface RecordedWord {
  by: ChoiceMaker;
  /** The paper that was signed. */
  scan?: string | undefined;
  /** The session in which it was said. */
  session?: string | undefined;
}

/** What is said of how a word was given. */
export interface SaidOfWord {
  madeBy: ChoiceMaker | undefined;
  scan: string | undefined;
  session: string | undefined;
}

/** How the word of the staff alone is refused. */
export interface Unproven {
  code: string;
  detail: Text;
}

/**
 * How a word was given before the staff; undefined for a party's own, which says nothing of it. Refuses the word of the
 * staff alone, and a representative that the party has not.
 */
export function recordedWord(
  standing: Standing,
  { madeBy, scan, session }: SaidOfWord,
  { hasRepresentative, unproven }: { hasRepresentative: boolean; unproven: Unproven },
): RecordedWord | undefined {
  if (standing.as === 'party') {
    const said = Object.entries({ madeBy, scan, session }).find(([, value]) => value !== undefined);
    if (said === undefined) return undefined;
    throw fieldRule(`/${said[0]}`, 'recorded-by-staff', {
      zh: '由工作人员代为记录时填写；本人操作的不填',
      en: 'This is for the staff that records a word of yours, not for your own',
    });
  }
  if (scan === undefined && session === undefined) throw fieldRule('/scan', unproven.code, unproven.detail);
  if (madeBy === 'representative' && !hasRepresentative) {
    throw fieldRule('/madeBy', 'representative-missing', {
      zh: '该当事人没有登记代理人',
      en: 'Nobody stands for this party',
    });
  }
  return { by: madeBy ?? 'party', scan, session };
}

/** Refuses what takes 特别授权 on the word of a representative whose mandate does not go so far (民事诉讼法 art. 62). */
export function ensureSpecialWord({ mandate }: Pick<Party, 'mandate'>, { madeBy }: SaidOfWord): void {
  if (madeBy !== 'representative' || mandate?.powers !== 'general') return;
  throw fieldRule('/madeBy', SPECIAL_POWERS.code, SPECIAL_POWERS.title);
}

/** Refuses a session in which the party cannot have said it. */
export function ensureSaidIn(heard: Heard | undefined, party: string): void {
  const isThere = heard?.attendance.some((each) => each.party === party && each.present) === true;
  if (heard?.status === 'held' && isThere) return;
  throw fieldRule('/session', 'session-unfit', {
    zh: '不是本案已召开且该当事人到场的会议',
    en: 'No session of this case that was held with the party present',
  });
}
