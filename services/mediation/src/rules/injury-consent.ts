/** What the consents to data on an injury, and their withdrawals, make of what a case says of it. */
import type { ConsentScope } from '../vocabulary.ts';
import type { CaseContent } from './case-content.ts';

/** The last word of a party. */
export interface LastWord {
  partyId: string;
  scope: ConsentScope;
  given: boolean;
}

/** Who withdrew, and whether somebody else's consent still stands. */
export function injuryWords(
  parties: readonly { id: string }[],
  words: readonly LastWord[],
): { refusedBy: string[]; stands: boolean } {
  const own = words.filter(
    ({ scope, partyId }) => scope === 'injury' && parties.some(({ id }) => id === partyId),
  );
  return {
    refusedBy: own.filter(({ given }) => !given).map(({ partyId }) => partyId),
    stands: own.some(({ given }) => given),
  };
}

/** The content without what it said of the injury of these parties; of nobody's any more where no consent stands. */
export function withoutInjury(
  content: CaseContent,
  parties: readonly string[],
  stands: boolean,
): CaseContent {
  const { accidentOn, ...rest } = content;
  const kept = Object.entries(content.parties).map(([id, { injured, ...party }]) => {
    const isKept = injured === true && stands && !parties.includes(id);
    return [id, isKept ? { ...party, injured } : party] as const;
  });
  return {
    ...rest,
    parties: Object.fromEntries(kept),
    ...(stands && accidentOn !== undefined ? { accidentOn } : {}),
  };
}
