/** The word of a party that the staff records for it: whose it was, and what shows it. */
import { fieldRule, type Text } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { ChoiceMaker, SpokenHow } from '../vocabulary.ts';
import { checkNotBefore, checkNotFuture } from './calculations/inputs.ts';
import type { DisputeCase, Party } from './case.ts';
import type { Heard } from './confirmation-proof.ts';
import { ensureJoined } from './joined.ts';
import { SPECIAL_POWERS } from './mandate.ts';
import type { Standing } from './standing.ts';

/** What was said and not put on paper, where the law asks for no writing: in which way, and on which day. */
export interface Spoken {
  how: SpokenHow;
  on: LocalDate;
}

/** A word as it was given before the staff. */
export interface RecordedWord {
  by: ChoiceMaker;
  /** The paper that was signed. */
  scan?: string | undefined;
  /** The session in which it was said. */
  session?: string | undefined;
  spoken?: Spoken | undefined;
  /** It came with the referral: whoever referred it asked the party, and nobody asks twice. */
  referral?: true;
}

/** What is said of how a word was given. */
export interface SaidOfWord {
  madeBy?: ChoiceMaker | undefined;
  scan?: string | undefined;
  session?: string | undefined;
  spoken?: Spoken | undefined;
}

/** What a body says of it, without whatever else stands there. */
export function saidOf({ madeBy, scan, session, spoken }: SaidOfWord): SaidOfWord {
  return { madeBy, scan, session, spoken };
}

/** How the word of the staff alone is refused. */
export interface Unproven {
  code: string;
  detail: Text;
}

/** Refuses to a party what is for the staff that records its word: its own act says nothing of it. */
export function ensureOwnWord(said: object): void {
  const filled = Object.entries(said).find(([, value]) => value !== undefined);
  if (filled === undefined) return;
  throw fieldRule(`/${filled[0]}`, 'recorded-by-staff', {
    zh: '由工作人员代为记录时填写；本人操作的不填',
    en: 'This is for the staff that records a word of yours, not for your own',
  });
}

interface Heeded {
  hasRepresentative: boolean;
  /** The word came with the case's referral. */
  cameWith: boolean;
  unproven: Unproven;
  /** Where the word stands in the body. */
  at: string;
}

/**
 * How a word was given before the staff; undefined for a party's own, which says nothing of it. Refuses the word of the
 * staff alone, and a representative that the party has not.
 */
export function recordedWord(
  standing: Standing,
  { madeBy, scan, session, spoken }: SaidOfWord,
  { hasRepresentative, cameWith, unproven, at }: Heeded,
): RecordedWord | undefined {
  if (standing.as === 'party') {
    ensureOwnWord({ madeBy, scan, session, spoken });
    return undefined;
  }
  if (scan === undefined && session === undefined && spoken === undefined) {
    if (cameWith) return { by: 'party', referral: true };
    throw fieldRule(`${at}/scan`, unproven.code, unproven.detail);
  }
  if (madeBy === 'representative' && !hasRepresentative) {
    throw fieldRule(`${at}/madeBy`, 'representative-missing', {
      zh: '该当事人没有登记代理人',
      en: 'Nobody stands for this party',
    });
  }
  return { by: madeBy ?? 'party', scan, session, spoken };
}

/** Refuses a day on which the party cannot have said it: before the case came in, before it joined, or still to come. */
export function ensureSpokenInCase(
  { parties, receivedOn }: Pick<DisputeCase, 'parties' | 'receivedOn'>,
  { on }: Spoken,
  { party, now, at }: { party: string; now: Date; at: string },
): void {
  const pointer = `${at}/spoken/on`;
  checkNotBefore(on, receivedOn, pointer);
  checkNotFuture(on, localDateOf(now), pointer);
  ensureJoined(parties, party, { on, pointer });
}

/** Refuses what takes 特别授权 on the word of a representative whose mandate does not go so far (民事诉讼法 art. 62). */
export function ensureSpecialWord(
  { mandate }: Pick<Party, 'mandate'>,
  { madeBy }: SaidOfWord,
  at = '',
): void {
  if (madeBy !== 'representative' || mandate?.powers !== 'general') return;
  throw fieldRule(`${at}/madeBy`, SPECIAL_POWERS.code, SPECIAL_POWERS.title);
}

/** Refuses a session in which the party cannot have said it. */
export function ensureSaidIn(heard: Heard | undefined, party: string, at: string): void {
  const isThere = heard?.attendance.some((each) => each.party === party && each.present) === true;
  if (heard?.status === 'held' && isThere) return;
  throw fieldRule(`${at}/session`, 'session-unfit', {
    zh: '不是本案已召开且该当事人到场的会议',
    en: 'No session of this case that was held with the party present',
  });
}
