import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import {
  checkNewOffer,
  ensureAnswers,
  ensureConfidential,
  ensureMaker,
  ensureMakerThere,
  ensureMediating,
  ensureOpenOffer,
  offerMissing,
  seesOffer,
  superseded,
} from '../rules/offer.ts';
import { ensureSpecialWord, type SaidOfWord } from '../rules/recorded-word.ts';
import { ensureAtTable, ensureSpecialPowers, speakerOf } from '../rules/speaker.ts';
import {
  listOffers,
  type OfferRow,
  offerValues,
  saveCaseWithOffers,
  saveCaseWithOffersOnWord,
} from '../store/offers.ts';
import { askedFor, saidBy } from './asked-for.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { openPart, sealPart } from './seal-part.ts';
import { type ShownWord, valuesOfWords, wordLine } from './shown-word.ts';

/** What is sealed of an offer. */
export interface OfferContent {
  /** Yuan, decimal. */
  amount: string;
  terms: string;
}

export interface OpenedOffer extends OfferRow {
  said: OfferContent | null;
}

/** An offer to make. */
export interface NewOffer extends OfferContent {
  party: string | undefined;
  confidential: boolean;
  expiresAt: Date | null;
  inReplyTo: string | null;
  /** How the party made it, where the staff records it. */
  word: SaidOfWord;
}

const at = (id: string) => ({ column: 'offer', id });

function opened(deps: Deps, found: OpenedCase, row: OfferRow): OpenedOffer {
  return { ...row, said: openPart<OfferContent>(deps, found, at(row.id), row.content) };
}

/** The offers of a case that the caller may know of, in order of time. */
export async function readOffers(deps: Deps, found: OpenedCase): Promise<OpenedOffer[]> {
  ensureAtTable(found.standing);
  const rows = await listOffers(deps.db, found.row.parkId, found.row.id);
  return rows.filter((row) => seesOffer(row, found.standing)).map((row) => opened(deps, found, row));
}

/** One offer that the caller may know of; refuses `offer-missing`. */
export async function readOffer(deps: Deps, found: OpenedCase, id: string): Promise<OpenedOffer> {
  const offer = (await readOffers(deps, found)).find((each) => each.id === id);
  if (offer === undefined) throw offerMissing();
  return offer;
}

type OfferAct = 'offer-made' | `offer-${OfferAction}`;

/** What the ledger says of offers: never their words, which stand sealed beside it. */
function changeOf(action: OfferAct, offer: OfferRow, others: readonly OfferRow[]): CaseChange {
  const { id, side, partyId, confidential, status, answeredBy } = offer;
  return {
    action,
    change: {
      offer: id,
      side,
      party: partyId,
      status,
      ...(confidential ? { confidential } : {}),
      ...(answeredBy === null ? {} : { answeredBy }),
      ...(others.length === 0 ? {} : { closed: others.map((other) => other.id) }),
    },
    statement: saveCaseWithOffers,
    values: { offers: offerValues([offer, ...others]) },
  };
}

/** The same with the word that the staff records. */
function onWord(change: CaseChange, word: ShownWord, values: () => Record<string, unknown>): CaseChange {
  if (word.made === undefined) return change;
  return {
    ...change,
    change: { ...change.change, ...wordLine(word) },
    statement: saveCaseWithOffersOnWord,
    values: { ...change.values, ...values() },
  };
}

/** Makes an offer; the one of the same side that was open on the same table makes way for it. */
export async function makeOffer<A>(
  deps: Deps,
  caller: Caller,
  { id, offer, ifMatch }: { id: string; offer: NewOffer; ifMatch: number | null },
  present: (made: OpenedOffer) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    const { row, standing } = found;
    ensureVersion(row, ifMatch);
    const party = speakerOf(row.parties, standing, offer.party);
    ensureMediating(row);
    const { confidential, expiresAt, inReplyTo, amount, terms } = offer;
    const { side } = party;
    const offers = await listOffers(deps.db, row.parkId, row.id);
    checkNewOffer({ side, confidential, expiresAt, inReplyTo }, { offers, standing, now });
    const word = await saidBy(deps, caller, found, { party: party.id, said: offer.word });
    const offerId = newId();
    const said = { amount, terms };
    const made: OfferRow = {
      id: offerId,
      parkId: row.parkId,
      caseId: row.id,
      side,
      partyId: party.id,
      confidential,
      content: sealPart(deps, found, at(offerId), said),
      status: 'open',
      expiresAt,
      inReplyTo,
      madeBy: actor.id,
      at: now,
      releasedAt: null,
      closedAt: null,
      answeredBy: null,
    };
    const act = 'offer-made';
    const change = onWord(changeOf(act, made, superseded(offers, made, now)), word, () =>
      valuesOfWords(deps, found, [word], { act, now }),
    );
    return commitCase(deps, caller, found, { ...change, words: said }, present({ ...made, said }));
  });
}

