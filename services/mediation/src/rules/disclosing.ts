/** What a party says for itself, or the staff on its word: how that is refused where nothing shows it, and whose its paper is. */
import type { Party } from './case.ts';
import type { Unproven } from './recorded-word.ts';

/** Where the staff discloses, takes back or accepts something and nothing shows that its side asked for it. */
export const WORD_UNPROVEN: Unproven = {
  code: 'word-unproven',
  detail: {
    zh: '代当事人出示、撤回证据，公开、接受方案的，须附其签名的书面意思表示扫描件（scan），或写明其到场的会议（session）',
    en: 'Bring the paper in which the party said so (scan), or name the session it attended (session)',
  },
};

/** The same of what the law asks no writing for, which is as often said at the counter or by telephone. */
export const SPOKEN_UNPROVEN: Unproven = {
  code: 'word-unproven',
  detail: {
    zh: '代当事人记录的，须写明其如何作出该意思表示：签名的扫描件（scan）、其到场的会议（session），或口头表示的方式与日期（spoken）',
    en: 'Say how the party said so: the paper it signed (scan), the session it attended (session), or how and when it was spoken (spoken)',
  },
};

/** Papers of such words are files of one party: nothing of the other side is disclosed on them. */
export const wordOwner = (caseId: string, party: string): string => `word/${caseId}/${party}`;

/** Whose a paper is that several signed: their side's, or that of the whole table. */
export function sharedOwner(caseId: string, signers: readonly Pick<Party, 'id' | 'side'>[]): string {
  const [first] = signers;
  if (first === undefined || signers.some(({ side }) => side !== first.side)) {
    return wordOwner(caseId, 'table');
  }
  return wordOwner(caseId, signers.every(({ id }) => id === first.id) ? first.id : first.side);
}
