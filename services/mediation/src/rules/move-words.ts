/** Whose words an action takes where the staff records it, and where its body says how each was given. */
import { fieldRule } from '@qinwu/domain/errors';
import type { Move } from './action-bodies.ts';
import { SPOKEN_UNPROVEN } from './disclosing.ts';
import { ensureOwnWord, type SaidOfWord, saidOf } from './recorded-word.ts';
import type { Standing } from './standing.ts';
import type { WordAct } from './word-notice.ts';

/** A word as the body of an action tells of it. */
export interface ToldWord {
  party: string;
  said: SaidOfWord;
  /** Where it stands in the body. */
  at: string;
}

type ListedWord = SaidOfWord & { party: string };

/** The words of several parties: each says so itself, and nobody for another one. */
function wordsOf(parties: readonly string[], words: readonly ListedWord[]): ToldWord[] {
  const amiss = words.findIndex(
    ({ party }, n) => !parties.includes(party) || words.findIndex((word) => word.party === party) !== n,
  );
  if (amiss !== -1) {
    throw fieldRule(`/words/${amiss}/party`, 'word-not-asked', {
      zh: '该当事人不在表示同意之列，或已写过一次',
      en: 'This party is not among those who agree, or stands here twice',
    });
  }
  return [...new Set(parties)].map((party) => {
    const n = words.findIndex((word) => word.party === party);
    const word = words[n];
    if (word !== undefined) return { party, said: saidOf(word), at: `/words/${n}` };
    throw fieldRule('/words', SPOKEN_UNPROVEN.code, SPOKEN_UNPROVEN.detail);
  });
}

/** What a party does, whose word the staff records. */
type PartyAct = Extract<Move['action'], WordAct>;

/** The words that an action takes; null where a party acts itself, and where it is no act of a party. */
export function wordsIn(
  { action, body }: Move,
  standing: Standing,
): { act: PartyAct; told: ToldWord[] } | null {
  switch (action) {
    case 'consent':
    case 'refuse':
    case 'withdraw': {
      const { party = '' } = body;
      const { agreedBy = [], words } = action === 'withdraw' ? body : {};
      if (standing.as === 'party') {
        ensureOwnWord({ ...saidOf(body), words });
        return null;
      }
      const others = agreedBy.filter((each) => each !== party);
      const own = { party, said: saidOf(body), at: '' };
      return { act: action, told: [own, ...wordsOf(others, words ?? [])] };
    }
    case 'extend':
      return { act: action, told: wordsOf(body.agreedBy, body.words ?? []) };
    default:
      return null;
  }
}

/** The day on which the last of those who withdraw said so aloud; undefined where none did. */
export function lastSpokenOn(body: SaidOfWord & { words?: readonly ListedWord[] | undefined }) {
  const days = [body, ...(body.words ?? [])].flatMap(({ spoken }) => spoken?.on ?? []);
  return days.toSorted().at(-1);
}
