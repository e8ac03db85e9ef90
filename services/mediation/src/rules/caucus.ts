/** Private rooms 背对背: what one side says to the mediators, and they to it. */
import { refuse } from '@qinwu/domain/errors';
import type { Side } from '../vocabulary.ts';
import type { Party } from './case.ts';
import type { Standing } from './standing.ts';

/** True for the side whose room it is, and for the mediators of the case. */
export function entersRoom(side: Side, standing: Standing): boolean {
  return standing.as === 'mediator' || (standing.as === 'party' && standing.side === side);
}

/** Refuses those who may not enter: another side is told that there is no such room. */
export function ensureEnters(side: Side, standing: Standing, parties: readonly Party[]): void {
  const isThere = parties.some((party) => party.side === side);
  if (isThere && entersRoom(side, standing)) return;
  if (!isThere || standing.as === 'party') {
    throw refuse('missing', 'caucus-missing', { zh: '没有这个房间', en: 'There is no such room' });
  }
  throw refuse('forbidden', 'caucus-not-yours', {
    zh: '背对背沟通只限该方与承办调解员',
    en: 'The room is for its side and the mediators of the case',
  });
}