/** What is done with an offer; only an answer names a party. */
export interface OfferMove {
  action: 'accept' | 'reject' | 'withdraw' | 'release';
  party: string | undefined;
  note: string | null;
  /** Whose word it is, and how it was given. */
  said: SaidOfWord;
}

export type OfferAction = OfferMove['action'];

const STATUS_AFTER = { accept: 'accepted', reject: 'rejected', withdraw: 'withdrawn' } as const;

function moved(
  found: OpenedCase,
  { offer, offers, move }: { offer: OfferRow; offers: readonly OfferRow[]; move: OfferMove },
  { actor, now }: Caller,
): { offer: OfferRow; others: OfferRow[] } {
  const { row, standing } = found;
  if (move.action === 'release') {
    ensureMaker(offer, standing, actor.id);
    ensureMediating(row);
    ensureOpenOffer(offer, now);
    ensureConfidential(offer);
    const released = { ...offer, confidential: false, releasedAt: now };
    return { offer: released, others: superseded(offers, released, now) };
  }
  if (move.action === 'withdraw') {
    ensureMaker(offer, standing, actor.id);
    ensureMediating(row);
    ensureOpenOffer(offer, now);
    return { offer: { ...offer, status: STATUS_AFTER.withdraw, closedAt: now }, others: [] };
  }
  const speaker = speakerOf(row.parties, standing, move.party);
  ensureAnswers(offer, speaker);
  if (move.action === 'accept') {
    ensureSpecialPowers(standing, speaker.id);
    ensureSpecialWord(speaker, move.said);
    ensureMakerThere(offer, row.parties);
  }
  ensureMediating(row);
  ensureOpenOffer(offer, now);
  const answered = { ...offer, status: STATUS_AFTER[move.action], closedAt: now, answeredBy: speaker.id };
  const onTable = offers.filter(({ id, confidential }) => id !== offer.id && !confidential);
  const isDone = move.action === 'accept';
  const others = isDone ? onTable.flatMap((each) => superseded([each], each, now)) : [];
  return { offer: answered, others };
}

/** Accepts, rejects, withdraws or releases an offer; of two who move it at once one is refused. */
export async function moveOffer<A>(
  deps: Deps,
  caller: Caller,
  { id, offerId, move, ifMatch }: { id: string; offerId: string; move: OfferMove; ifMatch: number | null },
  present: (moved: OpenedOffer) => Present<A>,
): Promise<A> {
  return retryStale(async () => {
    const found = await openCase(deps, caller.actor, id);
    ensureAtTable(found.standing);
    const offers = await listOffers(deps.db, found.row.parkId, found.row.id);
    const offer = offers.find((each) => each.id === offerId);
    if (offer === undefined || !seesOffer(offer, found.standing)) throw offerMissing();
    ensureVersion(found.row, ifMatch);
    const done = moved(found, { offer, offers, move }, caller);
    const act = `offer-${move.action}` as const;
    // The word of who answers, else of who made it.
    const asked = { party: done.offer.answeredBy ?? offer.partyId, said: move.said };
    // What settles the dispute, or gives a confidence away for good, is not taken by telephone.
    const isSpoken = move.action === 'reject' || move.action === 'withdraw';
    const word = await (isSpoken ? saidBy : askedFor)(deps, caller, found, asked);
    const shown = onWord(changeOf(act, done.offer, done.others), word, () =>
      valuesOfWords(deps, found, [word], { act, now: caller.now }),
    );
    const words = move.note === null ? {} : { note: move.note };
    return commitCase(deps, caller, found, { ...shown, words }, present(opened(deps, found, done.offer)));
  });
}
