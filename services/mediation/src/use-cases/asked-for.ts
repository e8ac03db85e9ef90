import type { Caller } from '@qinwu/domain/caller';
import type { Deps } from '../deps.ts';
import { SPOKEN_UNPROVEN, WORD_UNPROVEN, wordOwner } from '../rules/disclosing.ts';
import type { SaidOfWord } from '../rules/recorded-word.ts';
import type { OpenedCase } from './open-case.ts';
import { type ShownWord, shownWord } from './shown-word.ts';

interface Asked {
  party: string;
  said: SaidOfWord;
}

/** The word by which a side lets the staff disclose what it said in confidence, take back evidence, or accept an offer. */
export async function askedFor(
  deps: Deps,
  caller: Caller,
  found: OpenedCase,
  asked: Asked,
): Promise<ShownWord> {
  const owner = wordOwner(found.row.id, asked.party);
  return shownWord(deps, caller, found, { ...asked, owner, unproven: WORD_UNPROVEN });
}

/** The word of a party on what needs no writing, which it may have spoken. */
export async function saidBy(
  deps: Deps,
  caller: Caller,
  found: OpenedCase,
  asked: Asked,
): Promise<ShownWord> {
  const owner = wordOwner(found.row.id, asked.party);
  return shownWord(deps, caller, found, { ...asked, owner, unproven: SPOKEN_UNPROVEN });
}
