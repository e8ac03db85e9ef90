/** What shows that a party confirmed a text where it did not do so from its own account. */
import { fieldRule } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Standing } from './standing.ts';

/** A session as it shows who heard the text. */
export interface Heard {
  status: string;
  attendance: readonly { party: string; present: boolean }[];
  endsAt: Date;
  /** When it was recorded as held, which may be days later. */
  closedAt: Date | null;
}

/** On the day the text was drawn up or later; on that day a session may last longer than it was planned to. */
function isSince({ endsAt, closedAt }: Heard, draftedAt: Date): boolean {
  return closedAt !== null && closedAt >= draftedAt && localDateOf(endsAt) >= localDateOf(draftedAt);
}

/** Refuses the word of the staff alone: a party that has no account has signed a paper, or was there. */
export function ensureProven(
  standing: Standing,
  { scan, session }: { scan: string | undefined; session: string | undefined },
): void {
  if (standing.as === 'party' || scan !== undefined || session !== undefined) return;
  throw fieldRule('/scan', 'confirmation-unproven', {
    zh: '代当事人记录确认的，须附其签名的文本扫描件（scan），或写明其到场的会议（session）',
    en: 'Bring the paper the party signed (scan), or name the session it attended (session)',
  });
}

/** Refuses a session in which the party did not hear this text. */
export function ensureHeard(heard: Heard | undefined, party: string, draftedAt: Date): void {
  const isThere = heard?.attendance.some((each) => each.party === party && each.present) === true;
  if (heard?.status === 'held' && isThere && isSince(heard, draftedAt)) return;
  throw fieldRule('/session', 'session-unfit', {
    zh: '不是本案起草该文本之后已召开且该当事人到场的会议',
    en: 'No session of this case that was held since the text was drawn up, with the party present',
  });
}
