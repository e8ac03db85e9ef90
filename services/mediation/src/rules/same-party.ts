/** Whether a party stands in a case twice, or against itself. */
import type { Party } from './case.ts';
import type { PartyContent } from './case-content.ts';
import type { Fault } from './gather-faults.ts';

/** What a party is known by: its code, its document, its name and telephone; its name alone where no document tells more. */
function marksOf({ kind, uscc }: Party, { name, idNumber, phone }: PartyContent): string[] {
  if (uscc !== null) return [`u:${uscc}`];
  const called = `${kind}:${name.trim()}`;
  return [
    idNumber === null ? `n:${called}` : `i:${idNumber}`,
    // One of the two may have shown no document.
    ...(phone === null ? [] : [`p:${called}:${phone}`]),
  ];
}

/** Compares the numbers as they were read, however they were written. */
export function checkTwice(
  parties: readonly Party[],
  contents: Readonly<Record<string, PartyContent>>,
  fault: Fault,
): void {
  const seen = new Set<string>();
  for (const [n, party] of parties.entries()) {
    const content = contents[party.id];
    const marks = content === undefined ? [] : marksOf(party, content);
    if (marks.some((mark) => seen.has(mark))) {
      fault(`/parties/${n}`, 'party-twice', {
        zh: '同一当事人不能出现两次，也不能与自己发生纠纷',
        en: 'A party stands in a case once, and not against itself',
      });
    }
    for (const mark of marks) seen.add(mark);
  }
}
