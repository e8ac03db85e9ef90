/**
 * A labour dispute goes to arbitration first (调解仲裁法 art. 5). When it may go to court all the same: by what is on
 * record here, or by a ground that is named. What a court did take up can always be recorded, with the reason.
 */
import { fieldRule } from '@qinwu/domain/errors';
import type { Category, Channel, CourtGround, State, TrackKind, TrackState } from '../vocabulary.ts';
import type { RunningClock } from './case-clock.ts';
import { unchecked } from './unchecked.ts';

/** About pay 劳动报酬 and nothing else. */
export const WAGES: readonly Category[] = ['wage-arrears', 'overtime'];

/** The provision a ground rests on; null where the reason itself is written. */
export const GROUND_ARTICLES: Record<CourtGround, string | null> = {
  'arbitration-refused': '调解仲裁法第二十九条',
  'arbitration-overdue': '调解仲裁法第四十三条',
  'after-award': '调解仲裁法第四十八条、第五十条',
  'wage-note': unchecked('法释〔2020〕26号第十五条'),
  'wage-agreement': '法释〔2020〕26号第五十一条',
  'payment-order-ended': unchecked('法释〔2020〕26号第十三条'),
  other: null,
};

/** Those of pay alone. */
const OF_WAGES: readonly CourtGround[] = ['wage-note', 'wage-agreement'];

interface Track {
  id: string;
  kind: TrackKind;
  state: TrackState;
  outcome: string | null;
}

export interface LabourCourt {
  found: { state: State; labour: boolean; category: Category; channel: Channel };
  clocks: readonly RunningClock[];
  tracks: readonly Track[];
  ground: CourtGround | null;
  note: string | null;
  now: Date;
}

/**
 * True of an arbitration that refused, decided or let its time pass, and of a payment order that came to nothing. What was
 * settled before the arbitrators binds as an award that nobody may appeal (调解仲裁法 art. 42, 51).
 */
function opensCourt({ id, kind, state, outcome }: Track, { clocks, now }: LabourCourt): boolean {
  if (kind === 'payment-order') return state === 'DECIDED' && outcome !== 'issued';
  if (kind !== 'arbitration') return false;
  const isOverdue = clocks.some(({ ref, stoppedAt, dueAt }) => {
    return ref === id && stoppedAt === null && dueAt <= now;
  });
  return state === 'NOT_ACCEPTED' || (state === 'DECIDED' && outcome !== 'settled') || isOverdue;
}

/** What a court sent is past arbitration; an agreement about pay alone that is broken needs none. */
function isOpen(asked: LabourCourt): boolean {
  const { state, category, channel } = asked.found;
  if (channel === 'court') return true;
  if (state === 'BREACHED' && WAGES.includes(category)) return true;
  return asked.tracks.some((track) => opensCourt(track, asked));
}

/** Refuses a labour dispute that goes to court past arbitration with no ground, or on one that cannot be meant. */
export function ensureCourtOpen(asked: LabourCourt): void {
  const { found, ground, note } = asked;
  if (ground === null) {
    if (!found.labour || isOpen(asked)) return;
    throw fieldRule('/ground', 'arbitration-first', {
      zh: '劳动争议应先申请仲裁（调解仲裁法第五条）；依法可以直接起诉或法院已经受理的，须写明依据（ground）',
      en: 'A labour dispute goes to arbitration first; name the ground on which it went to court (ground)',
    });
  }
  if (!found.labour) throw groundNotAsked();
  if (OF_WAGES.includes(ground) && !WAGES.includes(found.category)) {
    throw fieldRule('/ground', 'ground-of-wages-only', {
      zh: `仅限劳动报酬争议（${GROUND_ARTICLES[ground]}）`,
      en: 'This ground is for disputes about pay alone',
    });
  }
  if (ground === 'wage-agreement' && found.state !== 'BREACHED') {
    throw fieldRule('/ground', 'ground-needs-breach', {
      zh: `须有未履行的调解协议（${GROUND_ARTICLES[ground]}）`,
      en: 'This ground needs an agreement that was not performed',
    });
  }
  if (ground !== 'other' || note !== null) return;
  throw fieldRule('/note', 'reason-missing', {
    zh: '以其他依据起诉的，须写明理由',
    en: 'Another ground is written out in the note',
  });
}

/** The refusal of a ground where nobody asks for one. */
export function groundNotAsked(): Error {
  return fieldRule('/ground', 'ground-not-asked', {
    zh: '仅劳动争议的诉讼填写',
    en: 'Only for a labour dispute that goes to court',
  });
}
