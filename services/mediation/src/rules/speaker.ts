/** For which party somebody acts at the table. */
import type { Actor } from '@qinwu/domain/actor';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { State } from '../vocabulary.ts';
import type { Party } from './case.ts';
import { isOpen } from './lifecycle.ts';
import { SPECIAL_POWERS } from './mandate.ts';
import { handlesCase, isAtTable, isLimited, runsCase, type Standing } from './standing.ts';

/** Refuses where the case has ended. */
export function ensureOpen({ state }: { state: State }): void {
  if (isOpen(state)) return;
  throw refuse('conflict', 'case-not-open', {
    zh: '案件已经结束或协议已经生效',
    en: 'The case has ended, or its agreement is in effect',
  });
}

/** Refuses those who neither run the case nor are a party of it. */
export function ensureAtTable(standing: Standing): void {
  if (isAtTable(standing)) return;
  throw refuse('forbidden', 'not-at-the-table', {
    zh: '限当事人与承办本案的人员',
    en: 'For the parties and for those who run the case',
  });
}

function notAMediator(): Error {
  return refuse('forbidden', 'not-a-mediator', {
    zh: '由窗口或承办调解员办理',
    en: 'The window or a mediator of the case does this',
  });
}

/** Refuses those who do not run the case. */
export function ensureRunsCase(standing: Standing): void {
  if (!runsCase(standing)) throw notAMediator();
}

/** Refuses those who neither run the case nor are the officer who took it in. */
export function ensureHandlesCase(standing: Standing, actor: Actor): void {
  if (!handlesCase(standing, actor)) throw notAMediator();
}

/** The party an act is for: the caller's own, or the one that the staff names. */
export function speakerOf(parties: readonly Party[], standing: Standing, named: string | undefined): Party {
  ensureAtTable(standing);
  return partyMeant(parties, standing, named);
}

/** The same of whoever was let in by another rule, as an officer who records what a party did at the window. */
export function partyMeant(parties: readonly Party[], standing: Standing, named: string | undefined): Party {
  const own = standing.as === 'party' ? parties.filter(({ id }) => standing.parties.includes(id)) : parties;
  const found =
    named === undefined ? (own.length === 1 ? own[0] : undefined) : own.find(({ id }) => id === named);
  if (found !== undefined) return found;
  if (named === undefined) {
    throw fieldRule('/party', 'party-missing', { zh: '须写明当事人', en: 'Say which party it is' });
  }
  throw standing.as === 'party'
    ? fieldRule('/party', 'party-not-yours', { zh: '只能代表本人', en: 'Speak for yourself alone' })
    : fieldRule('/party', 'party-unknown', { zh: '案件中没有该当事人', en: 'The case has no such party' });
}

/** Refuses what takes 特别授权 to one who stands for the party by a general mandate (民事诉讼法 art. 62). */
export function ensureSpecialPowers(standing: Standing, party: string): void {
  if (isLimited(standing, party)) throw refuse('forbidden', SPECIAL_POWERS.code, SPECIAL_POWERS.title);
}
