/** Offers and counter-offers 方案与还价: who sees them, who may answer them, what is still open. */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { OfferStatus, Side, State } from '../vocabulary.ts';
import type { Party } from './case.ts';
import { isAtTable, type Standing } from './standing.ts';

/** An offer without its words. */
export interface Offer {
  id: string;
  side: Side;
  partyId: string;
  confidential: boolean;
  status: OfferStatus;
  expiresAt: Date | null;
  madeBy: string;
  closedAt: Date | null;
}

/** Offers of a side beyond this number would be noise; closed ones count too. */
const MOST_OF_SIDE = 200;

/** The status as it is by now: an offer that was left to expire is not open. */
export function statusAt({ status, expiresAt }: Offer, now: Date): OfferStatus {
  return status === 'open' && expiresAt !== null && expiresAt <= now ? 'expired' : status;
}

/** What was told to the mediators alone is seen by them and by the side that told it. */
export function seesOffer({ side, confidential }: Offer, standing: Standing): boolean {
  if (standing.as === 'mediator') return true;
  if (standing.as === 'party' && standing.side === side) return true;
  return !confidential && isAtTable(standing);
}

/** There is no such offer, or none the caller knows of. */
export function offerMissing(): Error {
  return refuse('missing', 'offer-missing', { zh: '没有该方案', en: 'There is no such offer' });
}

/** Offers are made and answered while the sides are mediating. */
export function ensureMediating({ state }: { state: State }): void {
  if (state === 'MEDIATING') return;
  throw refuse('conflict', 'case-not-mediating', {
    zh: '案件不在调解中',
    en: 'The case is not being mediated',
  });
}

/** The open amounts before all, fen, and what lies between them: zero or less where the sides have met. */
export function gapOf(applicant: bigint | null, respondent: bigint | null): bigint | null {
  return applicant === null || respondent === null ? null : applicant - respondent;
}

/** Refuses a new offer that could not be answered, or that the caller may not make. */
export function checkNewOffer(
  made: { side: Side; confidential: boolean; expiresAt: Date | null; inReplyTo: string | null },
  { offers, standing, now }: { offers: readonly Offer[]; standing: Standing; now: Date },
): void {
  if (made.confidential && standing.as === 'window') {
    throw refuse('forbidden', 'confidence-is-for-mediators', {
      zh: '保密方案只向承办调解员说明',
      en: 'What is said in confidence is said to a mediator of the case',
    });
  }
  if (made.expiresAt !== null && made.expiresAt <= now) {
    throw fieldRule('/expiresAt', 'expiry-past', {
      zh: '有效期须晚于现在',
      en: 'It would have expired already',
    });
  }
  if (made.inReplyTo !== null) {
    const answered = offers.find(({ id }) => id === made.inReplyTo);
    if (answered === undefined || answered.confidential || answered.side === made.side) {
      throw fieldRule('/inReplyTo', 'offer-unknown', {
        zh: '对方没有该方案',
        en: 'The other side made no such offer',
      });
    }
  }
  if (offers.filter(({ side }) => side === made.side).length >= MOST_OF_SIDE) {
    throw refuse('conflict', 'offers-too-many', {
      zh: '一方的方案已达上限',
      en: 'A side cannot make more offers',
    });
  }
}

/**
 * The open offers of a side that a new one on the same table, before all or in confidence, takes the place of. What
 * is said in confidence leaves the offer before all as it is: its end would tell the other side.
 */
export function superseded<O extends Offer>(
  offers: readonly O[],
  by: { side: Side; confidential: boolean },
  now: Date,
): O[] {
  return offers
    .filter(
      ({ side, confidential, status }) =>
        side === by.side && confidential === by.confidential && status === 'open',
    )
    .map((each) => ({
      ...each,
      status: statusAt(each, now) === 'expired' ? 'expired' : 'superseded',
      closedAt: now,
    }));
}

/** Refuses an offer that is no longer open. */
export function ensureOpenOffer(offer: Offer, now: Date): void {
  const status = statusAt(offer, now);
  if (status === 'open') return;
  throw status === 'expired'
    ? refuse('conflict', 'offer-expired', { zh: '方案已过有效期', en: 'The offer has expired' })
    : refuse(
        'conflict',
        'offer-not-open',
        { zh: '方案已不在待答复状态', en: 'The offer is no longer open' },
        { extra: { status } },
      );
}

/** Refuses to accept what nobody stands behind any more. */
export function ensureMakerThere({ partyId }: Offer, parties: readonly Party[]): void {
  if (parties.some(({ id }) => id === partyId)) return;
  throw refuse('conflict', 'offer-of-nobody', {
    zh: '提出该方案的当事人已不在本案',
    en: 'Who made the offer is in the case no more',
  });
}

/** Only another side answers an offer, and only one that it was told. */
export function ensureAnswers(offer: Offer, speaker: Party): void {
  if (offer.side === speaker.side) {
    throw refuse('forbidden', 'offer-own', {
      zh: '不能答复本方的方案',
      en: 'A side does not answer its own offer',
    });
  }
  if (!offer.confidential) return;
  throw refuse('conflict', 'offer-confidential', { zh: '方案尚未公开', en: 'The offer is not released yet' });
}

/** Refuses to release what was never told in confidence. */
export function ensureConfidential({ confidential }: Offer): void {
  if (confidential) return;
  throw refuse('conflict', 'offer-not-confidential', {
    zh: '方案已经公开',
    en: 'The offer is open to all already',
  });
}

/** The party that made an offer, the clerk who wrote it down for it, or a mediator on its word. */
export function ensureMaker(offer: Offer, standing: Standing, actor: string): void {
  if (standing.as === 'mediator') return;
  if (standing.as === 'party' && standing.parties.includes(offer.partyId)) return;
  if (standing.as === 'window' && offer.madeBy === actor) return;
  throw refuse('forbidden', 'offer-not-yours', { zh: '限提出该方案的一方', en: 'For who made the offer' });
}
