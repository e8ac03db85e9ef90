/** What a side said or showed is disclosed and taken back, and the other's offer answered, by the side itself, or by the staff on its word. */
import type { Unproven } from './recorded-word.ts';

/** Where the staff discloses or takes back something and nothing shows that its side asked for it. */
export const WORD_UNPROVEN: Unproven = {
  code: 'word-unproven',
  detail: {
    zh: '代当事人出示、撤回证据，公开、撤回、接受、拒绝方案的，须附其签名的书面意思表示扫描件（scan），或写明其到场的会议（session）',
    en: 'Bring the paper in which the party said so (scan), or name the session it attended (session)',
  },
};

/** Papers of such words are files of one party: nothing of the other side is disclosed on them. */
export const wordOwner = (caseId: string, party: string): string => `word/${caseId}/${party}`;
