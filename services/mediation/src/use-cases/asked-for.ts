import type { Caller } from '@qinwu/domain/caller';
import type { Deps } from '../deps.ts';
import { WORD_UNPROVEN, wordOwner } from '../rules/disclosing.ts';
import type { SaidOfWord } from '../rules/recorded-word.ts';
import type { OpenedCase } from './open-case.ts';
import { type ShownWord, shownWord } from './shown-word.ts';

/** The word by which a side lets the staff disclose what it said in confidence, take back what it brought, or answer an offer. */
export async function askedFor(
  deps: Deps,
  caller: Caller,
  found: OpenedCase,
  { party, said }: { party: string; said: SaidOfWord },
): Promise<ShownWord> {
  const owner = wordOwner(found.row.id, party);
  return shownWord(deps, caller, found, { party, said, owner, unproven: WORD_UNPROVEN });
}
