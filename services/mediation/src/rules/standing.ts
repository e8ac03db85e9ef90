/**
 * Where an actor stands in a case. Mediation is confidential (人民调解法 art. 15): who stands nowhere in a case is
 * told that there is none.
 */
import { type Actor, hasRole, hasScope } from '@qinwu/domain/actor';
import type { Channel, Side } from '../vocabulary.ts';
import { COURT_SCOPE } from '../who.ts';
import { memberOf, type Party } from './case.ts';

export type Standing =
  /** The window's own people: they see every case, but not what is for its mediators alone. */
  | { as: 'window' }
  /** A mediator of this very case: sees all of it. */
  | { as: 'mediator' }
  /** Speaks for one or more parties of one side. */
  | {
      as: 'party';
      side: Side;
      parties: readonly string[];
      /** Those of them for whom a general mandate is all there is: none admits, waives, settles or signs by it. */
      limited?: readonly string[];
    }
  /** Speaks for parties of more than one side, so for none: follows its course, and is told nothing in confidence. */
  | { as: 'both-sides' }
  /** Brought the case in (an officer, a court's system) and follows its course. */
  | { as: 'filer' };

interface Stood {
  parties: readonly Pick<Party, 'id' | 'side' | 'subject' | 'uscc' | 'mandate'>[];
  members: readonly string[];
  filedBy: string;
  /** Sealed 封存: for its mediators, its parties and supervisors alone. */
  sealed: boolean;
}

/** The standing of the actor, or null where it has none. A party is a party even where it also works for the window. */
export function standingOf(actor: Actor, found: Stood): Standing | null {
  const isOwn = ({ subject, uscc }: Stood['parties'][number]) =>
    subject === actor.id || (uscc !== null && uscc === actor.org && hasRole(actor, 'enterprise', 'party'));
  const isAcross = ({ side }: Stood['parties'][number]) =>
    found.parties.some((other) => isOwn(other) && other.side !== side);
  const own = found.parties.filter((party) => {
    if (isOwn(party)) return true;
    // By appointing somebody of the other side a party silences nobody.
    return party.mandate?.subject === actor.id && !(party.mandate.byParty === true && isAcross(party));
  });
  const [first] = own;
  if (own.some(({ side }) => side !== first?.side)) return { as: 'both-sides' };
  if (first !== undefined) {
    const limited = own.filter((party) => !isOwn(party) && party.mandate?.powers === 'general');
    return {
      as: 'party',
      side: first.side,
      parties: own.map(({ id }) => id),
      ...(limited.length === 0 ? {} : { limited: limited.map(({ id }) => id) }),
    };
  }
  if (hasRole(actor, 'mediator') && found.members.includes(memberOf.mediator(actor.id)))
    return { as: 'mediator' };
  if (hasRole(actor, 'supervisor')) return { as: 'window' };
  if (found.sealed) return null;
  if (hasRole(actor, 'dispatcher')) return { as: 'window' };
  return found.filedBy === actor.id ? { as: 'filer' } : null;
}

/** True of who stands for the party by a general mandate 一般授权 alone. */
export function isLimited(standing: Standing, party: string): boolean {
  return standing.as === 'party' && standing.limited?.includes(party) === true;
}

/** True for those who run the case and its parties: the others only follow its course. */
export function isAtTable(standing: Standing): boolean {
  return runsCase(standing) || standing.as === 'party';
}

/** True for those who run the case, and for the window's officer who took it in. */
export function handlesCase(standing: Standing, actor: Actor): boolean {
  return runsCase(standing) || (standing.as === 'filer' && hasRole(actor, 'officer'));
}

/** True for those who run the case rather than stand in it. */
export function runsCase(standing: Standing): boolean {
  return standing.as === 'window' || standing.as === 'mediator';
}

/**
 * The account of whoever recorded something: for those who handle the case, and one's own to oneself. Nobody else is told
 * an account of a person: neither that of the staff, nor that of somebody of the other side.
 */
export function recorderFor(account: string, actor: Actor, standing: Standing): string | null {
  return handlesCase(standing, actor) || account === actor.id ? account : null;
}

/**
 * True of the court's system that sent the case here 委派、委托: the agreement goes back to that court, and where there
 * is none, how it ended (法释〔2016〕14号 art. 19, 20, 26).
 */
export function isReferringCourt(
  actor: Actor,
  standing: Standing,
  { channel }: { channel: Channel },
): boolean {
  return (
    standing.as === 'filer' && channel === 'court' && hasRole(actor, 'client') && hasScope(actor, COURT_SCOPE)
  );
}

/** Whether somebody sees the paper of who stands for a party: that party, who runs the case, and the officer who took it in. */
export function seesMandate(actor: Actor, standing: Standing, party: string): boolean {
  return handlesCase(standing, actor) || (standing.as === 'party' && standing.parties.includes(party));
}
