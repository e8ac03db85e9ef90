import type { Caller } from '@qinwu/domain/caller';
import type { Deps } from '../deps.ts';
import type { Move } from '../rules/action-bodies.ts';
import { SPOKEN_UNPROVEN, sharedOwner } from '../rules/disclosing.ts';
import { type ToldWord, wordsIn } from '../rules/move-words.ts';
import { ensureSpecialWord } from '../rules/recorded-word.ts';
import { saveCaseWithAgreementOnWord } from '../store/agreement-commits.ts';
import { saveCaseWithWord } from '../store/recorded-words.ts';
import type { CaseChange } from './commit-case.ts';
import type { OpenedCase } from './open-case.ts';
import { type ShownWord, shownWord, valuesOfWords, wordLine } from './shown-word.ts';

type Written = Pick<CaseChange, 'statement' | 'values'>;

/** What the words of parties do to an action on their case. */
export interface MoveWords {
  /** For the ledger. */
  change: Record<string, unknown>;
  /** The action as it is written with them. */
  written(write: Written): Written;
}

/** Whose the paper of a word is: who signed it alone, or all in whose words it stands. */
function ownerOf({ row }: OpenedCase, words: readonly ToldWord[], { party, said }: ToldWord): string {
  const signers = words.filter((each) => each.party === party || each.said.scan === said.scan);
  return sharedOwner(
    row.id,
    row.parties.filter(({ id }) => signers.some((each) => each.party === id)),
  );
}

function lineOf(words: readonly ShownWord[]): Record<string, unknown> {
  const lines = words.map((word) => ({ party: word.party, ...wordLine(word) }));
  const [only] = lines;
  return lines.length === 1 && only !== undefined ? only : { said: lines };
}

/** The words by which the staff takes an action that is the parties' own; refuses what shows nothing. */
export async function moveWords(
  deps: Deps,
  caller: Caller,
  found: OpenedCase,
  move: Move,
): Promise<MoveWords> {
  const taken = wordsIn(move, found.standing);
  if (taken === null) return { change: {}, written: (write) => write };
  const { act, told } = taken;
  const words: ShownWord[] = [];
  for (const word of told) {
    const speaker = found.row.parties.find(({ id }) => id === word.party);
    if (act === 'withdraw') ensureSpecialWord(speaker ?? {}, word.said, word.at);
    const cameWith = act === 'consent' && word.party === found.content?.agreedByReferral;
    const owner = ownerOf(found, told, word);
    const asked = { ...word, owner, cameWith, unproven: SPOKEN_UNPROVEN };
    words.push(await shownWord(deps, caller, found, asked));
  }
  const of = { act, now: caller.now };
  return {
    change: lineOf(words),
    written: ({ statement, values }) => ({
      statement: statement === undefined ? saveCaseWithWord : saveCaseWithAgreementOnWord,
      values: { ...values, ...valuesOfWords(deps, found, words, of) },
    }),
  };
}
