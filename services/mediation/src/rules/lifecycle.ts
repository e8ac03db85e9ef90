/**
 * The lifecycle of a mediation case 调解案件 (调解仲裁法 art. 10-16, 人民调解法 art. 17-33). Guards, allowed actions,
 * schemas, diagram and tests all read this one table; side tracks (arbitration, court …) stand beside it.
 */
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import { STATES, type State } from '../vocabulary.ts';

const WINDOW = ['dispatcher', 'supervisor', 'officer'] as const;
const STAFF = [...WINDOW, 'mediator'] as const;
/** A party speaks for itself; the staff records what a party said at the table. */
const ANYONE_IN_IT = [...STAFF, 'party', 'citizen', 'enterprise'] as const;

/** Before the parties are at one. */
const PENDING = ['REGISTERED', 'INVITING', 'ACCEPTED', 'MEDIATING'] as const;

export const lifecycle = defineLifecycle({
  name: 'case',
  initial: 'REGISTERED',
  states: STATES,
  labels: {
    REGISTERED: { zh: '登记', en: 'registered' },
    INVITING: { zh: '征询意愿', en: 'inviting' },
    ACCEPTED: { zh: '受理', en: 'accepted' },
    NOT_ACCEPTED: { zh: '不予受理', en: 'not accepted' },
    MEDIATING: { zh: '调解中', en: 'mediating' },
    AGREED: { zh: '达成协议', en: 'agreed' },
    EFFECTIVE: { zh: '协议生效', en: 'effective' },
    PERFORMED: { zh: '履行完毕', en: 'performed' },
    BREACHED: { zh: '违约', en: 'breached' },
    FAILED: { zh: '调解不成', en: 'failed' },
    REFUSED: { zh: '一方拒绝', en: 'refused' },
    WITHDRAWN: { zh: '撤回', en: 'withdrawn' },
    TIMED_OUT: { zh: '期限届满', en: 'timed out' },
    ARCHIVED: { zh: '归档', en: 'archived' },
  },
  actions: {
    invite: {
      from: ['REGISTERED'],
      to: 'INVITING',
      roles: STAFF,
      label: { zh: '征询意愿', en: 'invite' },
    },
    consent: {
      // Also of whoever came in after the others were asked.
      from: PENDING,
      to: 'same',
      roles: ANYONE_IN_IT,
      label: { zh: '同意调解', en: 'consent to' },
    },
    accept: {
      from: ['REGISTERED', 'INVITING'],
      to: 'ACCEPTED',
      roles: STAFF,
      label: { zh: '受理', en: 'accept' },
    },
    'not-accept': {
      from: ['REGISTERED', 'INVITING'],
      to: 'NOT_ACCEPTED',
      roles: STAFF,
      label: { zh: '不予受理', en: 'not accept' },
    },
    start: { from: ['ACCEPTED'], to: 'MEDIATING', roles: STAFF, label: { zh: '开始调解', en: 'start' } },
    extend: {
      from: ['ACCEPTED', 'MEDIATING'],
      to: 'same',
      roles: STAFF,
      label: { zh: '双方同意延期', en: 'extend by both parties' },
    },
    agree: {
      from: ['MEDIATING'],
      to: 'AGREED',
      roles: STAFF,
      label: { zh: '达成书面协议', en: 'agree in writing' },
    },
    'agree-orally': {
      // What was reached within the term binds, whenever it is recorded.
      from: ['MEDIATING', 'TIMED_OUT'],
      to: 'EFFECTIVE',
      roles: STAFF,
      label: { zh: '达成口头协议', en: 'agree orally' },
    },
    renegotiate: {
      from: ['AGREED'],
      to: 'MEDIATING',
      roles: STAFF,
      label: { zh: '签字前重新协商', en: 'renegotiate before signing' },
    },
    'take-effect': {
      // Also where the last of its papers, signed before the end, is recorded after it.
      from: ['AGREED', 'WITHDRAWN', 'TIMED_OUT'],
      to: 'EFFECTIVE',
      roles: STAFF,
      label: { zh: '签章齐全，协议生效', en: 'take effect' },
    },
    perform: {
      from: ['EFFECTIVE', 'BREACHED'],
      to: 'PERFORMED',
      roles: STAFF,
      label: { zh: '履行完毕', en: 'perform' },
    },
    breach: { from: ['EFFECTIVE'], to: 'BREACHED', roles: STAFF, label: { zh: '违约', en: 'breach' } },
    cure: { from: ['BREACHED'], to: 'EFFECTIVE', roles: STAFF, label: { zh: '补救违约', en: 'cure' } },
    reopen: {
      from: ['PERFORMED'],
      to: 'EFFECTIVE',
      roles: STAFF,
      label: { zh: '付款作废，履行未毕', en: 'reopen the performance of' },
    },
    fail: {
      from: ['MEDIATING', 'AGREED'],
      to: 'FAILED',
      roles: STAFF,
      label: { zh: '调解不成', en: 'fail' },
    },
    refuse: {
      from: ['REGISTERED', 'INVITING', 'ACCEPTED', 'MEDIATING', 'AGREED'],
      to: 'REFUSED',
      roles: ANYONE_IN_IT,
      label: { zh: '一方明确拒绝', en: 'refuse' },
    },
    withdraw: {
      from: [...PENDING, 'AGREED'],
      to: 'WITHDRAWN',
      roles: ANYONE_IN_IT,
      label: { zh: '撤回申请', en: 'withdraw' },
    },
    'time-out': {
      from: [...PENDING, 'AGREED'],
      to: 'TIMED_OUT',
      roles: WINDOW,
      label: { zh: '期限届满', en: 'time out' },
    },
    archive: {
      // Also where nothing is to be had any more: a breach that nobody made good stays one.
      from: ['NOT_ACCEPTED', 'PERFORMED', 'BREACHED', 'FAILED', 'REFUSED', 'WITHDRAWN', 'TIMED_OUT'],
      to: 'ARCHIVED',
      roles: WINDOW,
      label: { zh: '归档', en: 'archive' },
    },
  },
});

/** States in which nothing runs any more. */
export const AT_REST: readonly State[] = ['PERFORMED', 'ARCHIVED'];

/** Before the parties are at one. */
export function isPending(state: State): boolean {
  return PENDING.some((each) => each === state);
}

/** Until the case has ended, or its agreement is in effect. */
export function isOpen(state: State): boolean {
  return isPending(state) || state === 'AGREED';
}

/** Ends without an agreement. */
export const NO_AGREEMENT: readonly State[] = ['NOT_ACCEPTED', 'FAILED', 'REFUSED', 'WITHDRAWN', 'TIMED_OUT'];

export type Action = (typeof lifecycle.actionNames)[number];
