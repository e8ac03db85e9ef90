import type { Caller } from '@qinwu/domain/caller';
import type { Deps } from '../deps.ts';
import { SPOKEN_UNPROVEN, WORD_UNPROVEN, wordOwner } from '../rules/disclosing.ts';
import type { SaidOfWord, Unproven } from '../rules/recorded-word.ts';
import type { OpenedCase } from './open-case.ts';
import { type ShownWord, shownWord } from './shown-word.ts';

type Asking = (
  deps: Deps,
  caller: Caller,
  found: OpenedCase,
  asked: { party: string; said: SaidOfWord },
) => Promise<ShownWord>;

function asking(unproven: Unproven): Asking {
  return (deps, caller, found, asked) => {
    const owner = wordOwner(found.row.id, asked.party);
    return shownWord(deps, caller, found, { ...asked, owner, unproven });
  };
}

/** The word by which a side lets the staff disclose what it said in confidence, take back evidence, or accept an offer. */
export const askedFor = asking(WORD_UNPROVEN);

/** The word of a party on what needs no writing, which it may have spoken. */
export const saidBy = asking(SPOKEN_UNPROVEN);
