/**
 * The lifecycle of a case as the law tells it, written down once more by hand: the service must agree with this, not the
 * other way round. Labour cases follow 调解仲裁法 art. 10-16, the others 人民调解法 art. 17-33.
 */
import type { Role } from '@qinwu/domain/actor';
import type { RoutedAction } from '../src/rules/action-bodies.ts';
import type { Action } from '../src/rules/lifecycle.ts';
import type { State } from '../src/vocabulary.ts';

/** The day on which every case comes in, and one after the end of its thirty days, 19 September. */
export const RECEIVED = '2025-08-20';
export const TERM_OVER = '2025-09-22';

/** Until the agreement is in effect a party goes when it likes, and the term runs (调解仲裁法 art. 14; 人民调解法 art. 23, 26). */
const LEAVING = { refuse: 'REFUSED', withdraw: 'WITHDRAWN', 'time-out': 'TIMED_OUT' } as const;

/** Where each action leads from each state; whatever is not here is refused there. */
export const COURSE: Record<State, Partial<Record<Action, State>>> = {
  // Applied for; the other side is asked whether it will be mediated (人民调解法 art. 17).
  REGISTERED: {
    invite: 'INVITING',
    consent: 'REGISTERED',
    accept: 'ACCEPTED',
    'not-accept': 'NOT_ACCEPTED',
    ...LEAVING,
  },
  INVITING: { consent: 'INVITING', accept: 'ACCEPTED', 'not-accept': 'NOT_ACCEPTED', ...LEAVING },
  // Whoever comes in later is asked as well.
  ACCEPTED: { consent: 'ACCEPTED', start: 'MEDIATING', extend: 'ACCEPTED', ...LEAVING },
  MEDIATING: {
    consent: 'MEDIATING',
    extend: 'MEDIATING',
    agree: 'AGREED',
    // Binds as it is spoken, and no paper has to follow (人民调解法 art. 28).
    'agree-orally': 'EFFECTIVE',
    fail: 'FAILED',
    ...LEAVING,
  },
  // Without signatures and seal there is no agreement in law yet (调解仲裁法 art. 14).
  AGREED: { renegotiate: 'MEDIATING', 'take-effect': 'EFFECTIVE', fail: 'FAILED', ...LEAVING },
  // Who is bound by an agreement does not leave it (人民调解法 art. 31).
  EFFECTIVE: { perform: 'PERFORMED', breach: 'BREACHED' },
  // What is never made good has to be put away some day as well.
  BREACHED: { perform: 'PERFORMED', cure: 'EFFECTIVE', archive: 'ARCHIVED' },
  PERFORMED: { reopen: 'EFFECTIVE', archive: 'ARCHIVED' },
  NOT_ACCEPTED: { archive: 'ARCHIVED' },
  FAILED: { archive: 'ARCHIVED' },
  REFUSED: { archive: 'ARCHIVED' },
  // What was signed or spoken before the end binds, whenever it is recorded.
  WITHDRAWN: { 'take-effect': 'EFFECTIVE', archive: 'ARCHIVED' },
  TIMED_OUT: { 'take-effect': 'EFFECTIVE', 'agree-orally': 'EFFECTIVE', archive: 'ARCHIVED' },
  ARCHIVED: {},
};

export const STATES = Object.keys(COURSE) as State[];

const OFFICE = ['dispatcher', 'supervisor', 'officer'] as const;
const STAFF = [...OFFICE, 'mediator'] as const;
/** Parties speak for themselves, whatever they are in the park; the staff records what a party said. */
const CONCERNED = [...STAFF, 'party', 'citizen', 'enterprise'] as const;

/** Who may ask for what at all. */
const MAY: Record<RoutedAction, readonly Role[]> = {
  invite: STAFF,
  consent: CONCERNED,
  accept: STAFF,
  'not-accept': STAFF,
  start: STAFF,
  extend: STAFF,
  agree: STAFF,
  'agree-orally': STAFF,
  renegotiate: STAFF,
  perform: STAFF,
  breach: STAFF,
  fail: STAFF,
  refuse: CONCERNED,
  withdraw: CONCERNED,
  // A mediator does not end a case for being late with it, and the archive is the office's.
  'time-out': OFFICE,
  archive: OFFICE,
};

export const ACTIONS = Object.keys(MAY) as RoutedAction[];

/** Those who stand in a case, and those who do not: to these there is no such case. */
export const PEOPLE = {
  window: { roles: 'dispatcher', sub: 'window-1' },
  supervisor: { roles: 'supervisor', sub: 'supervisor-1' },
  /** Took the case in. */
  officer: { roles: 'officer', sub: 'officer-1' },
  mediator: { roles: 'mediator', sub: 'mediator-1' },
  worker: { roles: 'party', sub: 'worker-1' },
  firm: { roles: 'enterprise', sub: 'firm-1', org: '91350582MA0000015J' },
  otherOfficer: { roles: 'officer', sub: 'officer-2' },
  otherMediator: { roles: 'mediator', sub: 'mediator-2' },
  stranger: { roles: 'party', sub: 'stranger-1' },
  otherFirm: { roles: 'enterprise', sub: 'firm-2', org: '91350582MA0000023E' },
  neighbour: { roles: 'citizen', sub: 'citizen-1' },
  court: { roles: 'client', sub: 'court-1' },
  administrator: { roles: 'admin', sub: 'admin-1' },
} as const satisfies Record<string, { roles: Role; sub: string; org?: string }>;
export type Person = keyof typeof PEOPLE;
export const EVERYBODY = Object.keys(PEOPLE) as Person[];
const INSIDERS: readonly Person[] = ['window', 'supervisor', 'officer', 'mediator', 'worker', 'firm'];

/** What a person hears who asks for an action in a state: the state it leads to, or the code of the refusal. */
export function answerTo(person: Person, action: RoutedAction, state: State): string {
  if (!MAY[action].includes(PEOPLE[person].roles)) return '403 role-insufficient';
  if (!INSIDERS.includes(person)) return '404 case-missing';
  const to = COURSE[state][action];
  if (to === undefined) return '409 transition-not-allowed';
  // Who applies has agreed by it, and nobody takes back what another applied for.
  if (person === 'worker' && action === 'consent') return '409 consent-given';
  // It was accepted since all had agreed.
  if (action === 'consent' && (state === 'ACCEPTED' || state === 'MEDIATING')) return '409 consent-given';
  if (person === 'firm' && action === 'withdraw') return '403 not-the-applicant';
  return `200 ${to}`;
}
